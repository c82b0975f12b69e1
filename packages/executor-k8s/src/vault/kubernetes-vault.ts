import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CheckResult,
  type CredentialLease,
  type CredentialRequest,
  type CredentialSweep,
  type CredentialVault,
  type JsonValue,
  LeaseRefused,
  quote,
  type Refused,
} from '@agent-safe/core';
import { ApiError } from '../api/api-error.ts';
import { at, textAt } from '../api/json.ts';
import { API } from '../api/paths.ts';
import { type ApiRequest, asDryRun, create } from '../api/request.ts';
import type { ConnectorOptions } from '../api/verified-connector.ts';
import { GrantRefused, type PlacedRules, readGrantRules } from './grant-rules.ts';
import {
  createAccount,
  createBinding,
  createRecord,
  createRole,
  type LeaseSubject,
  requestToken,
} from './lease-objects.ts';
import { removeLease } from './remove-lease.ts';
import { sweepCluster } from './sweep.ts';
import { isDefinite, messageOf, VaultConnections, type VaultSession } from './vault-session.ts';

export interface KubernetesVaultOptions {
  /** The clusters by the names in the scope of targets, with the kubeconfig of the vault's own account. */
  readonly clusters: ConnectorOptions['clusters'];
  /** Namespace of the Secrets and accounts. Default: `agent-safe-leases`. */
  readonly namespace?: string | undefined;
  /** Value of the label of the owner. A sweep deletes only leases of its owner. Default: `agent-safe`. */
  readonly owner?: string | undefined;
  readonly clock?: (() => number) | undefined;
}

export const DEFAULT_NAMESPACE = 'agent-safe-leases';
const DEFAULT_OWNER = 'agent-safe';

/** A lease id becomes the value of a label and a part of names. */
const LEASE_ID = /^[a-z0-9](?:[-a-z0-9]{0,48}[a-z0-9])?$/;
/** Milliseconds for deleting what a failed `issue` has created. */
const CLEANUP_PATIENCE = 10_000;
/** Milliseconds until the API must have noticed new permissions. */
const RIGHTS_PATIENCE = 5_000;
const RIGHTS_PAUSE = 25;
/** Leases that are remembered as never created. Others are looked up. */
const MAX_NEVER = 1_000;

/** Whether an object of a lease may exist. */
interface Progress {
  mayExist: boolean;
}

/**
 * Issues a service account for each lease, with exactly the permissions of its action. The token is bound to a Secret, and revoking
 * the lease deletes that Secret.
 *
 * @example
 * new KubernetesVault({ clusters: { dev: { uid: '1f0c3a52-…', kubeconfig: '/etc/agent-safe/vault.kubeconfig' } } });
 */
export class KubernetesVault implements CredentialVault {
  readonly name = 'kubernetes';
  readonly isScoped = true;
  readonly #connections: VaultConnections;
  readonly #home: string;
  readonly #owner: string;
  readonly #clock: () => number;
  /** Clusters of the leases that this process issued. */
  readonly #issued = new Map<string, string>();
  /** Leases of which nothing was created, until the caller revokes them. */
  readonly #never = new Set<string>();

  constructor({ clock = Date.now, clusters, namespace, owner }: KubernetesVaultOptions) {
    this.#connections = new VaultConnections({ clusters }, clock);
    this.#home = namespace ?? DEFAULT_NAMESPACE;
    this.#owner = owner ?? DEFAULT_OWNER;
    this.#clock = clock;
  }

