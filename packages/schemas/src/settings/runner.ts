import { WORDS_PATTERN } from '@agent-safe/core';
import * as z from 'zod';
import { mapping, name, optional, text, variable, withDefault } from '../zod/schema-helpers.ts';

/** Words between single spaces: an empty one would match nothing. */
const words = z.string().regex(WORDS_PATTERN, 'must be words with single spaces between them');

const cluster = mapping({
  uid: name.describe(
    'The uid of the namespace kube-system: kubectl get namespace kube-system -o jsonpath={.metadata.uid}',
  ),
  kubeconfig: optional(text).describe('The file that says how to reach it; what kubectl takes where it is left out.'),
  context: optional(name).describe('The context of that file; its current one where it is left out.'),
});

/** What carries out what tickets permit. */
export const runnerSchema = mapping({
  clusters: withDefault(z.record(z.string(), cluster), {}).describe(
    'By the names that targets have in their scope: which clusters those are, and how to reach them.',
  ),
  command_allowlist: withDefault(z.array(z.union([words, z.array(z.string()).min(1)])), []).describe(
    'The commands that may be run in pods, word by word; the word * stands for any one that is no flag. None where it is empty.',
  ),
  blocking_prechecks: withDefault(z.array(name), []).describe('Checks that block, beside those that always do.'),
  ambient_credentials: withDefault(z.boolean(), false).describe(
    'Whether actions that declare credentials may run with whatever this machine has, where no vault issues any.',
  ),
  kubectl: optional(text).describe('The program, where it is not the one that PATH finds.'),
});

/** Where credentials come from. */
export const credentialVaultSchema = mapping({
  backend: z.literal('environment').describe('For development: what stands in the environment, with no limits.'),
  variables: withDefault(z.record(z.string(), z.record(z.string(), variable)), {}).describe(
    'By type of credentials: the variables that hold their values, by the names of those.',
  ),
});

/** Which cluster a name means. */
export interface ClusterSettings {
  /** Of its namespace kube-system. */
  readonly uid: string;
  readonly kubeconfig?: string;
  readonly context?: string;
}

export interface RunnerSettings {
  readonly clusters: Readonly<Record<string, ClusterSettings>>;
  readonly command_allowlist: readonly (string | readonly string[])[];
  readonly blocking_prechecks: readonly string[];
  readonly ambient_credentials: boolean;
  readonly kubectl?: string;
}

/** Secrets are not in it: it names the environment variables that hold them. */
export interface CredentialVaultSettings {
  readonly backend: 'environment';
  readonly variables: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
