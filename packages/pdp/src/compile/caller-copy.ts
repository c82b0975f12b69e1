import {
  type Caller,
  type CheckResult,
  type DelegationScope,
  type DelegatorHolding,
  describeType,
  type Identification,
  PASSED,
  type Refused,
} from '@agent-safe/core';
import { readHoldings, readScopes, readTexts } from './scope-shape.ts';

const NONE: readonly never[] = [];

/**
 * A caller, read once. It is reused between decisions, so that a caller without delegation costs no allocation: its lists stay the given
 * ones, and `CallerIndex` reads each element once. The lists of a delegate are copied.
 */
export class CallerCopy implements Caller {
  agent_id = '';
  verified = false;
  roles: readonly string[] = NONE;
  groups: readonly string[] = NONE;
  delegation_chain: readonly string[] = NONE;
  declare delegation_scopes?: readonly DelegationScope[];
  declare delegation_holdings?: readonly DelegatorHolding[];
  /** The result of an identification of this caller. */
  readonly identified: Identification = { ok: true, caller: this };

  /** Reads each value of a caller once, and checks its type. */
  read(given: Caller): CheckResult<'request_invalid'> {
    const { agent_id, delegation_chain, delegation_holdings, delegation_scopes, groups, roles, verified } = given;
    if (
      typeof agent_id !== 'string' ||
      typeof verified !== 'boolean' ||
      !Array.isArray(roles) ||
      !Array.isArray(groups) ||
      !Array.isArray(delegation_chain)
    )
      return refuseShape(given);
    this.agent_id = agent_id;
    this.verified = verified;
    this.roles = roles;
    this.groups = groups;
    // Most callers have neither.
    if (this.delegation_scopes !== undefined) delete this.delegation_scopes;
    if (this.delegation_holdings !== undefined) delete this.delegation_holdings;
    const chain: readonly string[] | undefined = delegation_chain.length === 0 ? NONE : readTexts(delegation_chain);
    if (chain === undefined) return refuseShape(given);
    this.delegation_chain = chain;
    if (chain.length > 0 && !this.copyLists()) return refuseShape(given);
    return delegation_scopes === undefined && delegation_holdings === undefined
      ? PASSED
      : this.#readDelegation(delegation_scopes, delegation_holdings);
  }

  /** Copies the roles and groups. Returns false if they are not texts. */
  copyLists(): boolean {
    const roles = readTexts(this.roles);
    const groups = readTexts(this.groups);
    if (roles === undefined || groups === undefined) return false;
    this.roles = roles;
    this.groups = groups;
    return true;
  }

  /** Returns a plain caller, with the lists of this one. */
  toCaller(): Caller {
    const { agent_id, delegation_chain, delegation_holdings, delegation_scopes, groups, roles, verified } = this;
    return {
      agent_id,
      verified,
      roles,
      groups,
      delegation_chain,
      ...(delegation_scopes === undefined ? {} : { delegation_scopes }),
      ...(delegation_holdings === undefined ? {} : { delegation_holdings }),
    };
  }

  #readDelegation(scopes: unknown, holdings: unknown): CheckResult<'request_invalid'> {
    const hops = this.delegation_chain.length;
    if (scopes !== undefined) {
      const read = readScopes(scopes, hops);
      if (!read.ok) return read;
      this.delegation_scopes = read.scopes;
    }
    if (holdings !== undefined) {
      const read = readHoldings(holdings, hops);
      if (read === undefined)
        return refuse('"caller.delegation_holdings" must have the roles and groups of each agent of the chain.');
      this.delegation_holdings = read;
    }
    return PASSED;
  }
}

function refuseShape(given: unknown): Refused<'request_invalid'> {
  const expected = 'a name, or an object with agent_id, verified, roles, groups and delegation_chain';
  return refuse(`"caller" must be ${expected}, but it is ${describeType(given)}.`);
}

function refuse(reason: string): Refused<'request_invalid'> {
  return { ok: false, code: 'request_invalid', reason };
}
