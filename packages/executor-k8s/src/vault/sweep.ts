import type { CredentialSweep, JsonValue, SweptLease } from '@agent-safe/core';
import type { Cluster } from '../api/cluster.ts';
import { nameOf, textAt } from '../api/json.ts';
import { ALL_ROLES, accounts, EXPIRY, LEASE_LABEL, nameOfLease, secrets, selectOwner } from './lease-objects.ts';
import { removeObject } from './remove-lease.ts';
import { messageOf } from './vault-session.ts';

export interface SweepOptions {
  /** Namespace of the Secrets and accounts. */
  readonly home: string;
  readonly owner: string;
  /** Whether the audit log has the lease as in use. */
  readonly isLive: (leaseId: string) => boolean;
  /** Milliseconds since 1970, UTC. */
  readonly now: number;
}

/** An object of a lease. */
interface Leftover {
  readonly path: string;
  readonly object: JsonValue;
  /** For display, such as `rolebindings dev/agent-safe-lease-1`. */
  readonly label: string;
}

/** Deletes the objects of leases that have ended. It reads every object by its labels, so it also finds objects without a record. */
export async function sweepCluster(cluster: Cluster, options: SweepOptions): Promise<CredentialSweep> {
  const leases = await listLeftovers(cluster, options);
  const removed: SweptLease[] = [];
  const kept: CredentialSweep['kept'][number][] = [];
  const failed: CredentialSweep['failed'][number][] = [];
  for (const [lease_id, objects] of leases) {
    const until = latestEnd(objects);
    const hasEnded = until !== undefined && until < options.now;
    if (!hasEnded || options.isLive(lease_id)) {
      kept.push({ lease_id, until: until === undefined ? null : new Date(until).toISOString() });
      continue;
    }
    try {
      for (const { object, path } of objects) await removeObject(cluster, path, object);
      removed.push({ lease_id, objects: objects.map(({ label }) => label) });
    } catch (error) {
      failed.push({ lease_id, reason: messageOf(error) });
    }
  }
  return { removed, kept, failed };
}

/** Returns the objects of the owner by lease: bindings first, the Secret last. */
async function listLeftovers(
  cluster: Cluster,
  { home, owner }: SweepOptions,
): Promise<ReadonlyMap<string, Leftover[]>> {
  const collections = [...ALL_ROLES, accounts(home), secrets(home)];
  const lists = await Promise.all(collections.map((path) => cluster.list(`${path}?${selectOwner(owner)}`)));
  const leases = new Map<string, Leftover[]>();
  for (const [index, objects] of lists.entries()) {
    for (const object of objects) {
      const leaseId = textAt(object, 'metadata', 'labels', LEASE_LABEL);
      // An object whose name and label differ was not created by a vault.
      if (leaseId === undefined || nameOf(object) !== nameOfLease(leaseId)) continue;
      const found = describe(collections[index] ?? '', object);
      leases.set(leaseId, [...(leases.get(leaseId) ?? []), found]);
    }
  }
  return leases;
}

function describe(collection: string, object: JsonValue): Leftover {
  const [name, namespace] = [nameOf(object), textAt(object, 'metadata', 'namespace')];
  const prefix = collection.slice(0, collection.lastIndexOf('/'));
  const kind = collection.split('/').at(-1) ?? '';
  const place =
    namespace === undefined || prefix.includes('/namespaces/') ? prefix : `${prefix}/namespaces/${namespace}`;
  const path = `${place}/${kind}/${name}`;
  return { path, object, label: `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}` };
}

/** Returns the latest end that the objects of a lease have; undefined if one of them has none. */
function latestEnd(objects: readonly Leftover[]): number | undefined {
  const ends = objects.map(({ object }) => Date.parse(textAt(object, 'metadata', 'annotations', EXPIRY) ?? ''));
  return ends.some(Number.isNaN) ? undefined : Math.max(...ends);
}
