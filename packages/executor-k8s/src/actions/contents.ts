import { createHash } from 'node:crypto';
import type { JsonValue } from '@agent-safe/core';
import type { Field } from '@agent-safe/runner/executor-kit';
import type { ActionContext } from '../api/action-context.ts';
import { ApiError } from '../api/api-error.ts';
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

/** Objects of a namespace, by kind. */
export interface Contents {
  readonly found: readonly (readonly [kind: string, names: readonly string[]])[];
  /** Kinds that the credentials may not list. */
  readonly unread: readonly string[];
}

/**
 * Lists the objects of the namespace that the parameters name. Objects that every namespace gets are left out. Only names are needed, so
 * values of Secrets are not requested.
 */
export async function listContents({ cluster, params }: Pick<ActionContext, 'cluster' | 'params'>): Promise<Contents> {
  const namespace = readLabel(params, 'namespace');
  const found: (readonly [string, readonly string[]])[] = [];
  const unread: string[] = [];
  for (const [kind, list] of KINDS) {
    try {
      const objects = (await cluster.list(list(namespace), true)).filter((object) => !isGiven(kind, object));
      found.push([kind, objects.map(nameOf)]);
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'Forbidden') throw error;
      unread.push(kind);
    }
  }
  return { found, unread };
}

function isGiven(kind: string, object: JsonValue): boolean {
  // Tokens of service accounts exist in each namespace of older clusters.
  if (kind === 'secrets') {
    const isToken = textAt(object, 'metadata', 'annotations', SERVICE_ACCOUNT) !== undefined;
    return isToken && /-token-[a-z0-9]{5}$/.test(nameOf(object));
  }
  return kind === 'configmaps' && GIVEN.includes(nameOf(object));
}

/** Annotation that the API requires of every token of a service account. */
const SERVICE_ACCOUNT = 'kubernetes.io/service-account.name';

/** Describes the objects of a namespace. Other objects give another text. It is unknown if a kind cannot be listed. */
export async function describeContents(context: Pick<ActionContext, 'cluster' | 'params'>): Promise<Field> {
  const { found, unread } = await listContents(context);
  if (unread.length > 0) return { missing: `The credentials may not list ${unread.join(', ')}.` };
  const contents = found.filter(([, names]) => names.length > 0);
  if (contents.length === 0) return { value: NO_CONTENTS };
  const counts = contents.map(([kind, names]) => `${names.length} ${kind}`).join(', ');
  const hash = createHash('sha256').update(JSON.stringify(contents)).digest('hex').slice(0, 16);
  return { value: `${counts} (digest ${hash})` };
}
