import { type Execution, quote, type Refused, type ScopeResult, type TargetScope } from '@agent-safe/core';
import type { AccountSettings, AwsExecutorOptions } from './account-settings.ts';

/** Configured account that a scope names. */
export type FoundAccount = { readonly ok: true; readonly account: AccountSettings } | Refused<'scope_unknown'>;

/** Finds the configured account and region of a scope. AWS is not contacted. */
export class Accounts {
  readonly #accounts: readonly AccountSettings[];
  readonly #names: readonly string[];

  constructor({ accounts, endpointUrl, profile }: AwsExecutorOptions) {
    this.#names = Object.keys(accounts);
    this.#accounts = Object.values(accounts).map((account) => ({
      ...account,
      ...(endpointUrl !== undefined && { endpoint_url: endpointUrl }),
      ...(profile !== undefined && { profile }),
    }));
  }

  /** Finds an account by its name in the settings. */
  named(name: string): FoundAccount {
    const entry = this.#accounts[this.#names.indexOf(name)];
    if (entry === undefined) return unknown(`The account ${quote(name)} is not configured under "runner.accounts".`);
    return this.find({ account: entry.account_id, region: entry.region });
  }

  find({ account: id, region, ...others }: TargetScope): FoundAccount {
    if (id === undefined || region === undefined) {
      const missing = id === undefined ? 'account' : 'region';
      return unknown(`The scope of the target has no ${missing}. Add ${quote(missing)} to its scope in the inventory.`);
    }
    const [other] = Object.keys(others);
    if (other !== undefined) {
      return unknown(
        `The scope field ${quote(other)} is not supported for AWS. Remove it from the scope in the inventory.`,
      );
    }
    const found = this.#accounts.filter((each) => each.account_id === id && each.region === region);
    const [account] = found;
    if (account === undefined) {
      const names = this.#accounts.map((each) => `${each.account_id} ${each.region}`);
      const advice = `Add it under "runner.accounts". Configured so far: ${names.join(', ') || 'none'}.`;
      return unknown(`The account ${quote(id)} is not configured in the region ${quote(region)}. ${advice}`);
    }
    if (found.length > 1) {
      return unknown(
        `"runner.accounts" has the account ${quote(id)} in the region ${quote(region)} twice. Remove one.`,
      );
    }
    const address = checkAddress(account);
    return address.ok ? checkRole(account) : address;
  }
}

/** Machines whose connections leave no network. */
const THIS_MACHINE = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Session tokens and the answers of STS are secrets, so they leave this machine encrypted only. */
function checkAddress(account: AccountSettings): FoundAccount {
  const { endpoint_url } = account;
  if (endpoint_url === undefined) return { ok: true, account };
  const url = URL.canParse(endpoint_url) ? new URL(endpoint_url) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    return unknown(
      'The address of the AWS API is not an http or https URL without a password. Correct "endpoint_url".',
    );
  }
  if (url.protocol === 'https:' || THIS_MACHINE.test(url.hostname)) return { ok: true, account };
  return unknown(`The address http://${url.host} is not encrypted, and is not on this machine. Use an https URL.`);
}

/** A role in another account would lead there. */
function checkRole(account: AccountSettings): FoundAccount {
  const { account_id, role_arn } = account;
  if (role_arn === undefined || role_arn.split(':')[4] === account_id) return { ok: true, account };
  return unknown(`The role ${quote(role_arn)} is not in the account ${quote(account_id)}. Correct "runner.accounts".`);
}

/** Every AWS action has the parameter `region`. Its value must be the region of the scope, because requests go there. */
export function checkRegion({ params }: Execution, region: string): ScopeResult {
  const { region: asked } = params;
  if (asked === undefined || asked === region) return { ok: true };
  const reason = `The parameter "region" is ${JSON.stringify(asked)}, but the target is in ${quote(region)}.`;
  return { ok: false, code: 'scope_mismatch', reason };
}

function unknown(reason: string): Refused<'scope_unknown'> {
  return { ok: false, code: 'scope_unknown', reason };
}
