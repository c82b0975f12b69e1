import type { Caller, CallerSelector } from '@agent-safe/core';
import { CallerIndex, exampleNames, matchesIn, type PreparedRule, type VerifiedChain } from '@agent-safe/pdp/analysis';
import { type Bits, bitsOf, intersectInto, keyOf } from './bits.ts';
import { choices, dense, type Interest, type Lists, NOTHING, RoleSets, type RolesAndGroups } from './role-sets.ts';
import type { Search } from './search.ts';

/** A name that no rule has. */
export const UNNAMED = '';
/** Longest delegation chain to try. */
const DEEPEST = 1_000;
/** Longest chain of granted names to try. */
const DEEPEST_GRANTED = 64;

/** A caller, and the rules that admit it. */
export interface CallerShape {
  readonly caller: Caller | undefined;
  readonly verifiedChain: number;
  /** The rules that admit the caller and decide. */
  readonly decides: Bits;
  /** The rules that are floors for the caller. */
  readonly floors: Bits;
}

type ListKey = 'roles' | 'groups' | 'agent_ids' | 'delegated_from';

/** The selectors that a caller satisfies in the granted view, and those that it satisfies in the chain view. */
interface Views {
  readonly granted: readonly CallerSelector[];
  readonly chain: readonly CallerSelector[];
}

/** Whether an approval rule can be a floor: with keys, for a caller that does not prove the conditions of the rule. */
export function canHaveFloors(rules: readonly PreparedRule[], { verifiesCallers }: VerifiedChain): boolean {
  const isFloor = ({ rule }: PreparedRule) => rule.decision === 'require_approval' && rule.match.callers !== undefined;
  return verifiesCallers && rules.some(isFloor);
}

/** The callers that rules distinguish. */
export class CallerSpace {
  readonly #rules: readonly PreparedRule[];
  readonly #names: VerifiedChain;
  readonly #requireVerified: boolean;
  readonly #words: number;
  readonly #index: CallerIndex;
  readonly #roleSets: RoleSets;
  readonly #none: Bits;
  /** For the rules that admit the current caller. */
  readonly #scratch: Bits;
  readonly #byNames = new Map<string, Bits>();
  readonly #depths: readonly number[];
  readonly #isTooDeep: boolean;

  /** @param keepsAll whether a caller that more rules admit can have another answer */
  constructor(rules: readonly PreparedRule[], names: VerifiedChain, requireVerified: boolean, keepsAll: boolean) {
    this.#rules = rules;
    this.#names = names;
    this.#requireVerified = requireVerified && names.verifiesCallers;
    this.#words = (rules.length + 31) >>> 5;
    this.#index = new CallerIndex(rules.map(({ rule }) => rule));
    this.#none = new Uint32Array(this.#words);
    this.#scratch = new Uint32Array(this.#words);
    this.#roleSets = new RoleSets(rules, keepsAll);
    const limits = rules.flatMap(({ rule }) => rule.match.callers?.max_delegation_depth ?? []);
    const depths = [...new Set([0, 1, ...limits, ...limits.map((depth) => depth + 1)])];
    const possible = depths.filter((depth) => depth <= names.maxDepth);
    this.#depths = possible.filter((depth) => depth <= DEEPEST);
    this.#isTooDeep = possible.length > this.#depths.length;
  }

