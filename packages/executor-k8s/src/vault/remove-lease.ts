import { type JsonValue, quote } from '@agent-safe/core';
import { ApiError } from '../api/api-error.ts';
import type { Cluster } from '../api/cluster.ts';
import { textAt } from '../api/json.ts';
import { remove } from '../api/request.ts';
import {
  accounts,
  bindingsIn,
  LEASE_LABEL,
  nameOfLease,
  readPlaces,
  rolesIn,
  secrets,
  selectLease,
} from './lease-objects.ts';

/** Removes a lease by the record in its Secret, and the Secret last. @throws ApiError, RequestNotSent */
export async function removeLease(
  cluster: Cluster,
  home: string,
  leaseId: string,
): Promise<{ readonly found: boolean }> {
  const path = `${secrets(home)}/${nameOfLease(leaseId)}`;
  const secret = await cluster.find(path);
  // The Secret is created first, so without it nothing else was created.
  if (secret === undefined) return { found: false };
  const places = readPlaces(secret);
  if (places === undefined || textAt(secret, 'metadata', 'labels', LEASE_LABEL) !== leaseId)
    throw new ApiError(`The Secret ${quote(nameOfLease(leaseId))} is not the record of this lease.`, undefined);
  await removeAll(cluster, leaseId, places.map(bindingsIn));
  await removeAll(cluster, leaseId, [...places.map(rolesIn), accounts(home)]);
  await removeObject(cluster, path, secret);
  return { found: true };
}

/** Deletes the objects of a lease in some collections. Objects without its labels are never touched. @throws ApiError */
async function removeAll(cluster: Cluster, leaseId: string, collections: readonly string[]): Promise<void> {
  await Promise.all(
    collections.map(async (collection) => {
      const path = `${collection}?${selectLease(leaseId)}`;
      try {
        await cluster.change({ method: 'DELETE', path });
      } catch (error) {
        if (!(error instanceof ApiError) || error.reason !== 'Forbidden') throw error;
        // In a place where the vault may not delete, it could not create either, unless its permissions were changed.
        if ((await cluster.list(path)).length > 0) throw error;
      }
    }),
  );
}

/** Deletes an object, and no other object of its name. An object that is gone counts as deleted. @throws ApiError */
export async function removeObject(cluster: Cluster, path: string, object: JsonValue): Promise<void> {
  try {
    await cluster.change(remove(path, textAt(object, 'metadata', 'uid') ?? ''));
  } catch (error) {
    // Another object with this name is not ours: the API answers Conflict.
    if (!(error instanceof ApiError) || !(error.isNotFound || error.reason === 'Conflict')) throw error;
  }
}
