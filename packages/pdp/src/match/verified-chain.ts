import { type Caller, compileGlob, DEFAULT_DELEGATION, type DelegationSettings } from '@agent-safe/core';
import type { Facts } from './facts.ts';

/** On what it depends which callers and which of their names count. */
export interface ProofOptions {
  /**
   * Keys that verify identity tokens are configured. A caller that nothing proves then widens nothing: it satisfies no
   * `callers` selector of rules that allow, and every one of the others. False where it is left out: a name counts as it
   * is written, which is advisory use.
   */
  readonly verifiesCallers?: boolean | undefined;
  /**
   * How deep may be delegated, and which names those who delegate may give, so that rules that allow may count on them.
   * Counts where callers are verified; `DEFAULT_DELEGATION` where it is left out.
   */
  readonly delegation?: DelegationSettings | undefined;
}

type Glob = (name: string) => boolean;

/** How many steps are looked at before a search for chains is given up. */
const MOST_STEPS = 10_000;

interface Search {
  /** How many steps may still be looked at. */
  left: number;
  readonly gaveUp: () => void;
}

/**
 * Tells which names of a caller are proven. Whoever delegates chooses the name of its child: the name says something only
 * where the settings grant it to the parent, and only as long as the parent's own name does. Otherwise anyone who may
 * delegate could call its child "deployer", or slip a trusted name into the middle of a chain.
 */
export class VerifiedChain {
  readonly verifiesCallers: boolean;
  /** How often in a row may be delegated. Without keys nobody delegates: a chain is then an example, and may be as long as it likes. */
  readonly maxDepth: number;
  readonly #grants: ReadonlyMap<string, readonly Glob[]>;

  constructor({ delegation = DEFAULT_DELEGATION, verifiesCallers = false }: ProofOptions = {}) {
    const grants = new Map<string, readonly Glob[]>();
    for (const { children, parent } of delegation.grants) {
      grants.set(parent, [...(grants.get(parent) ?? []), ...children.map(compileGlob)]);
    }
    this.verifiesCallers = verifiesCallers;
    this.maxDepth = verifiesCallers ? delegation.max_depth : Number.POSITIVE_INFINITY;
    this.#grants = grants;
  }

  /**
   * How many names are proven, counted from the root of the chain to the caller itself: 0 where nothing proves who asks,
   * and infinitely many where there are no keys, so that all names count as they are written.
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
   * The chains of a length, without the caller, in which each delegator may give the next one its name, and the last one
   * the caller's: all names in them are proven. For those who look for a request that a rule admits.
   *
   * @param through names that a chain has to hold
   * @param gaveUp called where there are too many to look at all of them
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
    // Whoever may give a name has a grant.
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

/** Whether nothing proves who asks, where keys could. */
export function isUnproven({ verifiedChain }: Pick<Facts, 'verifiedChain'>): boolean {
  return verifiedChain === 0;
}

/** The caller's own name stands behind all names of its chain. */
export function isOwnNameProven(caller: Caller, verifiedChain: number): boolean {
  return verifiedChain > caller.delegation_chain.length;
}
