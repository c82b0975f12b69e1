import { ACCOUNT_PATTERN, ROLE_ARN_PATTERN, URL_PATTERN, WORDS_PATTERN } from '@agent-safe/core';
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
import type { AccountSettings, ClusterSettings, RunnerSettings } from '@agent-safe/schemas';

export const DEFAULT_RUNNER: RunnerSettings = {
  accounts: {},
  clusters: {},
  command_allowlist: [],
  blocking_prechecks: [],
  ambient_credentials: false,
};

const cluster = object<ClusterSettings>({ uid: name, kubeconfig: setting(text), context: setting(name) });
const account = object<AccountSettings>({
  account_id: matching(ACCOUNT_PATTERN, 'the 12 digits of an AWS account'),
  region: name,
  role_arn: setting(matching(ROLE_ARN_PATTERN, 'the ARN of an IAM role')),
  external_id: setting(text),
  endpoint_url: setting(matching(URL_PATTERN, 'an http or https URL')),
  profile: setting(name),
});
const words = matching(WORDS_PATTERN, 'words with single spaces between them');
const wordList = list(string, 1);

/** Reads `runner` that a program passes. */
export const runnerShape: Shape<RunnerSettings> = object<RunnerSettings>({
  accounts: setting(record(account), DEFAULT_RUNNER.accounts),
  clusters: setting(record(cluster), DEFAULT_RUNNER.clusters),
  command_allowlist: setting(
    list(choose<string | readonly string[]>((value) => (Array.isArray(value) ? wordList : words))),
    DEFAULT_RUNNER.command_allowlist,
  ),
  blocking_prechecks: setting(list(name), DEFAULT_RUNNER.blocking_prechecks),
  ambient_credentials: setting(boolean, DEFAULT_RUNNER.ambient_credentials),
  kubectl: setting(text),
});
