import type { CredentialVault, Executor } from '@agent-safe/core';
import { anything, checkOptions, object, optional, overrideSetting } from '@agent-safe/core/options';
import { type RunnerSettings, runnerShape, type Settings } from '@agent-safe/registry/open';
import type { AgentSafe } from '../agent-safe.ts';
import { type OpenOptions, openMembers } from '../project/open-options.ts';

/** What is given overrides the setting of the same name under `runner` in the configuration. */
export type RunnerSettingsOption = Partial<RunnerSettings>;

export interface RunnerOpenOptions extends Omit<OpenOptions, 'cache'> {
  readonly runner?: RunnerSettingsOption | undefined;
  /** Beside `dry-run` and `subprocess`, which are always there. */
  readonly executors?: readonly Executor[] | undefined;
  /** In place of `credential_vault` of the configuration; false: none. */
  readonly vault?: CredentialVault | false | undefined;
  /** How `subprocess` reaches clusters, in place of what the settings say of them. Which cluster it must be stays as it is there. */
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  /** Decides on rollbacks; where it is left out, one is opened with the same options when it is first needed. */
  readonly safe?: AgentSafe | undefined;
}

/** The options that only a runner takes. */
type Own = Pick<RunnerOpenOptions, 'context' | 'executors' | 'kubeconfig' | 'runner' | 'safe' | 'vault'>;

const { cache: _, ...sharedMembers } = openMembers;
const optionsShape = object<RunnerOpenOptions>({
  ...sharedMembers,
  context: optional(anything),
  executors: optional(anything),
  kubeconfig: optional(anything),
  runner: optional(runnerShape),
  safe: optional(anything),
  vault: optional(anything),
});

/**
 * Parts what only a runner takes from what all of Agent-Safe takes.
 *
 * @throws AgentSafeError ERR_CONFIG_INVALID for an unknown option
 */
export function splitOptions(options: RunnerOpenOptions): { readonly own: Own; readonly shared: OpenOptions } {
  checkOptions(optionsShape, options, '');
  const { context, executors, kubeconfig, runner, safe, vault, ...shared } = options;
  return { own: { context, executors, kubeconfig, runner, safe, vault }, shared };
}

/** What counts: an option overrides its setting. */
export function mergeRunner(settings: Settings, option: RunnerSettingsOption = {}): RunnerSettings {
  return overrideSetting(runnerShape, settings.runner, option, 'runner');
}
