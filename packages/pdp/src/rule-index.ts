import type { Caller, PolicyRule } from '@agent-safe/core';
import type { Facts } from './facts.ts';
import { matchesRequest, matchesTime, type PreparedRule } from './match.ts';
import { ValueIndex } from './value-index.ts';
import { addTo, newWords, type SparseWords, toSparse, type Words } from './word-set.ts';

/** How many words of sets are kept for action and target: 32 MB. Beyond, all are made anew. */
const MOST_KEPT_WORDS = 4_000_000;

/**
 * Finds the rule that decides without looking at the others: each condition is a set of the rules that it admits, and the
 * first rule in all of the sets is the answer. What action, target and risk admit is worked out once for each pair;
 * callers and tickets are sets by value; time windows are looked at last, of the few rules that are left.
 *
 * It answers as `firstMatch` does, which goes through the rules one by one.
 */
export class RuleIndex {
  readonly #rules: readonly PreparedRule[];
  readonly #kept = new Map<string, Map<string | undefined, SparseWords>>();
  #keptWords = 0;
  readonly #withTicket: Words;
  readonly #withoutTicket: Words;
  readonly #withoutCaller: Words;
  /** By the depth of delegation; the last one stands for all that are deeper. */
  readonly #byDepth: readonly Words[];
  readonly #agents: ValueIndex;
  readonly #roles: ValueIndex;
  readonly #groups: ValueIndex;
  readonly #delegators: ValueIndex;

  /** @param rules in the order in which they are tried */
  constructor(rules: readonly PreparedRule[]) {
    const size = rules.length;
    this.#rules = rules;
    this.#withTicket = wordsOf(rules, ({ match }) => match.require_ticket !== false);
    this.#withoutTicket = wordsOf(rules, ({ match }) => match.require_ticket !== true);
    this.#withoutCaller = wordsOf(rules, ({ match }) => match.callers === undefined);
    const deepest = rules.reduce((most, { rule }) => Math.max(most, rule.match.callers?.max_delegation_depth ?? 0), 0);
    this.#byDepth = Array.from({ length: deepest + 2 }, (_, depth) =>
      wordsOf(rules, (rule) => admitsDepth(rule, depth)),
    );
    this.#agents = new ValueIndex(size);
    this.#roles = new ValueIndex(size);
    this.#groups = new ValueIndex(size);
    this.#delegators = new ValueIndex(size);
    for (const [place, { rule }] of rules.entries()) {
      const { callers } = rule.match;
      this.#agents.add(place, callers?.agent_ids);
      this.#roles.add(place, callers?.roles);
      this.#groups.add(place, callers?.groups);
      this.#delegators.add(place, callers?.delegated_from);
    }
  }

  /** The rule that decides, if any does. */
  find(facts: Facts): PolicyRule | undefined {
    const { bits, indices } = this.#admitted(facts);
    const tickets = facts.hasTicket ? this.#withTicket : this.#withoutTicket;
    const { caller } = facts;
    const depths = caller === undefined ? this.#withoutCaller : this.#askAbout(caller);
    for (let position = 0; position < indices.length; position++) {
      const index = indices[position] ?? 0;
      let left = (bits[position] ?? 0) & (tickets[index] ?? 0) & (depths[index] ?? 0);
      if (left !== 0 && caller !== undefined) {
        left &=
          this.#agents.word(index) & this.#roles.word(index) & this.#groups.word(index) & this.#delegators.word(index);
      }
      // The lowest bit is the rule that comes first.
      for (; left !== 0; left &= left - 1) {
        const rule = this.#rules[index * 32 + 31 - Math.clz32(left & -left)]?.rule;
        if (rule !== undefined && matchesTime(rule.match, facts.at)) return rule;
      }
    }
    return undefined;
  }

  #askAbout(caller: Caller): Words {
    this.#agents.begin();
    this.#agents.ask(caller.agent_id);
    this.#roles.begin();
    for (const role of caller.roles) this.#roles.ask(role);
    this.#groups.begin();
    for (const group of caller.groups) this.#groups.ask(group);
    this.#delegators.begin();
    for (const delegator of caller.delegation_chain) this.#delegators.ask(delegator);
    const depth = Math.min(caller.delegation_chain.length, this.#byDepth.length - 1);
    return this.#byDepth[depth] ?? this.#withoutCaller;
  }

  /** The rules that admit action, target and risk: the risk follows from the two. */
  #admitted(facts: Facts): SparseWords {
    const known = this.#kept.get(facts.action)?.get(facts.target?.id);
    if (known !== undefined) return known;
    const words = newWords(this.#rules.length);
    for (const [place, rule] of this.#rules.entries()) if (matchesRequest(rule, facts)) addTo(words, place);
    const sparse = toSparse(words);
    this.#keptWords += sparse.indices.length + 8;
    if (this.#keptWords > MOST_KEPT_WORDS) {
      this.#kept.clear();
      this.#keptWords = sparse.indices.length;
    }
    const byTarget = this.#kept.get(facts.action) ?? new Map<string | undefined, SparseWords>();
    byTarget.set(facts.target?.id, sparse);
    this.#kept.set(facts.action, byTarget);
    return sparse;
  }
}

function wordsOf(rules: readonly PreparedRule[], admits: (rule: PolicyRule) => boolean): Words {
  const words = newWords(rules.length);
  for (const [place, { rule }] of rules.entries()) if (admits(rule)) addTo(words, place);
  return words;
}

function admitsDepth({ match: { callers } }: PolicyRule, depth: number): boolean {
  return depth <= (callers?.max_delegation_depth ?? depth) && (callers?.require_delegation ?? depth > 0) === depth > 0;
}