  /**
   * Yields minimal callers that satisfy all asked rules: further properties could only satisfy more rules. Omits a caller if another one
   * is admitted by the same relevant rules, or by fewer of them.
   */
  *callersFor(asked: readonly PreparedRule[], interest: Interest, search: Search): Generator<CallerShape> {
    if (this.#isTooDeep) search.giveUp();
    const seen = new Set<string>();
    for (const shape of this.#candidates(asked, interest, search)) {
      const key = keyOf(shape.decides, interest.relevant) + keyOf(shape.floors, interest.relevant);
      if (seen.has(key)) continue;
      seen.add(key);
      // The scratch set of the search is used again.
      yield { ...shape, decides: shape.decides.slice() };
    }
  }

  /** Returns the rules that admit a caller. */
  #classify(caller: Caller | undefined): CallerShape {
    const verifiedChain = this.#names.count(caller);
    const { floors, rules } = this.#index.classify(caller, verifiedChain);
    const admitted = dense(rules, this.#words);
    if (floors === undefined) return { caller, verifiedChain, decides: admitted, floors: this.#none };
    const raising = dense(floors, this.#words);
    const decides = admitted.map((word, place) => word & ~(raising[place] ?? 0));
    return { caller, verifiedChain, decides, floors: raising };
  }

  *#candidates(asked: readonly PreparedRule[], interest: Interest, search: Search): Generator<CallerShape> {
    const selecting = asked.filter(({ rule }) => rule.match.callers !== undefined);
    // With keys, a missing caller is not minimal: it satisfies every selector of rules that do not allow.
    if ((selecting.length === 0 || this.#names.verifiesCallers) && !this.#requireVerified)
      yield this.#classify(undefined);
    if (selecting.length === 0 && !this.#names.verifiesCallers) return;
    for (const views of this.#viewsOf(selecting)) yield* this.#callersIn(views, interest, search);
  }

  /** Yields the ways in which rules can match: with keys, deny and approval rules match in the chain view too. */
  *#viewsOf([rule, ...others]: readonly PreparedRule[]): Generator<Views> {
    if (rule === undefined) {
      yield { granted: [], chain: [] };
      return;
    }
    const selector = rule.rule.match.callers ?? {};
    for (const { chain, granted } of this.#viewsOf(others)) {
      yield { granted: [selector, ...granted], chain };
      if (this.#names.verifiesCallers && rule.rule.decision !== 'allow') yield { granted, chain: [selector, ...chain] };
    }
  }

  *#callersIn({ chain, granted }: Views, interest: Interest, search: Search): Generator<CallerShape> {
    const lists = (selectors: readonly CallerSelector[], key: ListKey) =>
      selectors.map((selector) => selector[key]?.flatMap((entry) => exampleNames(entry, this.#names)));
    const held = this.#roleSets.pairs(lists(granted, 'roles'), lists(granted, 'groups'), interest, search);
    // In the chain view, roles and groups of delegators count too.
    const above =
      chain.length === 0
        ? [NOTHING]
        : this.#roleSets.pairs(lists(chain, 'roles'), lists(chain, 'groups'), interest, search);
    const mustBeGranted = lists(granted, 'agent_ids').flatMap((list) => list ?? []);
    const others = lists(chain, 'agent_ids').flatMap((list) => list ?? []);
    // A name of one list may fit a pattern of another one.
    const agents = new Set(mustBeGranted.length === 0 ? [UNNAMED, ...others] : mustBeGranted);
    for (const agent_id of agents) {
      for (const links of this.#linksFor(
        lists(granted, 'delegated_from'),
        lists(chain, 'delegated_from'),
        lists(chain, 'agent_ids'),
      )) {
        for (const delegation_chain of this.#chainsFor(agent_id, links, mustBeGranted.length > 0, search)) {
          yield* this.#holders({ agent_id, delegation_chain }, held, above, search);
        }
      }
    }
  }

  /** Yields an agent with each of the roles and groups. */
  *#holders(
    names: Pick<Caller, 'agent_id' | 'delegation_chain'>,
    held: readonly RolesAndGroups[],
    above: readonly RolesAndGroups[],
    search: Search,
  ): Generator<CallerShape> {
    const { agent_id, delegation_chain } = names;
    const hold = ({ groups, roles }: RolesAndGroups, more: RolesAndGroups): Caller => {
      const holding = {
        roles: [...new Set([...roles, ...more.roles])],
        groups: [...new Set([...groups, ...more.groups])],
      };
      const delegation_holdings = delegation_chain.map(() => holding);
      return { agent_id, verified: true, roles, groups, delegation_chain, delegation_holdings };
    };
    if (this.#names.verifiesCallers) {
      for (const own of held) {
        for (const more of above) {
          if (!search.look()) return;
          yield this.#classify(hold(own, more));
        }
      }
      return;
    }
    // Without keys, a caller has one view: the conditions on names and on roles and groups are independent.
    const byNames = this.#admitNames(agent_id, delegation_chain);
    for (const own of held) {
      if (!search.look()) return;
      const decides = intersectInto(this.#scratch, byNames, own.rules);
      yield {
        get caller() {
          return hold(own, NOTHING);
        },
        verifiedChain: Number.POSITIVE_INFINITY,
        decides,
        floors: this.#none,
      };
    }
  }

  /** Yields the names that a chain must contain. An agent id in the chain view may also be the caller's own. */
  *#linksFor(granted: Lists, chain: Lists, agents: Lists): Generator<readonly string[]> {
    const isAsked = agents.some((list) => list !== undefined);
    for (const needed of choices([...granted, ...chain])) {
      yield needed;
      if (!isAsked) continue;
      for (const named of choices(agents)) yield [...new Set([...needed, ...named])];
    }
  }

  /** Returns the rules whose conditions on names and on the depth hold, for callers as written. */
  #admitNames(agent: string, chain: readonly string[]): Bits {
    const key = JSON.stringify([agent, chain]);
    let found = this.#byNames.get(key);
    if (found === undefined) {
      const caller: Caller = { agent_id: agent, verified: true, roles: [], groups: [], delegation_chain: chain };
      const asker = { caller, verifiedChain: Number.POSITIVE_INFINITY };
      found = bitsOf(this.#rules.length, (place) => {
        const { groups: _groups, roles: _roles, ...names } = this.#rules[place]?.rule.match.callers ?? {};
        return matchesIn('granted', names, asker);
      });
      this.#byNames.set(key, found);
    }
    return found;
  }

  /** Yields chains that contain the needed names: some for each depth that rules distinguish, and all that prove the agent's name. */
  *#chainsFor(
    agent: string,
    needed: readonly string[],
    mustBeProven: boolean,
    search: Search,
  ): Generator<readonly string[]> {
    const { maxDepth, verifiesCallers } = this.#names;
    for (const depth of new Set([...this.#depths, needed.length])) {
      if (depth < needed.length || depth > Math.min(maxDepth, DEEPEST)) continue;
      const others = Array<string>(depth - needed.length).fill(UNNAMED);
      if (!verifiesCallers || needed.length === 0) {
        yield [...needed, ...others];
        continue;
      }
      // The first name is proven, and no name after an unknown one is.
      for (const order of orders(needed)) {
        yield [...order, ...others];
        if (others.length > 0) yield [UNNAMED, ...order, ...others.slice(1)];
      }
    }
    if (!verifiesCallers || !(mustBeProven || needed.length > 1)) return;
    const deepest = Math.min(maxDepth, DEEPEST_GRANTED);
    for (let depth = Math.max(1, needed.length); depth <= deepest; depth++) {
      yield* this.#names.chainsTo(agent, depth, needed, () => search.giveUp());
    }
    if (maxDepth > DEEPEST_GRANTED) search.giveUp();
  }
}

/** Yields the orders of a few names, and only the given one of many. */
function* orders(names: readonly string[]): Generator<readonly string[]> {
  if (names.length < 2 || names.length > 3) {
    yield names;
    return;
  }
  for (const [place, first] of names.entries()) {
    for (const rest of orders(names.toSpliced(place, 1))) yield [first, ...rest];
  }
}