  async issue(request: CredentialRequest, signal: AbortSignal): Promise<CredentialLease> {
    const { fields, lease_id, scope, ttl, type } = request;
    if (type !== 'kubernetes') throw new LeaseRefused(`This vault issues no credentials of type ${quote(type)}.`);
    if (!LEASE_ID.test(lease_id)) throw new LeaseRefused('The id of the lease is not a valid Kubernetes label.');
    const cluster = scope?.cluster;
    if (cluster === undefined) throw new LeaseRefused('The target has no cluster. Add "cluster" to its scope.');
    const places = readPlaces(fields);
    const subject: LeaseSubject = {
      leaseId: lease_id,
      auditId: request.audit_id,
      owner: this.#owner,
      expiresAt: new Date(this.#clock() + ttl * 1_000).toISOString(),
      home: this.#home,
    };
    this.#issued.set(lease_id, cluster);
    const progress: Progress = { mayExist: false };
    try {
      return await this.#connections.use(cluster, signal, (session) =>
        createLease(session, subject, places, ttl, signal, progress),
      );
    } catch (error) {
      const reason = messageOf(error);
      // The API may be down: the lease must end without another request.
      if (!progress.mayExist) throw this.#refuseLease(lease_id, reason);
      const removed = await this.revoke(lease_id, AbortSignal.timeout(CLEANUP_PATIENCE));
      // If a request may still arrive, the runner and `reconcile` revoke the lease again.
      throw removed.ok && isDefinite(error) ? new LeaseRefused(reason) : new Error(reason);
    }
  }

  #refuseLease(leaseId: string, reason: string): LeaseRefused {
    this.#issued.delete(leaseId);
    this.#never.add(leaseId);
    const [oldest] = this.#never;
    if (this.#never.size > MAX_NEVER && oldest !== undefined) this.#never.delete(oldest);
    return new LeaseRefused(reason);
  }

