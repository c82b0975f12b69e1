import { WORDS_PATTERN } from '@agent-safe/core';
import {
  boolean,
  choose,
  list,
  matching,
  name,
  object,
  record,
  type Shape,
  setting,
  string,
  text,
} from '@agent-safe/core/options';
import type { ClusterSettings, RunnerSettings } from '@agent-safe/schemas';

export const DEFAULT_RUNNER: RunnerSettings = {
  clusters: {},
  command_allowlist: [],
  blocking_prechecks: [],
  ambient_credentials: false,
};

const cluster = object<ClusterSettings>({ uid: name, kubeconfig: setting(text), context: setting(name) });
const words = matching(WORDS_PATTERN, 'words with single spaces between them');
const wordList = list(string, 1);

/** Reads `runner` that a program passes. */
export const runnerShape: Shape<RunnerSettings> = object<RunnerSettings>({
  clusters: setting(record(cluster), DEFAULT_RUNNER.clusters),
  command_allowlist: setting(
    list(choose<string | readonly string[]>((value) => (Array.isArray(value) ? wordList : words))),
    DEFAULT_RUNNER.command_allowlist,
  ),
  blocking_prechecks: setting(list(name), DEFAULT_RUNNER.blocking_prechecks),
  ambient_credentials: setting(boolean, DEFAULT_RUNNER.ambient_credentials),
  kubectl: setting(text),
});
