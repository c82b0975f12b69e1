import type { CheckRequest, Decision } from '@agent-safe/core';
import { anything, checkOptions, object, optional, overrideSetting } from '@agent-safe/core/options';
import { type RunnerSettings, runnerShape, type Settings } from '@agent-safe/registry/open';
import {
  type ExecutionOptions,
  type OpenOptions,
  openMembers,
  type RunnerSettingsOption,
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
  /**
   * Decides rollbacks. An `AgentSafe` also gives its project: its options are the defaults of the other options. Without `safe`, an
   * `AgentSafe` is opened with the same options on first use.
   */
  readonly safe?: RollbackChecker | undefined;
}

/** Options of runners only. */
type Own = ExecutionOptions & Pick<RunnerOpenOptions, 'safe'>;

const { cache: _, ...sharedMembers } = openMembers;
const optionsShape = object<RunnerOpenOptions>({ ...sharedMembers, safe: optional(anything) });

/**
 * Splits options of runners only from options of `AgentSafe.open`.
 *
 * @throws AgentSafeError ERR_CONFIG_INVALID for an unknown option
 */
export function splitOptions(options: RunnerOpenOptions): { readonly own: Own; readonly shared: OpenOptions } {
  checkOptions(optionsShape, options, '');
  const { context, endpointUrl, executors, kubeconfig, profile, runner, safe, vault, ...shared } = options;
  return { own: { context, endpointUrl, executors, kubeconfig, profile, runner, safe, vault }, shared };
}

/** Returns the effective settings: an option overrides its setting. */
export function mergeRunner(settings: Settings, option: RunnerSettingsOption = {}): RunnerSettings {
  return overrideSetting(runnerShape, settings.runner, option, 'runner');
}
