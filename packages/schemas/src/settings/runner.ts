import { WORDS_PATTERN } from '@agent-safe/core';
import * as z from 'zod';
import { mapping, name, variable, withDefault } from '../zod/schema-helpers.ts';
import { type KubernetesSettings, kubernetesSettings } from './kubernetes.ts';

/** Words between single spaces: an empty one would match nothing. */
const words = z.string().regex(WORDS_PATTERN, 'must be words with single spaces between them');

/** Of the runner, and of the executors that come with it. */
export const runnerSchema = mapping({
  clusters: kubernetesSettings.clusters,
  command_allowlist: withDefault(z.array(z.union([words, z.array(z.string()).min(1)])), []).describe(
    'The commands that may be run in pods, word by word; the word * stands for any one that is no flag. None where it is empty.',
  ),
  blocking_prechecks: withDefault(z.array(name), []).describe(
    'Checks that block, beside those that the actions declare as blocking.',
  ),
  ambient_credentials: withDefault(z.boolean(), false).describe(
    'Whether actions that declare credentials may run with whatever this machine has, where no vault issues any.',
  ),
  kubectl: kubernetesSettings.kubectl,
});

/** Where credentials come from. */
export const credentialVaultSchema = mapping({
  backend: z.literal('environment').describe('For development: what stands in the environment, with no limits.'),
  variables: withDefault(z.record(z.string(), z.record(z.string(), variable)), {}).describe(
    'By type of credentials: the variables that hold their values, by the names of those.',
  ),
});

export interface RunnerSettings extends KubernetesSettings {
  readonly command_allowlist: readonly (string | readonly string[])[];
  readonly blocking_prechecks: readonly string[];
  readonly ambient_credentials: boolean;
}

/** Secrets are not in it: it names the environment variables that hold them. */
export interface CredentialVaultSettings {
  readonly backend: 'environment';
  readonly variables: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
