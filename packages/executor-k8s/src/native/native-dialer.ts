import type { CredentialLease, ExecutionContext } from '@agent-safe/core';
import type { Dialer } from '../api/verified-connector.ts';
import { type ClusterAccess, joinAccess, readAccess } from './cluster-access.ts';
import { loadClient } from './load-client.ts';
import { type Identity, NativeTransport } from './native-transport.ts';
import { canChange, readUserCredentials } from './user-credentials.ts';

/** Shortest secret that is redacted, in characters. Shorter values are often ordinary words. */
const SHORTEST_SECRET = 6;

/** Connects to clusters over HTTPS, by kubeconfig or as the service account of a pod. */
export class NativeDialer implements Dialer<ClusterAccess> {
  readonly #outputLimit: number;

  /** @param outputLimit output limit for logs and commands, in bytes */
  constructor(outputLimit: number) {
    this.#outputLimit = outputLimit;
  }

  async read(kubeconfig: string | undefined, context: string | undefined): Promise<ClusterAccess> {
    return readAccess(await loadClient(), { kubeconfig, context });
  }

  hasUser({ user }: ClusterAccess): boolean {
    return user !== undefined;
  }

  async connect(
    access: ClusterAccess,
    lease: CredentialLease | null,
    { clock, deadline, signal }: ExecutionContext,
  ): Promise<NativeTransport> {
    const library = await loadClient();
    const identify = async (): Promise<Identity> => {
      const { cluster, user } = access;
      const own = lease !== null || user === undefined ? user : await readUserCredentials(user, signal);
      const config = joinAccess(library, { cluster, user: own }, lease);
      const { keyData, password, token } = config.getCurrentUser() ?? {};
      const secrets = [token, password, keyData, proxyPassword(cluster)].filter(
        (each): each is string => typeof each === 'string' && each.length >= SHORTEST_SECRET,
      );
      return { config, secrets };
    };
    const renew = lease === null && access.user !== undefined && canChange(access.user) ? identify : undefined;
    const outputLimit = this.#outputLimit;
    return new NativeTransport({ ...(await identify()), renew, signal, deadline, clock, outputLimit });
  }
}

/** Returns the password of the proxy as it is written in its address. */
function proxyPassword({ proxyUrl }: ClusterAccess['cluster']): string | undefined {
  return proxyUrl === undefined ? undefined : new URL(proxyUrl).password;
}
