export { openRunHistory, type RunHistory } from './audit-events/history.ts';
export {
  type EnvironmentVariables,
  EnvironmentVault,
  type EnvironmentVaultOptions,
} from './credentials/environment-vault.ts';
export { type CredentialGrant, type GrantResult, resolveCredentials } from './credentials/render-grant.ts';
export type { DryRunReport } from './execute/dry-run.ts';
export type { CredentialOptions, CredentialReport } from './execute/resolve-credentials.ts';
export { DryRunExecutor } from './executor-kit/dry-run-executor.ts';
export type { InterruptedRun, ReconcileReport } from './finish/reconcile.ts';
export type { AllowedCommand } from './preflight/command-allowlist.ts';
export { BLOCKING_CHECKS, type CheckedPrecheck } from './preflight/prechecks.ts';
export { MemorySealedStateStore } from './rollback/memory-sealed-state-store.ts';
export type {
  RollbackPlan,
  RollbackRefusal,
  RollbackRefusalCode,
  RollbackResult,
} from './rollback/rollback-plan.ts';
export type { RunnerOptions } from './run/options.ts';
export type {
  RunEndingCode,
  RunOptions,
  RunRefusal,
  RunRefusalCode,
  RunReport,
  RunResult,
  UsedCredentials,
} from './run/run-result.ts';
export { Runner } from './runner.ts';
