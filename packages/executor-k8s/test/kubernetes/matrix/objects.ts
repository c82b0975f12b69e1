import type { JsonObject, JsonValue } from '@agent-safe/core';
import { expect } from 'vitest';
import { at, listAt, objectAt, textAt } from '../../../src/api/json.ts';
import { call } from '../support/api.ts';
import { eventually } from '../support/kubectl.ts';
import type { Place } from './columns.ts';

/** Paths of lists in a namespace, by kind. */
const LISTS = {
  Deployment: 'apis/apps/v1/NS/deployments',
  ReplicaSet: 'apis/apps/v1/NS/replicasets',
  Pod: 'api/v1/NS/pods',
  ConfigMap: 'api/v1/NS/configmaps',
  Secret: 'api/v1/NS/secrets',
  HorizontalPodAutoscaler: 'apis/autoscaling/v2/NS/horizontalpodautoscalers',
  NetworkPolicy: 'apis/networking.k8s.io/v1/NS/networkpolicies',
  PodDisruptionBudget: 'apis/policy/v1/NS/poddisruptionbudgets',
  ResourceQuota: 'api/v1/NS/resourcequotas',
  Logs: 'apis/kwok.x-k8s.io/v1alpha1/NS/logs',
  PortForward: 'apis/kwok.x-k8s.io/v1alpha1/NS/portforwards',
} as const;
export type Kind = keyof typeof LISTS;

const listOf = (kind: Kind, namespace: string) => `/${LISTS[kind].replace('NS', `namespaces/${namespace}`)}`;
export const pathOf = (kind: Kind, namespace: string, name: string) => `${listOf(kind, namespace)}/${name}`;

/** Creates an object, without a kubectl process. */
export async function make(kind: Kind, place: Place, name: string, content: JsonObject): Promise<JsonObject> {
  return call('POST', listOf(kind, place.namespace), { metadata: { name }, ...content });
}

export async function listAll(kind: Kind, namespace: string): Promise<readonly JsonValue[]> {
  return listAt(await call('GET', listOf(kind, namespace)), 'items');
}

/** Reads an object, or returns null if it does not exist. */
export async function readOrNull(path: string): Promise<JsonObject | null> {
  return call('GET', path).catch((error: unknown) => {
    if (String(error).includes(': 404 ')) return null;
    throw error;
  });
}

/** Waits until a deployment has all its pods. */
export async function untilComplete(place: Place, name = 'web'): Promise<void> {
  await eventually(
    () => call('GET', pathOf('Deployment', place.namespace, name)),
    ({ metadata, spec, status }) => {
      const count = (field: string) => at(status, field) ?? 0;
      const wanted = at(spec, 'replicas') ?? 1;
      const isSeen = count('observedGeneration') === at(metadata, 'generation');
      return isSeen && ['replicas', 'updatedReplicas', 'availableReplicas'].every((field) => count(field) === wanted);
    },
  );
}

/** Metadata that differs between equal objects. */
const INCIDENTAL = ['creationTimestamp', 'generation', 'managedFields', 'resourceVersion', 'uid', 'selfLink'];
const AUDIT_ID = 'agent-safe.dev/audit-id';

function metadataOf(object: JsonValue): JsonObject {
  const { annotations, ownerReferences: _, ...rest } = objectAt(object, 'metadata');
  const { [AUDIT_ID]: __, ...others } = objectAt(annotations);
  const kept = Object.entries(rest).filter(([name]) => !INCIDENTAL.includes(name));
  return { ...Object.fromEntries(kept), ...(Object.keys(others).length === 0 ? {} : { annotations: others }) };
}

/** The parts of a status that say how far the controllers are. */
function statusOf(kind: string, object: JsonValue): JsonValue {
  const counts = ['replicas', 'updatedReplicas', 'readyReplicas', 'availableReplicas', 'unavailableReplicas', 'phase'];
  const kept = Object.entries(objectAt(object, 'status')).filter(([name]) => counts.includes(name));
  const conditions = listAt(object, 'status', 'conditions').map((each) => {
    return `${textAt(each, 'type')} ${textAt(each, 'status')} ${textAt(each, 'reason')}`;
  });
  // The conditions of other kinds are not about the change.
  return { ...Object.fromEntries(kept), ...(kind === 'Deployment' ? { conditions: conditions.sort() } : {}) };
}

/** The scheduler and the account controller fill these in. */
function specOf(kind: string, object: JsonValue): JsonObject {
  const spec = objectAt(object, 'spec');
  if (kind !== 'Pod') return spec;
  const { nodeName: _, ...rest } = spec;
  return rest;
}

/** Describes an object without what differs between equal objects. */
export function describe(kind: Kind | 'Node' | 'Namespace', object: JsonValue | null): JsonValue {
  if (object === null) return { kind, exists: false };
  const { apiVersion: _, kind: __, metadata: ___, spec: ____, status: _____, ...content } = objectAt(object);
  const metadata = metadataOf(object);
  return { kind, metadata, spec: specOf(kind, object), status: statusOf(kind, object), ...content };
}

/** Reads all objects of some kinds, with the names of the place replaced by words. */
export async function observe(place: Place, ...kinds: readonly Kind[]): Promise<JsonValue> {
  const found = await Promise.all(
    kinds.map(async (kind) => (await listAll(kind, place.namespace)).map((object) => describe(kind, object))),
  );
  return withoutNames(found.flat(), place);
}

/** Replaces names, uids and times, which differ between twins. */
export function withoutNames(objects: readonly JsonValue[], { beside, namespace, node }: Place): JsonValue {
  const text = JSON.stringify(objects)
    .replaceAll(beside, 'BESIDE')
    .replaceAll(namespace, 'NAMESPACE')
    .replaceAll(node === '' ? /\b\B/g : node, 'NODE')
    .replaceAll(/web-[a-z0-9]{6,10}-[a-z0-9]{5}\b/g, 'POD')
    .replaceAll(/web-[a-z0-9]{6,10}\b/g, 'SET')
    .replaceAll(/"pod-template-hash":"[a-z0-9]+"/g, '"pod-template-hash":"HASH"')
    .replaceAll(/kube-api-access-[a-z0-9]+/g, 'TOKEN')
    .replaceAll(/"web-[a-z0-9]{6,10}-"/g, '"SET-"')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g, 'TIME');
  const listed = JSON.parse(text) as readonly JsonValue[];
  return [...listed].sort((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1));
}

/** Removes what a rollback leaves behind: the history of a deployment. */
export function withoutHistory(objects: JsonValue): JsonValue {
  const current = listAt(objects).filter(
    (object) => textAt(object, 'kind') !== 'ReplicaSet' || (at(object, 'status', 'replicas') ?? 0) !== 0,
  );
  const text = JSON.stringify(current)
    .replaceAll(/"deployment\.kubernetes\.io\/revision(?:-history)?":"[\d,]+",?/g, '')
    .replaceAll(',}', '}');
  return JSON.parse(text) as JsonValue;
}

/** Compares two places, as soon as their controllers have caught up. */
export async function expectSame(ours: () => Promise<JsonValue>, theirs: () => Promise<JsonValue>): Promise<void> {
  const both = () => Promise.all([ours(), theirs()]);
  const equal = ([left, right]: readonly JsonValue[]) => JSON.stringify(left) === JSON.stringify(right);
  const [left, right] = await eventually(both, equal).catch(both);
  expect(left).toEqual(right);
}
