export { openRunHistory } from './audit-events/history.ts';
export {
  type EnvironmentVariables,
  EnvironmentVault,
  type EnvironmentVaultOptions,
} from './credentials/environment-vault.ts';
export { type GrantResult, renderGrant } from './credentials/render-grant.ts';
export type { DryRunReport } from './execute/dry-run.ts';
export type { CredentialOptions, CredentialReport } from './execute/resolve-credentials.ts';
export { DryRunExecutor } from './executor-kit/dry-run-executor.ts';
export type { InterruptedRun, ReconcileReport } from './finish/reconcile.ts';
export { MemorySealedStateStore } from './rollback/memory-sealed-state-store.ts';
export type {
  RollbackPlan,
  RollbackRefusal,
  RollbackRefusalCode,
  RollbackResult,
} from './rollback/rollback-plan.ts';
export type { LazyExecutor } from './run/executor-set.ts';
export type { AllowedCommand, RunnerOptions } from './run/options.ts';
export type { RunHistory } from './run/run-history.ts';
export type {
  CheckedPrecheck,
  RunEndingCode,
  RunOptions,
  RunRefusal,
  RunRefusalCode,
  RunReport,
  RunResult,
  UsedCredentials,
} from './run/run-result.ts';
export type { CredentialGrant } from './run/stage-results.ts';
export { type CredentialRevocation, Runner } from './runner.ts';
