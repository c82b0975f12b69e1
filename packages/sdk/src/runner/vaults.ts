import type { CredentialVault } from '@agent-safe/core';
import type { RunnerSettings, Settings } from '@agent-safe/registry/open';
import { EnvironmentVault } from '@agent-safe/runner';

/** Opens the vault of a project. The vault for Kubernetes loads with its first call. */
export function openVault(
  settings: Settings['credentialVault'],
  { clusters }: Pick<RunnerSettings, 'clusters'>,
  clock: () => number,
): CredentialVault | undefined {
  if (settings === undefined) return undefined;
  if (settings.backend === 'environment') return new EnvironmentVault({ variables: settings.variables, clock });
  const { namespace, owner } = settings;
  // The uid identifies a cluster, whichever account the vault uses.
  const own = Object.entries(clusters).map(
    ([name, cluster]) => [name, { uid: cluster.uid, ...(settings.clusters[name] ?? cluster) }] as const,
  );
  return new LazyVault('kubernetes', async () => {
    const { KubernetesVault } = await import('@agent-safe/executor-k8s');
    return new KubernetesVault({ clusters: Object.fromEntries(own), namespace, owner, clock });
  });
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
