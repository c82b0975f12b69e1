import type { CheckResult, CredentialLease, CredentialRequest, CredentialVault } from '@agent-safe/core';
import { readGrantRules } from '../../../src/vault/grant-rules.ts';
import { type Grant, grant, withdraw } from './api.ts';

/** Issues a service account whose role has exactly the requested verbs and resources, except those in `without`. */
export class RbacVault implements CredentialVault {
  readonly name = 'rbac';
  readonly isScoped = true;
  readonly tokens: string[] = [];
  readonly #home: string;
  readonly #without: readonly string[];
  readonly #grants = new Map<string, Grant>();

  /** @param home namespace of its accounts */
  constructor(home: string, without: readonly string[] = []) {
    this.#home = home;
    this.#without = without;
  }

  async issue({ fields, lease_id, ttl, type }: CredentialRequest): Promise<CredentialLease> {
    const rules = readGrantRules(fields).map((place) => ({
      namespace: place.namespace,
      rule: place.rules.flatMap((rule) => {
        const resources = rule.resources.filter((resource) => !this.#without.includes(resource));
        return resources.length === 0 ? [] : [{ ...rule, resources }];
      }),
    }));
    const given: Grant = {
      name: lease_id,
      home: this.#home,
      rules,
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
