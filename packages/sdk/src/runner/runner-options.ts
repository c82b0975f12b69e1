import { AgentSafeError, type CredentialVault, closestMatch, type Executor } from '@agent-safe/core';
import type { RunnerSettings, Settings } from '@agent-safe/registry/open';
import type { AgentSafe } from '../agent-safe.ts';
import { type OpenOptions, refuseUnknownOptions } from '../project/open-options.ts';

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

const OWN = ['context', 'executors', 'kubeconfig', 'runner', 'safe', 'vault'] as const;
const SETTINGS: readonly string[] = [
  'ambient_credentials',
  'blocking_prechecks',
  'clusters',
  'command_allowlist',
  'kubectl',
] satisfies (keyof RunnerSettings)[];

type Own = Pick<RunnerOpenOptions, (typeof OWN)[number]>;

/**
 * Parts what only a runner takes from what all of Agent-Safe takes.
 *
 * @throws AgentSafeError ERR_CONFIG_INVALID for an option that nobody knows
 */
export function splitOptions(options: RunnerOpenOptions): { readonly own: Own; readonly shared: OpenOptions } {
  const entries = Object.entries(options);
  const isOwn = ([name]: readonly [string, unknown]) => (OWN as readonly string[]).includes(name);
  const own: Own = Object.fromEntries(entries.filter(isOwn));
  const shared: OpenOptions = Object.fromEntries(entries.filter((entry) => !isOwn(entry)));
  refuseUnknownOptions(shared);
  const unknown = Object.keys(own.runner ?? {}).find((name) => !SETTINGS.includes(name));
  if (unknown === undefined) return { own, shared };
  const summary = `"runner" has no "${unknown}". Did you mean "${closestMatch(unknown, SETTINGS) ?? ''}"?`;
  throw new AgentSafeError('ERR_CONFIG_INVALID', summary);
}

/** What counts: an option overrides its setting. */
export function mergeRunner(settings: Settings, option: RunnerSettingsOption = {}): RunnerSettings {
  const given = Object.fromEntries(Object.entries(option).filter(([, value]) => value !== undefined));
  return { ...settings.runner, ...given };
}
