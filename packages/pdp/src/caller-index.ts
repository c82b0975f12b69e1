import type { Caller, PolicyRule } from '@agent-safe/core';
import { intersect, type RuleSet, RuleSetBuilder, ruleSetOf, ruleSetOfPlaces } from './rule-set.ts';

/** Callers whom no rule tells apart. */
export interface CallerClass {
  /** The rules that admit them. */
  readonly rules: RuleSet;
}

/** A step on the way to a class: one value after the other that rules ask about. */
interface Branch {
  readonly branches: Map<RuleSet, Branch>;
  found: CallerClass | undefined;
}

/** How many steps are kept. They come from what rules name, and not from what callers call themselves. */
const MOST_BRANCHES = 100_000;

/** A step takes about as much room as so many words of a set. */
const WORDS_A_BRANCH = 64;

/** The four lists that a rule may have about a caller. */
const KEYS = ['agent_ids', 'roles', 'groups', 'delegated_from'] as const;

/**
 * Which rules admit a caller. A caller is a class: what no rule names makes no difference, so that callers with made-up
 * names, and there may be millions, are all one.
 */
export class CallerIndex {
  readonly nobody: CallerClass;
  readonly #rules: number;
  readonly #lists: Readonly<Record<(typeof KEYS)[number], ValueIndex>>;
  /** The depths of delegation up to which, one by one, other rules apply; and the rules for each, and for all deeper. */
  readonly #depths: readonly number[];
  readonly #byDepth: readonly RuleSet[];
  /** Ends a list of values: what follows is of the next kind. */
  readonly #end: RuleSet;
  #root: Branch = { branches: new Map(), found: undefined };
  #count = 0;

  constructor(rules: readonly PolicyRule[]) {
    const selectors = rules.map(({ match }) => match.callers);
    this.#rules = rules.length;
    this.nobody = { rules: ruleSetOf(rules, ({ match }) => match.callers === undefined) };
    const limits = selectors.map((selector) => selector?.max_delegation_depth ?? 0);
    this.#depths = [...new Set([0, ...limits])].sort((left, right) => left - right);
    const deepest = (this.#depths.at(-1) ?? 0) + 1;
    this.#byDepth = [...this.#depths, deepest].map((depth) => ruleSetOf(rules, (rule) => admitsDepth(rule, depth)));
    const index = (key: (typeof KEYS)[number]) => new ValueIndex(selectors.map((selector) => selector?.[key]));
    this.#lists = {
      agent_ids: index('agent_ids'),
      roles: index('roles'),
      groups: index('groups'),
      delegated_from: index('delegated_from'),
    };
    this.#end = ruleSetOfPlaces(rules.length, []);
  }

  /** The class of a caller. Allocates nothing for a class that is known. */
  classify(caller: Caller | undefined): CallerClass {
    if (caller === undefined) return this.nobody;
    const { agent_id, delegation_chain, groups, roles } = caller;
    const lists = this.#lists;
    let step = 0;
    while (delegation_chain.length > (this.#depths[step] ?? Number.POSITIVE_INFINITY)) step++;
    const depth = this.#byDepth[step] ?? this.#end;
    if (this.#count > MOST_BRANCHES) this.#forget();
    let branch = this.#follow(this.#root, depth);
    const agent = lists.agent_ids.named(agent_id);
    branch = this.#follow(branch, agent ?? this.#end);
    branch = this.#followAll(branch, lists.roles, roles);
    branch = this.#followAll(branch, lists.groups, groups);
    branch = this.#followAll(branch, lists.delegated_from, delegation_chain);
    if (branch.found === undefined) {
      let rules = intersect(this.#rules, depth, lists.agent_ids.admitted([agent_id]));
      rules = intersect(this.#rules, rules, lists.roles.admitted(roles));
      rules = intersect(this.#rules, rules, lists.groups.admitted(groups));
      rules = intersect(this.#rules, rules, lists.delegated_from.admitted(delegation_chain));
      branch.found = { rules };
      this.#count += rules.size / WORDS_A_BRANCH;
    }
    return branch.found;
  }

  #follow({ branches }: Branch, values: RuleSet): Branch {
    const known = branches.get(values);
    if (known !== undefined) return known;
    const next: Branch = { branches: new Map(), found: undefined };
    branches.set(values, next);
    this.#count++;
    return next;
  }

  #forget(): void {
    this.#root = { branches: new Map(), found: undefined };
    this.#count = 0;
  }

  #followAll(from: Branch, list: ValueIndex, values: readonly string[]): Branch {
    let branch = from;
    if (!list.isUsed) return branch;
    for (let place = 0; place < values.length; place++) {
      const named = list.named(values[place] ?? '');
      if (named !== undefined) branch = this.#follow(branch, named);
    }
    return this.#follow(branch, this.#end);
  }
}

/** Which rules a list-valued condition admits: those that do not have it, and for each value those that name it. */
class ValueIndex {
  /** Whether any rule has the condition. */
  readonly isUsed: boolean;
  readonly #rules: number;
  readonly #free: RuleSet;
  readonly #byValue: ReadonlyMap<string, RuleSet>;

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
    this.#free = ruleSetOf(lists, (list) => list === undefined);
    this.#byValue = new Map(Array.from(places, ([value, found]) => [value, ruleSetOfPlaces(lists.length, found)]));
  }

  /** The rules that name a value; undefined where none does. */
  named(value: string): RuleSet | undefined {
    return this.#byValue.get(value);
  }

  /** The rules that admit any of the values. */
  admitted(values: readonly string[]): RuleSet {
    const builder = new RuleSetBuilder(this.#rules);
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
