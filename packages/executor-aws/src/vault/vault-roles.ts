import { quote, type Refused, type TargetScope } from '@agent-safe/core';
import type { AccountSettings } from '../api/account-settings.ts';
import { Accounts } from '../api/accounts.ts';
import type { VaultRole } from './vault-account.ts';

type Found<Result> = ({ readonly ok: true } & Result) | Refused<'account_unknown' | 'role_unset'>;

/** The configured accounts and their roles. */
export class VaultRoles {
  readonly #accounts: readonly AccountSettings[];
  readonly #finder: Accounts;

  constructor(accounts: Readonly<Record<string, AccountSettings>>, endpointUrl: string | undefined) {
    this.#finder = new Accounts({ accounts, endpointUrl });
    this.#accounts = Object.values(accounts).map((account) => ({
      ...account,
      ...(endpointUrl !== undefined && { endpoint_url: endpointUrl }),
    }));
  }

  /** Finds the role for the scope of a target. */
  find(scope: TargetScope): Found<{ readonly role: VaultRole }> {
    const found = this.#finder.find(scope);
    if (!found.ok) return refuse('account_unknown', found.reason);
    return hasRole(found.account) ? { ok: true, role: found.account } : roleUnset(found.account);
  }

  /** Lists the role of every account, in every region. */
  list(): Found<{ readonly roles: readonly VaultRole[] }> {
    if (this.#accounts.length === 0)
      return refuse('account_unknown', 'No account is configured. Add it under "runner.accounts".');
    for (const { account_id: account, region } of this.#accounts) {
      const found = this.find({ account, region });
      if (!found.ok) return found;
    }
    return { ok: true, roles: this.#accounts.filter(hasRole) };
  }

  /** Lists each role once. Roles are global, so an account in two regions may have the same role. */
  distinct(): readonly VaultRole[] {
    const roles = this.#accounts.filter(hasRole).map((account) => [account.role_arn, account] as const);
    return [...new Map(roles).values()];
  }

  /** Lists the roles that may have issued a session. @param scope undefined if the log has not been read */
  findIssuers(scope: TargetScope | null | undefined): readonly VaultRole[] {
    if (scope === undefined) return this.distinct();
    const found = this.find(scope ?? {});
    return found.ok ? [found.role] : [];
  }

  /** Whether an ARN is a role of the vault. An ARN without the path of the role counts too. */
  isOwn(arn: string): boolean {
    const nameOf = (role: string) =>
      role
        .split(':')
        .slice(4)
        .join(':')
        .replace(/^(\d+:role\/).*\//, '$1');
    return (
      /:iam:.*:role\//.test(arn) &&
      this.#accounts.some(({ role_arn }) => role_arn !== undefined && nameOf(role_arn) === nameOf(arn))
    );
  }
}

function hasRole(account: AccountSettings): account is VaultRole {
  return account.role_arn !== undefined;
}

function roleUnset({ account_id }: AccountSettings): Refused<'role_unset'> {
  const advice = 'Set "role_arn" under "credential_vault.accounts" or "runner.accounts".';
  return refuse('role_unset', `The vault has no role in the account ${quote(account_id)}. ${advice}`);
}

function refuse<Code extends string>(code: Code, reason: string): Refused<Code> {
  return { ok: false, code, reason };
}
