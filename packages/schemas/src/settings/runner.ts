import { WORDS_PATTERN } from '@agent-safe/core';
import * as z from 'zod';
import { mapping, name, optional, text, variable, withDefault } from '../zod/schema-helpers.ts';
import { type AwsSettings, type AwsVaultSettings, awsSettings, awsVaultSchema } from './aws.ts';
import { type KubernetesSettings, kubernetesSettings } from './kubernetes.ts';

/** Words separated by single spaces. An empty word would match nothing. */
const words = z.string().regex(WORDS_PATTERN, 'must be words with single spaces between them');

/** The schema of `runner`: settings of the runner and of its executors. */
export const runnerSchema = mapping({
  accounts: awsSettings.accounts,
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

/** Defaults of the vault for Kubernetes. */
const DEFAULT_KUBERNETES_VAULT = { namespace: 'agent-safe-leases', owner: 'agent-safe' } as const;

const vaultCluster = mapping({
  kubeconfig: optional(text).describe('Path of the kubeconfig. Default: the kubeconfig that kubectl uses.'),
  context: optional(name).describe('Context in the kubeconfig. Default: its current context.'),
});

const environmentVault = mapping({
  backend: z
    .literal('environment')
    .describe('Kind of vault. environment is for development: it issues environment variables, without restriction.'),
  variables: withDefault(z.record(z.string(), z.record(z.string(), variable)), {}).describe(
    'Environment variable of each value, by the type of the credentials and the name of the value. Default: built-in names.',
  ),
});

/** Becomes the value of a label. */
const label = text.regex(
  /^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/,
  'must be at most 63 letters, digits, "-", "_" and ".", and begin and end with a letter or digit',
);
const namespace = text.regex(
  /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/,
  'must be the name of a namespace: at most 63 lower-case letters, digits and "-"',
);

const kubernetesVault = mapping({
  backend: z
    .literal('kubernetes')
    .describe('Kind of vault. kubernetes creates a service account with the exact permissions of each execution.'),
  namespace: withDefault(namespace, DEFAULT_KUBERNETES_VAULT.namespace).describe(
    'Namespace of the accounts. It must exist. Default: agent-safe-leases.',
  ),
  owner: withDefault(label, DEFAULT_KUBERNETES_VAULT.owner).describe(
    'Owner of the leases. "agent-safe credential sweep" deletes only leases of its owner. Default: agent-safe.',
  ),
  clusters: withDefault(z.record(z.string(), vaultCluster), {}).describe(
    'Kubeconfig of the account of the vault, by the name of the cluster. Default: the kubeconfig in "runner.clusters".',
  ),
});

/** The schema of `credential_vault`. */
export const credentialVaultSchema = z.union([awsVaultSchema, environmentVault, kubernetesVault]);

export interface RunnerSettings extends AwsSettings, KubernetesSettings {
  readonly command_allowlist: readonly (string | readonly string[])[];
  readonly blocking_prechecks: readonly string[];
  readonly ambient_credentials: boolean;
}

/** Settings of the vault. Secrets are in environment variables, which it names. */
interface EnvironmentVaultSettings {
  readonly backend: 'environment';
  readonly variables: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Settings of the vault that creates service accounts. Its clusters are those of the runner. */
interface KubernetesVaultSettings {
  readonly backend: 'kubernetes';
  readonly namespace: string;
  readonly owner: string;
  readonly clusters: Readonly<Record<string, { readonly kubeconfig?: string; readonly context?: string }>>;
}

export type CredentialVaultSettings = AwsVaultSettings | EnvironmentVaultSettings | KubernetesVaultSettings;
