import type { Caller, PolicyRule } from '@agent-safe/core';
import { isOwnNameProven } from '../match/verified-chain.ts';
import { intersect, type RuleBitset, RuleBitsetBuilder, ruleBitsetOf, ruleBitsetOfPlaces } from './rule-bitset.ts';

/** Callers that the same rules admit. */
export interface CallerClass {
  /** The rules that admit these callers. */
  readonly rules: RuleBitset;
}

/** A node on the path to a class: one step for each value of a caller that rules name. */
interface Branch {
  readonly branches: Map<RuleBitset, Branch>;
  found: CallerClass | undefined;
}

/** Most nodes in memory. Their number depends on the rules, not on the names that callers invent. */
const MOST_BRANCHES = 100_000;

/** Memory of a node, in words of a bitset. */
const WORDS_A_BRANCH = 64;

/** The two name conditions that a rule can have on a caller. */
interface NameIndexes {
  readonly agent_ids: ValueIndex;
  readonly delegated_from: ValueIndex;
}

/**
 * Finds the rules that admit a caller. Callers are grouped into classes by the values that rules name. Values that no rule names make
 * no difference, so that millions of invented names share one class. Allow rules accept only proven names.
 */
export class CallerIndex {
  /** Changes when earlier classes are dropped. Holders of a class must then drop it too. */
  generation = 0;
  /** The class of a request without a caller. */
  readonly noCaller: CallerClass;
  /** The class of all unverified callers, if keys are configured. */
  readonly unproven: CallerClass;
  readonly #rules: readonly PolicyRule[];
  readonly #names: NameIndexes;
  readonly #roles: ValueIndex;
  readonly #groups: ValueIndex;
  /** The delegation depths at which the admitted rules change; and the rules for each, and for all deeper chains. */
  readonly #depths: readonly number[];
  readonly #byDepth: readonly RuleBitset[];
  /** Marks the end of a list of values. */
  readonly #end: RuleBitset;
  /** Name conditions for unproven names; created on first use. */
  #unprovenNames: NameIndexes | undefined;
  #root: Branch = { branches: new Map(), found: undefined };
  #count = 0;

  constructor(rules: readonly PolicyRule[]) {
    const selectors = rules.map(({ match }) => match.callers);
    this.#rules = rules;
    this.noCaller = { rules: ruleBitsetOf(rules, ({ match }) => match.callers === undefined) };
    this.unproven = {
      rules: ruleBitsetOf(rules, ({ decision, match }) => match.callers === undefined || decision !== 'allow'),
    };
    const limits = selectors.map((selector) => selector?.max_delegation_depth ?? 0);
    this.#depths = [...new Set([0, ...limits])].sort((left, right) => left - right);
    const deepest = (this.#depths.at(-1) ?? 0) + 1;
    this.#byDepth = [...this.#depths, deepest].map((depth) => ruleBitsetOf(rules, (rule) => admitsDepth(rule, depth)));
    this.#names = indexNames(rules, ({ match }, key) => match.callers?.[key]);
    this.#roles = new ValueIndex(selectors.map((selector) => selector?.roles));
    this.#groups = new ValueIndex(selectors.map((selector) => selector?.groups));
    this.#end = ruleBitsetOfPlaces(rules.length, []);
  }

  /**
   * Returns the class of a caller. Allocates nothing for a known class.
   *
   * @param verifiedChain number of proven names, from `VerifiedChain.count`
   */
  classify(caller: Caller | undefined, verifiedChain: number): CallerClass {
    if (verifiedChain === 0) return this.unproven;
    if (caller === undefined) return this.noCaller;
    const branch = this.#locate(caller, verifiedChain);
    branch.found ??= this.#makeClass(caller, verifiedChain);
    return branch.found;
  }

  /** Returns an object that is the same for all callers of a class, without computing the rules of the class. */
  mark(caller: Caller | undefined, verifiedChain: number): object {
    return caller === undefined || verifiedChain === 0
      ? this.classify(caller, verifiedChain)
      : this.#locate(caller, verifiedChain);
  }

  #locate(caller: Caller, verifiedChain: number): Branch {
    const { agent_id, delegation_chain, groups, roles } = caller;
    const { length } = delegation_chain;
    if (this.#count > MOST_BRANCHES) this.#forget();
    const areAllProven = isOwnNameProven(caller, verifiedChain);
    // Unproven names lead to other nodes than the same names when proven: allow rules do not match them.
    const others = areAllProven ? this.#names : this.#indexUnproven();
    let branch = this.#follow(this.#root, this.#admitDepth(length));
    branch = this.#follow(branch, others.agent_ids.named(agent_id) ?? this.#end);
    branch = this.#followAll(branch, this.#roles, roles, 0, roles.length);
    branch = this.#followAll(branch, this.#groups, groups, 0, groups.length);
    // A node of depth 0 is reached by no other depth.
    if (length === 0) return branch;
    const { delegated_from } = this.#names;
    if (areAllProven) return this.#followAll(branch, delegated_from, delegation_chain, 0, length);
    branch = this.#followAll(branch, delegated_from, delegation_chain, 0, verifiedChain);
    return this.#followAll(branch, others.delegated_from, delegation_chain, verifiedChain, length);
  }

  #makeClass(caller: Caller, verifiedChain: number): CallerClass {
    const { agent_id, delegation_chain, groups, roles } = caller;
    const others = isOwnNameProven(caller, verifiedChain) ? this.#names : this.#indexUnproven();
    const count = this.#rules.length;
    const delegators = new RuleBitsetBuilder(count);
    delegators.addAll(this.#names.delegated_from.admitted(delegation_chain.slice(0, verifiedChain)));
    delegators.addAll(others.delegated_from.admitted(delegation_chain.slice(verifiedChain)));
    let rules = intersect(count, this.#admitDepth(delegation_chain.length), others.agent_ids.admitted([agent_id]));
    rules = intersect(count, rules, this.#roles.admitted(roles));
    rules = intersect(count, rules, this.#groups.admitted(groups));
    rules = intersect(count, rules, delegators.build());
    this.#count += rules.size / WORDS_A_BRANCH;
    return { rules };
  }

  /** Returns the rules that admit a delegation depth. */
  #admitDepth(depth: number): RuleBitset {
    let step = 0;
    while (depth > (this.#depths[step] ?? Number.POSITIVE_INFINITY)) step++;
    return this.#byDepth[step] ?? this.#end;
  }

  /** Returns the name conditions for unproven names, which match no allow rule. */
  #indexUnproven(): NameIndexes {
    this.#unprovenNames ??= indexNames(this.#rules, ({ decision, match }, key) => {
      const list = match.callers?.[key];
      return list !== undefined && decision === 'allow' ? [] : list;
    });
    return this.#unprovenNames;
  }

  #follow({ branches }: Branch, values: RuleBitset): Branch {
    const known = branches.get(values);
    if (known !== undefined) return known;
    const next: Branch = { branches: new Map(), found: undefined };
    branches.set(values, next);
    this.#count++;
    return next;
  }

  #forget(): void {
    this.generation++;
    this.#root = { branches: new Map(), found: undefined };
    this.#count = 0;
  }

