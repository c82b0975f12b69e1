import { AgentSafeError, type CheckRequest, closestMatch, type Decision } from '@agent-safe/core';
import type { RunnerSettings, Settings } from '@agent-safe/registry/open';
import {
  type ExecutionOptions,
  type OpenOptions,
  type RunnerSettingsOption,
  refuseUnknownOptions,
} from '../project/open-options.ts';

/** The part of `AgentSafe` that decides rollbacks. */
export interface RollbackChecker {
  check(
    request: CheckRequest,
    options: { readonly correlationId: string; readonly rollbackOf: string },
  ): Promise<Decision>;
  close(): Promise<void>;
}

export interface RunnerOpenOptions extends Omit<OpenOptions, 'cache'> {
  /** Decides rollbacks; without it one is opened with the same options on first use. */
  readonly safe?: RollbackChecker | undefined;
}

const OWN = ['context', 'executors', 'kubeconfig', 'runner', 'safe', 'vault'] as const;
const SETTINGS: readonly string[] = [
  'ambient_credentials',
  'blocking_prechecks',
  'clusters',
  'command_allowlist',
  'kubectl',
] satisfies (keyof RunnerSettings)[];

type Own = ExecutionOptions & Pick<RunnerOpenOptions, 'safe'>;

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
