import type { JsonObject, JsonValue } from '@agent-safe/core';
import { isJsonArray, JsonError, parseJson } from '@agent-safe/core';
import { AUDIT_ID } from '../api/audit-annotation.ts';
import { textAt } from '../api/json.ts';
import { API } from '../api/paths.ts';
import { type ApiRequest, create } from '../api/request.ts';
import type { PlacedRules } from './grant-rules.ts';

/** Label with the id of the lease. */
export const LEASE_LABEL = 'agent-safe.dev/lease';
/** Label with the owner of the lease: a runner, or all runners with one audit log. */
const OWNER_LABEL = 'agent-safe.dev/owner';
/** Annotation with the end of the lease: RFC 3339, UTC. */
export const EXPIRY = 'agent-safe.dev/expires-at';
const MANAGER = { 'app.kubernetes.io/managed-by': 'agent-safe' } as const;
const RECORD = 'lease.json';

/** Lease as its objects describe it. */
export interface LeaseSubject {
  readonly leaseId: string;
  readonly auditId: string;
  readonly owner: string;
  readonly expiresAt: string;
  /** Namespace of the Secret and the account. */
  readonly home: string;
}

/** Namespace of a Role and its binding; null for a ClusterRole. */
type Place = string | null;

/** Returns the name of every object of a lease. */
export function nameOfLease(leaseId: string): string {
  return `agent-safe-${leaseId}`;
}

/** Returns a query that selects the objects of one lease. */
export function selectLease(leaseId: string): string {
  return `${selectorOf({ ...MANAGER, [LEASE_LABEL]: leaseId })}`;
}

/** Returns a query that selects the objects of all leases of an owner. */
export function selectOwner(owner: string): string {
  return selectorOf({ ...MANAGER, [OWNER_LABEL]: owner });
}

function selectorOf(labels: Readonly<Record<string, string>>): string {
  const text = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  return `labelSelector=${encodeURIComponent(text.join(','))}`;
}

function metadataOf({ auditId, expiresAt, leaseId, owner }: LeaseSubject, namespace?: string): JsonObject {
  return {
    name: nameOfLease(leaseId),
    ...(namespace === undefined ? {} : { namespace }),
    labels: { ...MANAGER, [LEASE_LABEL]: leaseId, [OWNER_LABEL]: owner },
    annotations: { [EXPIRY]: expiresAt, [AUDIT_ID]: auditId },
  };
}

/** Creates the Secret of a lease. It holds no secret: it lists the places in which roles will be created. */
export function createRecord(subject: LeaseSubject, places: readonly PlacedRules[]): ApiRequest {
  const record = { lease_id: subject.leaseId, places: places.map(({ namespace }): Place => namespace ?? null) };
  return create(secrets(subject.home), {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: metadataOf(subject, subject.home),
    immutable: true,
    data: { [RECORD]: Buffer.from(JSON.stringify(record), 'utf8').toString('base64') },
  });
}

/** Reads the places of a lease from its Secret. @returns undefined if the Secret is not the record of a lease */
export function readPlaces(secret: JsonValue): readonly Place[] | undefined {
  try {
    const text = Buffer.from(textAt(secret, 'data', RECORD) ?? '', 'base64').toString('utf8');
    const { places } = parseJson(text, 'record') as { readonly places?: JsonValue };
    const isPlaces = places !== undefined && isJsonArray(places);
    if (isPlaces && places.every((each) => each === null || typeof each === 'string')) return places;
    return undefined;
  } catch (error) {
    if (error instanceof JsonError || error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

/** The Secret owns the objects in its namespace, so that the garbage collector deletes them with it. */
function ownedBy(name: string, uid: string): JsonObject {
  return { ownerReferences: [{ apiVersion: 'v1', kind: 'Secret', name, uid }] };
}

/** Creates the account of a lease. */
export function createAccount(subject: LeaseSubject, secretUid: string): ApiRequest {
  const name = nameOfLease(subject.leaseId);
  return create(accounts(subject.home), {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { ...metadataOf(subject, subject.home), ...ownedBy(name, secretUid) },
    automountServiceAccountToken: false,
  });
}

/** Creates the role of one place, with exactly these rules. */
export function createRole(subject: LeaseSubject, { namespace, rules }: PlacedRules): ApiRequest {
  return create(rolesIn(namespace ?? null), {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: namespace === undefined ? 'ClusterRole' : 'Role',
    metadata: metadataOf(subject, namespace),
    rules: rules.map((rule): JsonObject => ({ ...rule })),
  });
}

/** Binds the role of one place to the account of the lease. */
export function createBinding(subject: LeaseSubject, { namespace }: PlacedRules): ApiRequest {
  const name = nameOfLease(subject.leaseId);
  const kind = namespace === undefined ? 'ClusterRole' : 'Role';
  return create(bindingsIn(namespace ?? null), {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: `${kind}Binding`,
    metadata: metadataOf(subject, namespace),
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name },
    subjects: [{ kind: 'ServiceAccount', name, namespace: subject.home }],
  });
}

/** Shortest lifetime of a token, in seconds. The API issues none with a shorter one. */
const SHORTEST_TOKEN = 600;

/** Requests a token that ends with the Secret. */
export function requestToken({ home, leaseId }: LeaseSubject, secretUid: string, ttl: number): ApiRequest {
  const name = nameOfLease(leaseId);
  return create(`${accounts(home)}/${name}/token`, {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: {
      expirationSeconds: Math.max(SHORTEST_TOKEN, ttl),
      boundObjectRef: { apiVersion: 'v1', kind: 'Secret', name, uid: secretUid },
    },
  });
}

const RBAC = '/apis/rbac.authorization.k8s.io/v1';

export function secrets(home: string): string {
  return `${API.namespace(home)}/secrets`;
}

export function accounts(home: string): string {
  return `${API.namespace(home)}/serviceaccounts`;
}

/** Path of the roles of one place. */
export function rolesIn(place: Place): string {
  return place === null ? `${RBAC}/clusterroles` : `${RBAC}/namespaces/${encodeURIComponent(place)}/roles`;
}

/** Path of the bindings of one place. */
export function bindingsIn(place: Place): string {
  return place === null
    ? `${RBAC}/clusterrolebindings`
    : `${RBAC}/namespaces/${encodeURIComponent(place)}/rolebindings`;
}

/** Paths of the bindings and roles of all places, bindings first. */
export const ALL_ROLES = ['rolebindings', 'clusterrolebindings', 'roles', 'clusterroles'].map(
  (kind) => `${RBAC}/${kind}`,
);
