export type { CredentialLease, CredentialRequest, CredentialVault, Executor } from '@agent-safe/core';
export {
  type CheckedPrecheck,
  type CredentialGrant,
  type CredentialReport,
  type CredentialRevocation,
  DryRunExecutor,
  type DryRunReport,
  EnvironmentVault,
  type InterruptedRun,
  type ReconcileReport,
  type RollbackPlan,
  type RollbackRefusal,
  type RollbackResult,
  type RunOptions,
  type RunRefusal,
  type RunReport,
  type RunResult,
} from '@agent-safe/runner';
export type { RunnerSettingsOption } from '../project/open-options.ts';
export { type CheckRollbackOptions, ProjectRunner, type RollbackDecision, type VaultReport } from './project-runner.ts';
export type { RollbackChecker, RunnerOpenOptions } from './runner-options.ts';
export { openRunner } from './standalone-runner.ts';
