import { WORDS_PATTERN } from '@agent-safe/core';
import * as z from 'zod';
import { mapping, name, variable, withDefault } from '../zod/schema-helpers.ts';
import { type KubernetesSettings, kubernetesSettings } from './kubernetes.ts';

/** Words separated by single spaces. An empty word would match nothing. */
const words = z.string().regex(WORDS_PATTERN, 'must be words with single spaces between them');

/** The schema of `runner`: settings of the runner and of its executors. */
export const runnerSchema = mapping({
  clusters: kubernetesSettings.clusters,
  command_allowlist: withDefault(z.array(z.union([words, z.array(z.string()).min(1)])), []).describe(
    'Commands that exec-pod may run, word by word. The word * stands for one word that does not begin with a hyphen. Default: no command.',
  ),
  blocking_prechecks: withDefault(z.array(name), []).describe(
    'Names of checks that must pass, besides the checks that actions declare as blocking. Default: none.',
  ),
  ambient_credentials: withDefault(z.boolean(), false).describe(
    'Whether actions that declare credentials may run with the credentials of this machine if there is no vault. Default: false.',
  ),
  kubectl: kubernetesSettings.kubectl,
});

/** The schema of `credential_vault`. */
export const credentialVaultSchema = mapping({
  backend: z
    .literal('environment')
    .describe('Kind of vault. environment is for development: it gives out environment variables, without limits.'),
  variables: withDefault(z.record(z.string(), z.record(z.string(), variable)), {}).describe(
    'Environment variable of each value, by the type of the credentials and the name of the value. Default: built-in names.',
  ),
});

export interface RunnerSettings extends KubernetesSettings {
  readonly command_allowlist: readonly (string | readonly string[])[];
  readonly blocking_prechecks: readonly string[];
  readonly ambient_credentials: boolean;
}

/** Settings of the vault. Secrets are in environment variables, which it names. */
export interface CredentialVaultSettings {
  readonly backend: 'environment';
  readonly variables: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
