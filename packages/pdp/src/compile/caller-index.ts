import type { Caller, PolicyRule } from '@agent-safe/core';
import { isOwnNameProven } from '../match/verified-chain.ts';
import { intersect, type RuleBitset, RuleBitsetBuilder, ruleBitsetOf, ruleBitsetOfPlaces } from './rule-bitset.ts';

/** Callers whom no rule tells apart. */
export interface CallerClass {
  /** The rules that admit them. */
  readonly rules: RuleBitset;
}

/** A step on the way to a class: one value after the other that rules ask about. */
interface Branch {
  readonly branches: Map<RuleBitset, Branch>;
  found: CallerClass | undefined;
}

/** How many steps are kept. They come from what rules name, and not from what callers call themselves. */
const MOST_BRANCHES = 100_000;

/** A step takes about as much room as so many words of a set. */
const WORDS_A_BRANCH = 64;

/** The two lists of names that a rule may have about a caller. */
interface NameIndexes {
  readonly agent_ids: ValueIndex;
  readonly delegated_from: ValueIndex;
}

/**
 * Which rules admit a caller. A caller is a class: what no rule names makes no difference, so that callers with made-up
 * names, and there may be millions, are all one. In rules that allow, only proven names count.
 */
export class CallerIndex {
  /** Changes when classes that were handed out are no longer kept, and should be let go of. */
  generation = 0;
  readonly nobody: CallerClass;
  /** All of whom nothing proves who they are, where keys could. */
  readonly unproven: CallerClass;
  readonly #rules: readonly PolicyRule[];
  readonly #names: NameIndexes;
  readonly #roles: ValueIndex;
  readonly #groups: ValueIndex;
  /** The depths of delegation up to which, one by one, other rules apply; and the rules for each, and for all deeper. */
  readonly #depths: readonly number[];
  readonly #byDepth: readonly RuleBitset[];
  /** Ends a list of values: what follows is of the next kind. */
  readonly #end: RuleBitset;
  /** Which rules admit names that nothing proves; made when the first one comes. */
  #unprovenNames: NameIndexes | undefined;
  #root: Branch = { branches: new Map(), found: undefined };
  #count = 0;

  constructor(rules: readonly PolicyRule[]) {
    const selectors = rules.map(({ match }) => match.callers);
    this.#rules = rules;
    this.nobody = { rules: ruleBitsetOf(rules, ({ match }) => match.callers === undefined) };
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
   * The class of a caller. Allocates nothing for a class that is known.
   *
   * @param verifiedChain how many of its names count in rules that allow, as `VerifiedChain.count` says
   */
  classify(caller: Caller | undefined, verifiedChain: number): CallerClass {
    if (verifiedChain === 0) return this.unproven;
    if (caller === undefined) return this.nobody;
    const branch = this.#locate(caller, verifiedChain);
    branch.found ??= this.#makeClass(caller, verifiedChain);
    return branch.found;
  }

  /** What is the same for callers of one class, for those who want to know no more: no set of rules is made for it. */
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
    // Names that are not proven lead elsewhere than the same names where they are: to the rules that do not allow.
    const others = areAllProven ? this.#names : this.#indexUnproven();
    let branch = this.#follow(this.#root, this.#admitDepth(length));
    branch = this.#follow(branch, others.agent_ids.named(agent_id) ?? this.#end);
    branch = this.#followAll(branch, this.#roles, roles, 0, roles.length);
    branch = this.#followAll(branch, this.#groups, groups, 0, groups.length);
    // No other depth leads here.
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

  /** The rules that admit a depth of delegation. */
  #admitDepth(depth: number): RuleBitset {
    let step = 0;
    while (depth > (this.#depths[step] ?? Number.POSITIVE_INFINITY)) step++;
    return this.#byDepth[step] ?? this.#end;
  }

  /** A name that nothing proves is one that no rule that allows has on its list. */
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

/** Which rules a list-valued condition admits: those that do not have it, and for each value those that name it. */
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

  /** The rules that name a value; undefined where none does. */
  named(value: string): RuleBitset | undefined {
    return this.#byValue.get(value);
  }

  /** The rules that admit any of the values. */
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
