import { AgentSafe } from './agent-safe.ts';
import { recallOptions } from './project/remembered-options.ts';
import { openProjectRunner } from './runner/open-runner.ts';
import type { ProjectRunner } from './runner/project-runner.ts';
import type { RunnerOpenOptions } from './runner/runner-options.ts';

export type {
  CredentialLease,
  CredentialRequest,
  CredentialSweep,
  CredentialVault,
  Executor,
  SweptLease,
} from '@agent-safe/core';
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
  type RecordedRun,
  type RollbackPlan,
  type RollbackRefusal,
  type RollbackResult,
  type RunOptions,
  type RunRefusal,
  type RunReport,
  type RunResult,
} from '@agent-safe/runner';
export type { RunnerSettingsOption } from './project/open-options.ts';
export { type ClusterCheck, checkAccount, checkCluster } from './runner/executors.ts';
export {
  type CheckRollbackOptions,
  ProjectRunner,
  type RollbackDecision,
  type VaultReport,
} from './runner/project-runner.ts';
export type { RollbackChecker, RunnerOpenOptions } from './runner/runner-options.ts';
export type { VaultIamRequest, VaultRbacRequest } from './runner/vault-accounts.ts';

/**
 * Opens the runner of a project without its policies. It needs the actions, an audit log, the state and keys that
 * verify tickets. To decide a rollback, it uses the option `safe`, or opens an `AgentSafe` with the same options.
 *
 * With `safe: AgentSafe`, the runner opens the project of that `AgentSafe`: every option that is left out is the option that the
 * `AgentSafe` was opened with. Close both.
 *
 * @example
 * const runner = await openRunner();
 * const result = await runner.execute('the token of a ticket', { executor: 'subprocess' });
 * if (!result.ok || result.outcome !== 'success') throw new Error(result.reason);
 * await runner.close();
 * @throws AgentSafeError ERR_CONFIG_INVALID, ERR_CONFIG_NOT_FOUND, ERR_KEYS_INVALID, ERR_REGISTRY_INVALID
 */
export function openRunner(options: RunnerOpenOptions = {}): Promise<ProjectRunner> {
  return openProjectRunner({ ...inheritProject(options), ...given(options) }, (shared) => AgentSafe.open(shared));
}

/** Returns the options of the `AgentSafe` that is given. A path that is given replaces its port. */
function inheritProject({ auditLog, safe, state }: RunnerOpenOptions): RunnerOpenOptions {
  const { audit, cache: _, stores, ...project } = (safe && recallOptions(safe)) ?? {};
  return {
    ...project,
    ...(auditLog === undefined ? { audit } : {}),
    ...(state === undefined ? { stores } : {}),
  };
}

function given(options: RunnerOpenOptions): RunnerOpenOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
