import type { Caller, CallerSelector } from '@agent-safe/core';
import {
  CallerIndex,
  exampleNames,
  type PreparedRule,
  type RuleBitset,
  ValueIndex,
  type VerifiedChain,
} from '@agent-safe/pdp/analysis';
import { type Bits, intersection, isSubset, keyOf } from './bits.ts';
import type { Search } from './search.ts';

/** A name that no rule has. */
export const UNNAMED = '';
/** Longest delegation chain to try. */
const DEEPEST = 1_000;
/** Longest chain of granted names to try. */
const DEEPEST_GRANTED = 64;
/** Most sets of roles or groups that are compared with each other. */
const MOST_COMPARED = 2_000;

/** A caller, and the rules that admit it. */
export interface CallerShape {
  readonly caller: Caller | undefined;
  readonly verifiedChain: number;
  /** The rules that admit the caller and decide. */
  readonly decides: Bits;
  /** The rules that are floors for the caller. */
  readonly floors: Bits;
}

type HeldKey = 'roles' | 'groups';
type ListKey = HeldKey | 'agent_ids' | 'delegated_from';
type Lists = readonly (readonly string[] | undefined)[];

/** The selectors that a caller satisfies in the granted view, and those that it satisfies in the chain view. */
interface Views {
  readonly granted: readonly CallerSelector[];
  readonly chain: readonly CallerSelector[];
}

const NOTHING = { roles: [], groups: [] } as const;

/** A set of roles or groups, and the rules that admit it. */
interface Held {
  readonly values: readonly string[];
  readonly rules: Bits;
}

