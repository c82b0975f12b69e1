export {
  type EnvironmentVariables,
  EnvironmentVault,
  type EnvironmentVaultOptions,
} from './credentials/environment-vault.ts';
export type { DryRunReport } from './execute/dry-run.ts';
export type { CredentialOptions, CredentialReport } from './execute/resolve-credentials.ts';
export { DryRunExecutor } from './executor-kit/dry-run-executor.ts';
export type { InterruptedRun, ReconcileReport } from './finish/reconcile.ts';
export { MemoryEncryptedStateStore } from './rollback/memory-encrypted-state-store.ts';
export {
  ROLLBACK_REFUSAL_CODES,
  type RollbackPlan,
  type RollbackRefusal,
  type RollbackRefusalCode,
  type RollbackResult,
} from './rollback/rollback-plan.ts';
export type { LazyExecutor } from './run/executor-set.ts';
export type { AllowedCommand, RunnerOptions } from './run/options.ts';
export type { RunHistory } from './run/run-history.ts';
export {
  type CheckedPrecheck,
  type RecordedRun,
  RUN_ENDING_CODES,
  RUN_REFUSAL_CODES,
  type RunEndingCode,
  type RunOptions,
  type RunRefusal,
  type RunRefusalCode,
  type RunReport,
  type RunResult,
  type UsedCredentials,
} from './run/run-result.ts';
export type { CredentialGrant } from './run/stage-results.ts';
export { type CredentialRevocation, Runner } from './runner.ts';