  #followAll(start: Branch, list: ValueIndex, values: readonly string[], from: number, to: number): Branch {
    let branch = start;
    if (!list.isUsed) return branch;
    for (let place = from; place < to; place++) {
      const named = list.named(values[place] ?? '');
      if (named !== undefined) branch = this.#follow(branch, named);
    }
    return this.#follow(branch, this.#end);
  }
}

function indexNames(
  rules: readonly PolicyRule[],
  listOf: (rule: PolicyRule, key: keyof NameIndexes) => readonly string[] | undefined,
): NameIndexes {
  const index = (key: keyof NameIndexes) => new ValueIndex(rules.map((rule) => listOf(rule, key)));
  return { agent_ids: index('agent_ids'), delegated_from: index('delegated_from') };
}

/** Rules by the value of a list condition: the rules without the condition, and for each value the rules that name it. */
class ValueIndex {
  /** Whether any rule has the condition. */
  readonly isUsed: boolean;
  readonly #rules: number;
  readonly #free: RuleBitset;
  readonly #byValue: ReadonlyMap<string, RuleBitset>;

  /** @param lists the condition of each rule; undefined admits every value, an empty list none */
  constructor(lists: readonly (readonly string[] | undefined)[]) {
    const places = new Map<string, number[]>();
    for (const [place, list] of lists.entries()) {
      for (const value of list ?? []) {
        const known = places.get(value);
        if (known === undefined) places.set(value, [place]);
        else known.push(place);
      }
    }
    this.#rules = lists.length;
    this.isUsed = lists.some((list) => list !== undefined);
    this.#free = ruleBitsetOf(lists, (list) => list === undefined);
    this.#byValue = new Map(Array.from(places, ([value, found]) => [value, ruleBitsetOfPlaces(lists.length, found)]));
  }

  /** Returns the rules that name a value; undefined if no rule does. */
  named(value: string): RuleBitset | undefined {
    return this.#byValue.get(value);
  }

  /** Returns the rules that admit any of the values. */
  admitted(values: readonly string[]): RuleBitset {
    const builder = new RuleBitsetBuilder(this.#rules);
    builder.addAll(this.#free);
    for (const value of values) {
      const named = this.#byValue.get(value);
      if (named !== undefined) builder.addAll(named);
    }
    return builder.build();
  }
}

function admitsDepth({ match: { callers } }: PolicyRule, depth: number): boolean {
  return depth <= (callers?.max_delegation_depth ?? depth) && (callers?.require_delegation ?? depth > 0) === depth > 0;
}
