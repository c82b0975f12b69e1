import { randomBytes, randomUUID } from 'node:crypto';
import type { Action, CredentialLease, CredentialRequest, JsonObject, JsonValue } from '@agent-safe/core';
import { onTestFinished } from 'vitest';
import { KubernetesVault, type KubernetesVaultOptions } from '../../../src/index.ts';
import { call } from './api.ts';
import { getJson, LIVE } from './kubectl.ts';

/** Opens a vault with a new namespace for its leases, and with an owner of its own. */
export async function openVault(options: Partial<KubernetesVaultOptions> = {}) {
  const home = `leases-${randomBytes(4).toString('hex')}`;
  await call('POST', '/api/v1/namespaces', { metadata: { name: home } });
  onTestFinished(async () => {
    await call('DELETE', `/api/v1/namespaces/${home}`);
    const selector = `labelSelector=agent-safe.dev/owner=${home}`;
    for (const kind of ['clusterrolebindings', 'clusterroles'])
      await call('DELETE', `/apis/rbac.authorization.k8s.io/v1/${kind}?${selector}`);
  });
  const { metadata } = await call('GET', '/api/v1/namespaces/kube-system');
  const { uid } = metadata as { readonly uid: string };
  const settings = { clusters: { test: { uid, kubeconfig: LIVE.kubeconfig } }, namespace: home, owner: home };
  const vault = new KubernetesVault({ ...settings, ...options });
  /** Lists every object of one lease, or of every lease of this vault, as `kind namespace/name`. */
  const leftovers = async (leaseId?: string): Promise<readonly string[]> => {
    const kinds = 'rolebindings,roles,clusterrolebindings,clusterroles,serviceaccounts,secrets';
    const one = leaseId === undefined ? '' : `,agent-safe.dev/lease=${leaseId}`;
    const selector = `--selector=agent-safe.dev/owner=${home}${one}`;
    const { items } = (await getJson(kinds, '--all-namespaces', selector)) as unknown as {
      readonly items: readonly Described[];
    };
    return items.map(({ kind, metadata: { name, namespace = '' } }) => `${kind} ${namespace}/${name}`).sort();
  };
  return { vault, home, uid, settings, leftovers };
}

const signalOfTests = new AbortController().signal;

/** Fills in the templates of the credentials of an action. */
function fieldsOf(action: Action | undefined, params: JsonObject): JsonObject {
  const text = JSON.stringify(action?.credentials?.fields ?? {});
  const filled = text.replaceAll(/\{\{ params\.(\w+) \}\}/g, (_, name: string) => textOf(params[name]));
  return JSON.parse(filled) as JsonObject;
}

/** Returns a parameter that names an object. @throws for any other value */
export function textOf(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value;
  throw new Error('A template needs a text.');
}

/** Builds a request for a lease with a new id. */
export function leaseRequest(fields: JsonObject, changes: Partial<CredentialRequest> = {}): CredentialRequest {
  const lease_id = `lease-${randomUUID()}`;
  const subject = { audit_id: 'evt-1', action: 'get-configmap', caller: 'worker-01', caller_verified: true };
  return { lease_id, ...subject, type: 'kubernetes', fields, scope: { cluster: 'test' }, ttl: 300, ...changes };
}

/** Issues the credentials of an action. @returns its lease */
export function issueFor(
  vault: KubernetesVault,
  action: Action | undefined,
  params: JsonObject,
): Promise<CredentialLease> {
  return vault.issue(leaseRequest(fieldsOf(action, params)), signalOfTests);
}

interface Described {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}
