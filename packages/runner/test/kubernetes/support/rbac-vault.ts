import type { CredentialLease, CredentialRequest, CredentialVault, JsonObject } from '@agent-safe/core';
import { apply, kubectl } from './kubectl.ts';

/** Issues what is asked for, and nothing else: a service account with a role of exactly these verbs and resources. */
export class RbacVault implements CredentialVault {
  readonly name = 'rbac';
  readonly isScoped = true;
  readonly tokens: string[] = [];
  readonly #home: string;
  /** Where each lease has roles. */
  readonly #namespaces = new Map<string, readonly string[]>();

  /** @param home the namespace that its accounts live in */
  constructor(home: string) {
    this.#home = home;
  }

  async issue({ fields, lease_id, ttl, type }: CredentialRequest): Promise<CredentialLease> {
    const { api_groups: apiGroups, namespaces, resource_names: resourceNames, resources, verbs } = fields;
    if (Array.isArray(namespaces)) this.#namespaces.set(lease_id, namespaces as readonly string[]);
    const rules = [{ apiGroups, resources, verbs, ...(resourceNames === undefined ? {} : { resourceNames }) }];
    // A role within a namespace goes with it, and then nobody may see that it is gone.
    const isOfNamespaces = Array.isArray(resources) && resources.includes('namespaces');
    const whole = [{ apiGroups, resources: ['namespaces'], verbs, resourceNames: namespaces }];
    const name = lease_id;
    const account = { kind: 'ServiceAccount', name, namespace: this.#home };
    const api = 'rbac.authorization.k8s.io';
    const bind = (kind: 'ClusterRole' | 'Role', metadata: JsonObject, given: readonly object[]): readonly object[] => [
      { apiVersion: `${api}/v1`, kind, metadata, rules: given },
      {
        apiVersion: `${api}/v1`,
        kind: `${kind}Binding`,
        metadata,
        roleRef: { apiGroup: api, kind, name },
        subjects: [account],
      },
    ];
    const roles = Array.isArray(namespaces)
      ? [
          ...namespaces.flatMap((namespace: string) => bind('Role', { name, namespace }, rules)),
          ...(isOfNamespaces ? bind('ClusterRole', { name }, whole) : []),
        ]
      : bind('ClusterRole', { name }, rules);
    await apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: this.#home } }, ...roles);
    const seconds = Math.max(600, ttl);
    const token = await kubectl(['create', 'token', name, `--namespace=${this.#home}`, `--duration=${seconds}s`]);
    this.tokens.push(token);
    return { lease_id, type, values: { token }, expires_at: new Date(Date.now() + ttl * 1_000).toISOString() };
  }

  /** A token of an account that is gone is good for nothing. */
  async revoke(leaseId: string): Promise<void> {
    await kubectl(['delete', 'serviceaccount', leaseId, `--namespace=${this.#home}`, '--ignore-not-found']);
    const kinds = 'clusterrole,clusterrolebinding';
    await kubectl(['delete', kinds, leaseId, '--ignore-not-found', '--wait=false']);
    for (const namespace of this.#namespaces.get(leaseId) ?? []) {
      await kubectl(['delete', 'role,rolebinding', leaseId, `--namespace=${namespace}`, '--ignore-not-found']);
    }
  }

  async test(): Promise<undefined> {
    return undefined;
  }
}
