import type { CredentialVault } from '@agent-safe/core';
import type { RunnerSettings, Settings } from '@agent-safe/registry/open';
import { EnvironmentVault } from '@agent-safe/runner';

/** Opens the vault of a project. The vaults for Kubernetes and AWS load with their first call. */
export function openVault(
  settings: Settings['credentialVault'],
  runner: Pick<RunnerSettings, 'accounts' | 'clusters'>,
  { clock, endpointUrl }: { readonly clock: () => number; readonly endpointUrl?: string | undefined },
): CredentialVault | undefined {
  switch (settings?.backend) {
    case undefined:
      return undefined;
    case 'environment':
      return new EnvironmentVault({ variables: settings.variables, clock });
    case 'kubernetes':
      return new LazyVault('kubernetes', async () => {
        const { KubernetesVault } = await import('@agent-safe/executor-k8s');
        return new KubernetesVault({ ...describeClusters(settings, runner.clusters), clock });
      });
    case 'aws-sts':
      return new LazyVault('aws-sts', async () => {
        const { AwsStsVault } = await import('@agent-safe/executor-aws');
        const accounts = describeAccounts(settings, runner.accounts);
        return new AwsStsVault({ accounts, revoke: settings.revoke, endpointUrl, clock });
      });
  }
}

type VaultSettings<Backend> = Extract<NonNullable<Settings['credentialVault']>, { readonly backend: Backend }>;

/** The uid identifies a cluster, whichever account the vault uses. */
function describeClusters(
  { clusters: own, namespace, owner }: VaultSettings<'kubernetes'>,
  known: RunnerSettings['clusters'],
) {
  const clusters = Object.entries(known).map(
    ([name, cluster]) => [name, { uid: cluster.uid, ...(own[name] ?? cluster) }] as const,
  );
  return { clusters: Object.fromEntries(clusters), namespace, owner };
}

/** An account of the vault has its own role, external id and profile, or all those of the runner. */
export function describeAccounts(
  { accounts: own }: Pick<VaultSettings<'aws-sts'>, 'accounts'>,
  known: RunnerSettings['accounts'],
): RunnerSettings['accounts'] {
  const accounts = Object.entries(known).map(([name, account]) => {
    const { external_id: _, profile: __, role_arn: ___, ...place } = account;
    return [name, own[name] === undefined ? account : { ...place, ...own[name] }] as const;
  });
  return Object.fromEntries(accounts);
}

/** A vault that limits credentials, and that is loaded with its first call. */
class LazyVault implements Required<CredentialVault> {
  readonly name: string;
  readonly isScoped = true;
  readonly #load: () => Promise<Required<CredentialVault>>;
  #vault: Promise<Required<CredentialVault>> | undefined;

  constructor(name: string, load: () => Promise<Required<CredentialVault>>) {
    this.name = name;
    this.#load = load;
  }

  async issue(...call: Parameters<CredentialVault['issue']>) {
    return (await this.#open()).issue(...call);
  }

  async revoke(...call: Parameters<CredentialVault['revoke']>) {
    return (await this.#open()).revoke(...call);
  }

  async test(...call: Parameters<CredentialVault['test']>) {
    return (await this.#open()).test(...call);
  }

  async sweep(...call: Parameters<Required<CredentialVault>['sweep']>) {
    return (await this.#open()).sweep(...call);
  }

  #open(): Promise<Required<CredentialVault>> {
    this.#vault ??= this.#load();
    return this.#vault;
  }
}
