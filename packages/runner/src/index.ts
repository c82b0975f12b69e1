export type { AllowedCommand } from './command-allowlist.ts';
export {
  type EnvironmentVariables,
  EnvironmentVault,
  type EnvironmentVaultOptions,
} from './credentials/environment-vault.ts';
export type { CredentialOptions, CredentialReport } from './credentials/hand-out.ts';
export { type CredentialGrant, type GrantResult, resolveCredentials } from './credentials/resolve.ts';
export type { DryRunReport } from './dry-run.ts';
export { DryRunExecutor } from './dry-run-executor.ts';
export type { RunHistory } from './history.ts';
export { MemorySealedStateStore } from './memory-sealed-state-store.ts';
export type { RunnerOptions } from './options.ts';
export { BLOCKING_CHECKS, type CheckedPrecheck } from './prechecks.ts';
export type { InterruptedRun, ReconcileReport } from './reconcile.ts';
export {
  ROLLBACK_REFUSAL_CODES,
  type RollbackPlan,
  type RollbackRefusal,
  type RollbackRefusalCode,
  type RollbackResult,
} from './rollback/rollback-plan.ts';
export {
  RUN_ENDING_CODES,
  RUN_REFUSAL_CODES,
  type RunEndingCode,
  type RunOptions,
  type RunRefusal,
  type RunRefusalCode,
  type RunReport,
  type RunResult,
  type UsedCredentials,
} from './run-result.ts';
export { Runner } from './runner.ts';
