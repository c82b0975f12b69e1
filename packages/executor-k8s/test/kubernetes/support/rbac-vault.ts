import type { CheckResult, CredentialLease, CredentialRequest, CredentialVault } from '@agent-safe/core';
import { type Grant, grant, withdraw } from './api.ts';

/** Issues what is asked for, and nothing else: a service account with a role of exactly these verbs and resources, but for `without`. */
export class RbacVault implements CredentialVault {
  readonly name = 'rbac';
  readonly isScoped = true;
  readonly tokens: string[] = [];
  readonly #home: string;
  readonly #without: readonly string[];
  readonly #grants = new Map<string, Grant>();

  /** @param home the namespace that its accounts live in */
  constructor(home: string, without: readonly string[] = []) {
    this.#home = home;
    this.#without = without;
  }

  async issue({ fields, lease_id, ttl, type }: CredentialRequest): Promise<CredentialLease> {
    const { api_groups: apiGroups, namespaces, resource_names: resourceNames, verbs } = fields;
    const asked = Array.isArray(fields.resources) ? (fields.resources as readonly string[]) : [];
    const resources = asked.filter((resource) => !this.#without.includes(resource));
    const rule = { apiGroups, resources, verbs, ...(resourceNames === undefined ? {} : { resourceNames }) };
    const places = Array.isArray(namespaces) ? (namespaces as readonly string[]) : [undefined];
    // A role within a namespace goes with it, and then nobody may see that it is gone.
    const isOfNamespaces = Array.isArray(namespaces) && resources.includes('namespaces');
    const whole = { apiGroups, resources: ['namespaces'], verbs, resourceNames: namespaces };
    const given: Grant = {
      name: lease_id,
      home: this.#home,
      rules: [
        ...places.map((namespace) => ({ namespace, rule })),
        ...(isOfNamespaces ? [{ namespace: undefined, rule: whole }] : []),
      ],
    };
    this.#grants.set(lease_id, given);
    const token = await grant(given, Math.max(600, ttl));
    this.tokens.push(token);
    return { lease_id, type, values: { token }, expires_at: new Date(Date.now() + ttl * 1_000).toISOString() };
  }

  async revoke(leaseId: string): Promise<CheckResult> {
    const given = this.#grants.get(leaseId);
    if (given !== undefined) await withdraw(given);
    return { ok: true };
  }

  async test(): Promise<CheckResult> {
    return { ok: true };
  }
}
