import type { Caller, PolicyRule, Target } from '@agent-safe/core';
import type { Facts } from './facts.ts';
import { matchesRisk, matchesTarget, type PreparedRule } from './match.ts';
import { intersect, lowestBit, type RuleSet, ruleSetOf } from './rule-set.ts';
import { TimeIndex } from './time-index.ts';
import { ValueIndex } from './value-index.ts';

/** How many words of sets are kept: 32 MB. Beyond, all are made anew. */
const MOST_KEPT_WORDS = 8_000_000;

/**
 * Finds the rule that decides without looking at the others: each condition is a set of the rules that it admits, and the
 * first rule in all of the sets is the answer. What action, target and risk admit is worked out once for each pair.
 *
 * It answers as `firstMatch` does, which goes through the rules one by one.
 */
export class RuleIndex {
  /** Changes when sets that were handed out are no longer kept, and should be let go of. */
  generation = 0;
  readonly #rules: readonly PreparedRule[];
  readonly #kept = new Map<string, RuleSet>();
  #keptWords = 0;
  readonly #withTicket: RuleSet;
  readonly #withoutTicket: RuleSet;
  readonly #withoutCaller: RuleSet;
  /** The depths of delegation up to which, one by one, other rules apply; and the rules for each, and for all deeper. */
  readonly #depths: readonly number[];
  readonly #byDepth: readonly RuleSet[];
  /** What rules ask about callers: the agent, its roles, its groups, those who delegated. */
  readonly #agents: ValueIndex;
  readonly #roles: ValueIndex;
  readonly #groups: ValueIndex;
  readonly #delegators: ValueIndex;
  /** Those of the four that any rule asks about. */
  readonly #callerIndexes: readonly ValueIndex[];
  readonly #times: TimeIndex;
  /** The labels that any rule asks about. */
  readonly #labels: readonly string[];

  /** @param rules in the order in which they are tried */
  constructor(rules: readonly PreparedRule[]) {
    const documents = rules.map(({ rule }) => rule);
    const callers = documents.map(({ match }) => match.callers);
    this.#rules = rules;
    this.#withTicket = ruleSetOf(documents, ({ match }) => match.require_ticket !== false);
    this.#withoutTicket = ruleSetOf(documents, ({ match }) => match.require_ticket !== true);
    this.#withoutCaller = ruleSetOf(documents, ({ match }) => match.callers === undefined);
    this.#depths = [...new Set([0, ...callers.map((selector) => selector?.max_delegation_depth ?? 0)])].sort(
      (left, right) => left - right,
    );
    const deepest = (this.#depths.at(-1) ?? 0) + 1;
    this.#byDepth = [...this.#depths, deepest].map((depth) => ruleSetOf(documents, (rule) => admitsDepth(rule, depth)));
    this.#agents = new ValueIndex(callers.map((selector) => selector?.agent_ids));
    this.#roles = new ValueIndex(callers.map((selector) => selector?.roles));
    this.#groups = new ValueIndex(callers.map((selector) => selector?.groups));
    this.#delegators = new ValueIndex(callers.map((selector) => selector?.delegated_from));
    this.#callerIndexes = [this.#agents, this.#roles, this.#groups, this.#delegators].filter(({ isUsed }) => isUsed);
    this.#times = new TimeIndex(documents);
    this.#labels = [...new Set(documents.flatMap(({ match }) => Object.keys(match.targets?.labels ?? {})))].sort();
  }

  /** The rule that decides, if any does. */
  find(facts: Facts): PolicyRule | undefined {
    return this.first(this.select(facts), facts.caller, facts.hasTicket, facts.at);
  }

  /** The rules that admit what is to be done: action, target, and the risk that follows from both. */
  select({ action, effectiveRisk, target }: Pick<Facts, 'action' | 'target' | 'effectiveRisk'>): RuleSet {
    const targetKey = this.describe(target);
    return this.#keep(JSON.stringify([action, effectiveRisk, targetKey]), () =>
      intersect(
        [
          this.#keep(`action ${action}`, () => ruleSetOf(this.#rules, ({ matchesAction }) => matchesAction(action))),
          this.#keep(`risk ${effectiveRisk}`, () => ruleSetOf(this.#rules, (rule) => matchesRisk(rule, effectiveRisk))),
          this.#keep(`target ${targetKey}`, () => ruleSetOf(this.#rules, (rule) => matchesTarget(rule, target))),
        ],
        this.#rules.length,
      ),
    );
  }

  /** The first of the selected rules that admits caller, ticket and time. */
  first(selected: RuleSet, caller: Caller | undefined, hasTicket: boolean, at: number): PolicyRule | undefined {
    const tickets = hasTicket ? this.#withTicket : this.#withoutTicket;
    const callers = caller === undefined ? this.#withoutCaller : this.#askAbout(caller);
    const indexes = caller === undefined ? NONE : this.#callerIndexes;
    for (let top = 0; top < selected.top.length; top++) {
      let tops = (selected.top[top] ?? 0) & (tickets.top[top] ?? 0) & (callers.top[top] ?? 0);
      for (let each = 0; tops !== 0 && each < indexes.length; each++) tops &= indexes[each]?.top(top) ?? 0;
      for (; tops !== 0; tops &= tops - 1) {
        const mid = top * 32 + lowestBit(tops);
        let mids = (selected.mid[mid] ?? 0) & (tickets.mid[mid] ?? 0) & (callers.mid[mid] ?? 0);
        for (let each = 0; mids !== 0 && each < indexes.length; each++) mids &= indexes[each]?.mid(mid) ?? 0;
        for (; mids !== 0; mids &= mids - 1) {
          const low = mid * 32 + lowestBit(mids);
          let lows = selected.low(low);
          for (let each = 0; lows !== 0 && each < indexes.length; each++) lows &= indexes[each]?.low(low) ?? 0;
          if (lows === 0) continue;
          lows &= tickets.low(low) & callers.low(low);
          if (lows !== 0 && this.#times.isUsed) lows &= this.#times.low(low, at);
          if (lows !== 0) return this.#rules[low * 32 + lowestBit(lows)]?.rule;
        }
      }
    }
    return undefined;
  }

  #askAbout({ agent_id, delegation_chain, groups, roles }: Caller): RuleSet {
    this.#agents.askOne(agent_id);
    this.#roles.ask(roles);
    this.#groups.ask(groups);
    this.#delegators.ask(delegation_chain);
    let step = 0;
    while (delegation_chain.length > (this.#depths[step] ?? Number.POSITIVE_INFINITY)) step++;
    return this.#byDepth[step] ?? this.#withoutCaller;
  }

  /** What rules can tell of a target: targets that are described alike are admitted by the same rules. */
  describe(target: Target | undefined): string {
    if (target === undefined) return '';
    const labels = this.#labels.map((label) => (Object.hasOwn(target.labels, label) ? target.labels[label] : null));
    return JSON.stringify([target.environment, target.sensitivity, target.type, labels]);
  }

  #keep(key: string, make: () => RuleSet): RuleSet {
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.#keptWords += made.size;
    if (this.#keptWords > MOST_KEPT_WORDS) {
      this.#kept.clear();
      this.#keptWords = made.size;
      this.generation++;
    }
    this.#kept.set(key, made);
    return made;
  }
}

const NONE: readonly ValueIndex[] = [];

function admitsDepth({ match: { callers } }: PolicyRule, depth: number): boolean {
  return depth <= (callers?.max_delegation_depth ?? depth) && (callers?.require_delegation ?? depth > 0) === depth > 0;
}
