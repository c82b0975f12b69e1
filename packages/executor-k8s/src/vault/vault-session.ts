import { type CredentialLease, LeaseRefused } from '@agent-safe/core';
import { ApiError } from '../api/api-error.ts';
import { Cluster } from '../api/cluster.ts';
import { RequestNotSent } from '../api/transport.ts';
import { type ConnectorOptions, VerifiedConnector } from '../api/verified-connector.ts';
import type { ClusterAccess } from '../native/cluster-access.ts';
import { NativeDialer } from '../native/native-dialer.ts';

/** Bytes of logs that a vault reads: none. */
const OUTPUT_LIMIT = 1_024;
/** Milliseconds that one call of the vault may take, if its caller does not end it before. */
const LONGEST_CALL = 60_000;

/** One call of the vault to one cluster. */
export interface VaultSession {
  /** Access with the account of the vault. */
  readonly cluster: Cluster;
  /** Access with the credentials of a lease. */
  readonly asLease: (lease: CredentialLease) => Promise<Cluster>;
}

/** Connects a vault to the configured clusters, and verifies their uid before anything is written. */
export class VaultConnections {
  readonly #clusters: readonly string[];
  readonly #connector: VerifiedConnector<ClusterAccess>;
  readonly #dialer = new NativeDialer(OUTPUT_LIMIT);
  readonly #clock: () => number;

  constructor(options: ConnectorOptions, clock: () => number) {
    this.#clusters = Object.keys(options.clusters);
    this.#connector = new VerifiedConnector(this.#dialer, options);
    this.#clock = clock;
  }

  get clusters(): readonly string[] {
    return this.#clusters;
  }

  /** Calls a cluster, and closes the connections afterwards. @throws ApiError, RequestNotSent */
  async use<Result>(
    name: string,
    signal: AbortSignal,
    work: (session: VaultSession) => Promise<Result>,
  ): Promise<Result> {
    const end = new AbortController();
    const context = {
      signal: AbortSignal.any([signal, end.signal]),
      deadline: this.#clock() + LONGEST_CALL,
      clock: this.#clock,
      progress: () => undefined,
    };
    try {
      const { access, transport } = await this.#connector.openAsUser(name, context);
      return await work({
        cluster: new Cluster(transport),
        asLease: async (lease) => new Cluster(await this.#dialer.connect(access, lease, context)),
      });
    } finally {
      end.abort();
    }
  }
}

/** Whether an error proves that the API created nothing. */
export function isDefinite(error: unknown): boolean {
  return (
    error instanceof LeaseRefused || error instanceof RequestNotSent || (error instanceof ApiError && error.isRefusal)
  );
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