/** Whether an approval rule can be a floor: with keys, for a caller that does not prove what the rule asks for. */
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
  readonly #held: Readonly<Record<HeldKey, ValueIndex>>;
  readonly #depths: readonly number[];
  readonly #isTooDeep: boolean;
  /** Whether an approval rule can be a floor. A caller that more rules admit can then have another answer. */
  readonly #hasFloors: boolean;

  constructor(rules: readonly PreparedRule[], names: VerifiedChain, requireVerified: boolean) {
    const selectors = rules.map(({ rule }) => rule.match.callers);
    this.#rules = rules;
    this.#names = names;
    this.#requireVerified = requireVerified && names.verifiesCallers;
    this.#words = (rules.length + 31) >>> 5;
    this.#index = new CallerIndex(rules.map(({ rule }) => rule));
    this.#held = {
      roles: new ValueIndex(selectors.map((selector) => selector?.roles)),
      groups: new ValueIndex(selectors.map((selector) => selector?.groups)),
    };
    const limits = selectors.flatMap((selector) => selector?.max_delegation_depth ?? []);
    const depths = [...new Set([0, 1, ...limits, ...limits.map((depth) => depth + 1)])];
    const possible = depths.filter((depth) => depth <= names.maxDepth);
    this.#depths = possible.filter((depth) => depth <= DEEPEST);
    this.#isTooDeep = possible.length > this.#depths.length;
    this.#hasFloors = canHaveFloors(rules, names);
  }

  /**
   * Yields minimal callers that satisfy all asked rules: further properties could only satisfy more rules. Omits a caller if another one
   * is admitted by the same relevant rules, or by fewer of them.
   *
   * @param relevant the rules whose answers matter
   */
  *callersFor(asked: readonly PreparedRule[], relevant: Bits, search: Search): Generator<CallerShape> {
    if (this.#isTooDeep) search.giveUp();
    const seen = new Set<string>();
    for (const caller of this.#candidates(asked, relevant, search)) {
      const shape = this.classify(caller);
      const key = keyOf(intersection(shape.decides, relevant)) + keyOf(intersection(shape.floors, relevant));
      if (seen.has(key)) continue;
      seen.add(key);
      yield shape;
    }
  }

  /** Returns the rules that admit a caller. */
  classify(caller: Caller | undefined): CallerShape {
    const verifiedChain = this.#names.count(caller);
    const { floors, rules } = this.#index.classify(caller, verifiedChain);
    const admitted = dense(rules, this.#words);
    if (floors === undefined) return { caller, verifiedChain, decides: admitted, floors: new Uint32Array(this.#words) };
    const raising = dense(floors, this.#words);
    const decides = admitted.map((word, place) => word & ~(raising[place] ?? 0));
    return { caller, verifiedChain, decides, floors: raising };
  }

  *#candidates(asked: readonly PreparedRule[], relevant: Bits, search: Search): Generator<Caller | undefined> {
    const selecting = asked.filter(({ rule }) => rule.match.callers !== undefined);
    // With keys, a missing caller is not minimal: it satisfies every selector of rules that do not allow.
    if ((selecting.length === 0 || this.#names.verifiesCallers) && !this.#requireVerified) yield undefined;
    if (selecting.length === 0 && !this.#names.verifiesCallers) return;
    for (const views of this.#viewsOf(selecting)) yield* this.#callersIn(views, relevant, search);
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

  *#callersIn({ chain, granted }: Views, relevant: Bits, search: Search): Generator<Caller> {
    const lists = (selectors: readonly CallerSelector[], key: ListKey) =>
      selectors.map((selector) => selector[key]?.flatMap((entry) => exampleNames(entry, this.#names)));
    const held = this.#heldSets(lists(granted, 'roles'), lists(granted, 'groups'), relevant, search);
    // What only a delegator holds counts in the chain view.
    const above =
      chain.length === 0 ? [NOTHING] : this.#heldSets(lists(chain, 'roles'), lists(chain, 'groups'), relevant, search);
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
          for (const { groups, roles } of held) {
            for (const more of above) {
              if (!search.look()) return;
              const holding = {
                roles: [...new Set([...roles, ...more.roles])],
                groups: [...new Set([...groups, ...more.groups])],
              };
              const delegation_holdings = delegation_chain.map(() => holding);
              yield { agent_id, verified: true, roles, groups, delegation_chain, delegation_holdings };
            }
          }
        }
      }
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

  /** Returns the pairs of roles and groups that satisfy the lists, without those that satisfy the same relevant rules or more. */
  #heldSets(
    roles: readonly (readonly string[] | undefined)[],
    groups: readonly (readonly string[] | undefined)[],
    relevant: Bits,
    search: Search,
  ): readonly { readonly roles: readonly string[]; readonly groups: readonly string[] }[] {
    const byRoles = this.#fewest(this.#sets('roles', roles, relevant, search));
    const byGroups = this.#fewest(this.#sets('groups', groups, relevant, search));
    const both: (Held & { readonly roles: readonly string[]; readonly groups: readonly string[] })[] = [];
    const seen = new Set<string>();
    for (const role of byRoles) {
      for (const group of byGroups) {
        if (!search.look()) return this.#fewest(both);
        const rules = intersection(role.rules, group.rules);
        const key = keyOf(rules);
        if (seen.has(key)) continue;
        seen.add(key);
        both.push({ values: [], rules, roles: role.values, groups: group.values });
      }
    }
    return this.#fewest(both);
  }

  #sets(
    key: HeldKey,
    lists: readonly (readonly string[] | undefined)[],
    relevant: Bits,
    search: Search,
  ): readonly Held[] {
    const sets = new Map<string, Held>();
    for (const values of choices(lists)) {
      if (!search.look()) break;
      const rules = intersection(dense(this.#held[key].admitted(values), this.#words), relevant);
      const mark = keyOf(rules);
      if (!sets.has(mark)) sets.set(mark, { values, rules });
    }
    return [...sets.values()];
  }

  /** Returns the sets of which no other one satisfies fewer rules. With floors, a caller that satisfies more can matter, and all stay. */
  #fewest<Set extends Held>(sets: readonly Set[]): readonly Set[] {
    if (this.#hasFloors || sets.length > MOST_COMPARED) return sets;
    return sets.filter((set, place) =>
      sets.every((other, index) => index === place || !isSubset(other.rules, set.rules)),
    );
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

/** Yields one value of each given list. A value that is in several lists is used once. */
function* choices([list, ...others]: readonly (readonly string[] | undefined)[]): Generator<readonly string[]> {
  for (const value of list ?? [undefined]) {
    if (others.length === 0) {
      yield value === undefined ? [] : [value];
      continue;
    }
    for (const rest of choices(others)) {
      yield value === undefined || rest.includes(value) ? rest : [value, ...rest];
    }
  }
}

/** Returns a set of rules with all its words. */
function dense({ indices, words }: RuleBitset, count: number): Bits {
  const bits = new Uint32Array(count);
  for (let place = 0; place < indices.length; place++) bits[indices[place] ?? 0] = words[place] ?? 0;
  return bits;
}