  async revoke(leaseId: string, signal: AbortSignal): Promise<CheckResult> {
    // Such a lease was never issued.
    if (!LEASE_ID.test(leaseId) || this.#never.delete(leaseId)) return { ok: true };
    const known = this.#issued.get(leaseId);
    const failed: string[] = [];
    for (const cluster of known === undefined ? this.#connections.clusters : [known]) {
      try {
        const removed = await this.#connections.use(cluster, signal, (session) =>
          removeLease(session.cluster, this.#home, leaseId),
        );
        // A lease is in one cluster.
        if (removed.found) return this.#forget(leaseId);
      } catch (error) {
        failed.push(`${quote(cluster)}: ${messageOf(error)}`);
      }
    }
    return failed.length === 0 ? this.#forget(leaseId) : notRevoked(failed.join(' '));
  }

  async test(type: string, signal: AbortSignal): Promise<CheckResult> {
    if (type !== 'kubernetes')
      return refuse('type_unsupported', `This vault issues no credentials of type ${quote(type)}.`);
    const { clusters } = this.#connections;
    if (clusters.length === 0)
      return refuse('cluster_missing', 'No cluster is configured. Add it under "runner.clusters".');
    for (const cluster of clusters) {
      try {
        await this.#connections.use(cluster, signal, (session) => this.#tryIssue(session));
      } catch (error) {
        return refuse('not_ready', `The cluster ${quote(cluster)} is not ready: ${messageOf(error)}`);
      }
    }
    return { ok: true };
  }

  async sweep(isLive: (leaseId: string) => boolean, signal: AbortSignal): Promise<CredentialSweep> {
    const [removed, kept, failed]: [
      CredentialSweep['removed'][number][],
      CredentialSweep['kept'][number][],
      CredentialSweep['failed'][number][],
    ] = [[], [], []];
    for (const name of this.#connections.clusters) {
      const options = { home: this.#home, owner: this.#owner, isLive, now: this.#clock() };
      try {
        const swept = await this.#connections.use(name, signal, ({ cluster }) => sweepCluster(cluster, options));
        removed.push(...swept.removed);
        kept.push(...swept.kept);
        failed.push(...swept.failed);
      } catch (error) {
        failed.push({ lease_id: null, reason: `The cluster ${quote(name)} could not be swept: ${messageOf(error)}` });
      }
    }
    return { removed, kept, failed };
  }

  /** Asks the API whether it would create the objects of a lease. */
  async #tryIssue({ cluster }: VaultSession): Promise<void> {
    const subject = { leaseId: 'test', auditId: 'test', owner: this.#owner, expiresAt: '', home: this.#home };
    const place: PlacedRules = { namespace: undefined, rules: [] };
    await cluster.ask(asDryRun(createRecord(subject, [place])));
    await cluster.ask(asDryRun(createAccount(subject, 'test')));
  }

  #forget(leaseId: string): CheckResult {
    this.#issued.delete(leaseId);
    return { ok: true };
  }
}

function readPlaces(fields: CredentialRequest['fields']): readonly PlacedRules[] {
  try {
    return readGrantRules(fields);
  } catch (error) {
    if (error instanceof GrantRefused) throw new LeaseRefused(`The credentials cannot be granted: ${error.message}`);
    throw error;
  }
}

/** Creates the Secret first: after a crash, it says what to delete. @throws ApiError, RequestNotSent */
async function createLease(
  { asLease, cluster }: VaultSession,
  subject: LeaseSubject,
  places: readonly PlacedRules[],
  ttl: number,
  signal: AbortSignal,
  progress: Progress,
): Promise<CredentialLease> {
  progress.mayExist = true;
  const uid = textAt(await sendRecord(cluster, createRecord(subject, places), progress), 'metadata', 'uid');
  if (uid === undefined) throw new ApiError('The API returned a Secret without a uid.', undefined);
  await settleAll(
    [createAccount(subject, uid), ...places.map((place) => createRole(subject, place))].map((request) =>
      cluster.change(request),
    ),
  );
  const [granted] = await settleAll([
    cluster.change(requestToken(subject, uid, ttl)),
    ...places.map((place) => cluster.change(createBinding(subject, place))),
  ]);
  const [token, expires_at] = [textAt(granted, 'status', 'token'), textAt(granted, 'status', 'expirationTimestamp')];
  if (token === undefined || expires_at === undefined) throw new ApiError('The API returned no token.', undefined);
  const lease: CredentialLease = { lease_id: subject.leaseId, type: 'kubernetes', values: { token }, expires_at };
  await untilGranted(await asLease(lease), places, signal);
  return lease;
}

/** Creates the first object of a lease. If the API refused it, or was not reached, nothing exists. @throws ApiError, RequestNotSent */
async function sendRecord(
  cluster: VaultSession['cluster'],
  record: ApiRequest,
  progress: Progress,
): Promise<JsonValue> {
  try {
    return await cluster.change(record);
  } catch (error) {
    const exists = error instanceof ApiError && error.reason === 'AlreadyExists';
    progress.mayExist = exists || !isDefinite(error);
    throw error;
  }
}

/** Waits for all requests, so that none is under way when the lease is removed after a failure. */
async function settleAll<Value>(requests: readonly Promise<Value>[]): Promise<readonly Value[]> {
  await Promise.allSettled(requests);
  return Promise.all(requests);
}

/** Waits until the API has noticed the new permissions: its authorizer reads them with a delay. */
async function untilGranted(cluster: VaultSession['cluster'], places: readonly PlacedRules[], signal: AbortSignal) {
  const end = performance.now() + RIGHTS_PATIENCE;
  for (const { namespace, rules } of places) {
    const [rule] = rules;
    if (rule === undefined) continue;
    const [resource, subresource] = (rule.resources[0] ?? '').split('/');
    const resourceAttributes = {
      verb: rule.verbs[0] ?? '',
      group: rule.apiGroups[0] ?? '',
      resource: resource ?? '',
      ...(subresource === undefined ? {} : { subresource }),
      ...(namespace === undefined ? {} : { namespace }),
      ...(rule.resourceNames?.[0] === undefined ? {} : { name: rule.resourceNames[0] }),
    };
    const review = create(API.accessReviews(), {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes },
    });
    while (at(await cluster.ask(review), 'status', 'allowed') !== true) {
      if (performance.now() > end || signal.aborted)
        throw new ApiError('The API did not grant the permissions in time.', undefined);
      await sleep(RIGHTS_PAUSE, undefined, { signal });
    }
  }
}

function refuse<Code extends string>(code: Code, reason: string): Refused<Code> {
  return { ok: false, code, reason };
}

function notRevoked(why: string): Refused<'not_revoked'> {
  return refuse('not_revoked', `The credentials could not be deleted in every cluster. ${why}`);
}
