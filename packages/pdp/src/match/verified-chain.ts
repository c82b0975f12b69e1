import { type Caller, compileGlob, DEFAULT_DELEGATION, type DelegationSettings } from '@agent-safe/core';
import type { ResolvedRequest } from './resolved-request.ts';

/** Options that decide which callers and names are proven. */
export interface ProofOptions {
  /**
   * Whether keys that verify identity tokens are configured. An unverified caller then satisfies no `callers` selector of allow rules,
   * and every one of other rules. Default: false, so that all names are accepted as written, for advisory use.
   */
  readonly verifiesCallers?: boolean | undefined;
  /**
   * Longest delegation chain, and the names that delegators may give to their delegates. Allow rules accept only these names. Used only
   * with `verifiesCallers`. Default: `DEFAULT_DELEGATION`.
   */
  readonly delegation?: DelegationSettings | undefined;
}

type Glob = (name: string) => boolean;

/** Steps after which a search for chains stops. */
const MOST_STEPS = 10_000;

interface Search {
  /** Remaining steps. */
  left: number;
  readonly gaveUp: () => void;
}

/**
 * Decides which names of a caller are proven. A delegator chooses the name of its delegate. The name is proven only if the delegator's
 * own name is proven and the settings grant it to the delegator. Otherwise any delegator could call its delegate "deployer", or insert
 * a trusted name into a chain.
 */
export class VerifiedChain {
  readonly verifiesCallers: boolean;
  /** Longest delegation chain. Without keys there are no verified chains, so that the length is unlimited. */
  readonly maxDepth: number;
  /** The names in the grants, without globs. */
  readonly grantedNames: readonly string[];
  readonly #grants: ReadonlyMap<string, readonly Glob[]>;

  constructor({ delegation = DEFAULT_DELEGATION, verifiesCallers = false }: ProofOptions = {}) {
    const grants = new Map<string, readonly Glob[]>();
    for (const { children, parent } of delegation.grants) {
      grants.set(parent, [...(grants.get(parent) ?? []), ...children.map(compileGlob)]);
    }
    this.verifiesCallers = verifiesCallers;
    this.maxDepth = verifiesCallers ? delegation.max_depth : Number.POSITIVE_INFINITY;
    this.#grants = grants;
    const names = delegation.grants.flatMap(({ children, parent }) => [parent, ...children]);
    this.grantedNames = [...new Set(names)].filter((name) => !/[*?[]/.test(name));
  }

  /**
   * Returns the number of proven names, counted from the root of the chain to the caller: 0 for an unverified caller. Without keys it is
   * infinite, so that all names are accepted as written.
   */
  count(caller: Caller | undefined): number {
    if (!this.verifiesCallers) return Number.POSITIVE_INFINITY;
    if (caller === undefined || !caller.verified) return 0;
    const { agent_id, delegation_chain } = caller;
    for (let place = 0; place < delegation_chain.length; place++) {
      const child = delegation_chain[place + 1] ?? agent_id;
      if (!this.#isGranted(delegation_chain[place] ?? '', child)) return place + 1;
    }
    return delegation_chain.length + 1;
  }

  /**
   * Yields the chains of a length, without the caller, in which all names are proven: each delegator may delegate to the next agent, and
   * the last one to the caller.
   *
   * @param through names that a chain must contain
   * @param gaveUp called if the search stops before all chains were tried
   */
  *chainsTo(
    agent: string,
    length: number,
    through: readonly string[],
    gaveUp: () => void,
  ): Generator<readonly string[]> {
    yield* this.#chainsAbove(agent, length, through, { left: MOST_STEPS, gaveUp });
  }

  *#chainsAbove(
    child: string,
    length: number,
    missing: readonly string[],
    search: Search,
  ): Generator<readonly string[]> {
    if (missing.length > length) return;
    if (length === 0) {
      yield [];
      return;
    }
    // Only agents with a grant can be parents.
    for (const parent of this.#grants.keys()) {
      if (search.left === 0) return search.gaveUp();
      search.left--;
      if (!this.#isGranted(parent, child)) continue;
      const others = missing.filter((name) => name !== parent);
      for (const above of this.#chainsAbove(parent, length - 1, others, search)) yield [...above, parent];
    }
  }

  #isGranted(parent: string, child: string): boolean {
    return this.#grants.get(parent)?.some((admits) => admits(child)) === true;
  }
}

/** Whether the caller is unverified although keys are configured. */
export function isUnproven({ verifiedChain }: Pick<ResolvedRequest, 'verifiedChain'>): boolean {
  return verifiedChain === 0;
}

/** Whether all names up to the caller's own are proven. */
export function isOwnNameProven(caller: Caller, verifiedChain: number): boolean {
  return verifiedChain > caller.delegation_chain.length;
}
