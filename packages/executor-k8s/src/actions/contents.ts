import { createHash } from 'node:crypto';
import type { JsonValue } from '@agent-safe/core';
import type { ActionContext } from '../api/action-context.ts';
import { nameOf, textAt } from '../api/json.ts';
import { API } from '../api/paths.ts';
import { readLabel } from '../api/read-params.ts';

const KINDS = [
  ...['pods', 'services', 'configmaps', 'secrets', 'persistentvolumeclaims'].map(
    (kind) => [kind, API.core(kind)] as const,
  ),
  ...['deployments', 'statefulsets', 'daemonsets'].map((kind) => [kind, API.apps(kind)] as const),
];

/** ConfigMaps that controllers put into every namespace. */
const GIVEN = ['kube-root-ca.crt', 'openshift-service-ca.crt', 'istio-ca-root-cert'];

/** Description of a namespace without objects, except those that every namespace gets. */
export const NO_CONTENTS = 'none';

/** Lists the objects of the namespace that the parameters name, by kind. Objects that every namespace gets are left out. */
export async function listContents({
  cluster,
  params,
}: Pick<ActionContext, 'cluster' | 'params'>): Promise<readonly (readonly [kind: string, names: readonly string[]])[]> {
  const namespace = readLabel(params, 'namespace');
  const found: (readonly [string, readonly string[]])[] = [];
  for (const [kind, list] of KINDS) {
    const objects = (await cluster.list(list(namespace))).filter((object) => !isGiven(kind, object));
    found.push([kind, objects.map(nameOf)]);
  }
  return found;
}

function isGiven(kind: string, object: JsonValue): boolean {
  // Tokens of service accounts exist in each namespace of older clusters.
  if (kind === 'secrets') return textAt(object, 'type') === 'kubernetes.io/service-account-token';
  return kind === 'configmaps' && GIVEN.includes(nameOf(object));
}

/** Describes the objects of a namespace. Other objects give another text. */
export async function describeContents(context: Pick<ActionContext, 'cluster' | 'params'>): Promise<string> {
  const contents = (await listContents(context)).filter(([, names]) => names.length > 0);
  if (contents.length === 0) return NO_CONTENTS;
  const counts = contents.map(([kind, names]) => `${names.length} ${kind}`).join(', ');
  const hash = createHash('sha256').update(JSON.stringify(contents)).digest('hex').slice(0, 16);
  return `${counts} (digest ${hash})`;
}
