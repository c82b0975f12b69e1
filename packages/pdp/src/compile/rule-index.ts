import type { Caller, PolicyRule, Target } from '@agent-safe/core';
import type { Facts } from '../match/facts.ts';
import { matchesRisk, matchesTarget, type PreparedRule, prepareActions } from '../match/match.ts';
import { type CallerClass, CallerIndex } from './caller-index.ts';
import { intersect, lowestBit, type RuleBitset, ruleBitsetOf } from './rule-bitset.ts';
import { SelectorIndex } from './selector-index.ts';
import { TimeIndex } from './time-index.ts';

/** How many words of sets are kept: 32 MB. Beyond, all are made anew. */
const MOST_CACHED_WORDS = 8_000_000;

/** What is to be done, as rules see it. */
export interface Selection {
  /** The rules that admit it. */
  readonly rules: RuleBitset;
  /** Those of them that admit a class of callers, as far as it was asked for. */
  readonly byCaller: Map<CallerClass, RuleBitset>;
}

/**
 * Finds the rule that decides without looking at the others: each condition is a set of the rules that it admits, and the
 * first rule in all of the sets is the answer. What action, target, risk and caller admit is worked out once for each
 * combination that rules tell apart; tickets and times are looked at last, of the few rules that are left.
 *
 * It answers as `firstMatch` does, which goes through the rules one by one.
 */
export class RuleIndex {
  /** Changes when sets that were handed out are no longer kept, and should be let go of. */
  generation = 0;
  readonly #rules: readonly PreparedRule[];
  readonly #kept = new Map<string, RuleBitset>();
  readonly #selections = new Map<string, Selection>();
  #cachedWords = 0;
  #callerGeneration = 0;
  readonly #actions: SelectorIndex<readonly string[] | undefined>;
  readonly #targets: SelectorIndex<PolicyRule['match']['targets']>;
  readonly #risks: SelectorIndex<PolicyRule['match']['risk_classes']>;
  readonly #callers: CallerIndex;
  readonly #asksForTicket: boolean;
  readonly #withTicket: RuleBitset;
  readonly #withoutTicket: RuleBitset;
  readonly #times: TimeIndex;
  /** The labels that any rule asks about. */
  readonly #labels: readonly string[];

  /** @param rules in the order in which they are tried */
  constructor(rules: readonly PreparedRule[]) {
    const documents = rules.map(({ rule }) => rule);
    this.#rules = rules;
    this.#actions = new SelectorIndex(documents.map(({ match }) => match.actions));
    this.#targets = new SelectorIndex(documents.map(({ match }) => match.targets));
    this.#risks = new SelectorIndex(documents.map(({ match }) => match.risk_classes));
    this.#callers = new CallerIndex(documents);
    this.#asksForTicket = documents.some(({ match }) => match.require_ticket !== undefined);
    this.#withTicket = ruleBitsetOf(documents, ({ match }) => match.require_ticket !== false);
    this.#withoutTicket = ruleBitsetOf(documents, ({ match }) => match.require_ticket !== true);
    this.#times = new TimeIndex(documents);
    this.#labels = [...new Set(documents.flatMap(({ match }) => Object.keys(match.targets?.labels ?? {})))].sort();
  }

  /** The rule that decides, if any does. */
  find(facts: Facts): PolicyRule | undefined {
    const { at, caller, hasChangeTicket, verifiedChain } = facts;
    return this.first(this.select(facts), caller, verifiedChain, hasChangeTicket, at);
  }

  /** What rules tell of action, target, and the risk that follows from both. */
  select({ action, effectiveRisk, target }: Pick<Facts, 'action' | 'target' | 'effectiveRisk'>): Selection {
    const kind = this.describe(target);
    const key = JSON.stringify([action, effectiveRisk, kind]);
    const known = this.#selections.get(key);
    if (known !== undefined) return known;
    const count = this.#rules.length;
    const byAction = this.#keep(`action ${action}`, () =>
      this.#actions.admitted((globs) => prepareActions(globs)(action)),
    );
    const byRisk = this.#keep(`risk ${effectiveRisk}`, () =>
      this.#risks.admitted((classes) => matchesRisk(classes, effectiveRisk)),
    );
    const byTarget = this.#keep(`target ${kind}`, () =>
      this.#targets.admitted((selector) => matchesTarget(selector, target)),
    );
    const rules = intersect(count, intersect(count, byAction, byTarget), byRisk);
    const selection = { rules, byCaller: new Map<CallerClass, RuleBitset>() };
    this.#count(rules);
    this.#selections.set(key, selection);
    return selection;
  }

  /** The first of the selected rules that admits caller, ticket and time. */
  first(
    selection: Selection,
    caller: Caller | undefined,
    verifiedChain: number,
    hasChangeTicket: boolean,
    at: number,
  ): PolicyRule | undefined {
    const callers = this.#callers.classify(caller, verifiedChain);
    if (this.#callers.generation !== this.#callerGeneration) this.#forgetCallers();
    const { indices, words } = selection.byCaller.get(callers) ?? this.#narrow(selection, callers);
    const tickets = hasChangeTicket ? this.#withTicket : this.#withoutTicket;
    for (let place = 0; place < indices.length; place++) {
      const index = indices[place] ?? 0;
      let left = words[place] ?? 0;
      if (this.#asksForTicket) left &= tickets.word(index);
      if (left !== 0 && this.#times.isUsed) left &= this.#times.word(index, at);
      if (left !== 0) return this.#rules[index * 32 + lowestBit(left)]?.rule;
    }
    return undefined;
  }

  /** What rules can tell of a caller: the same for callers that are admitted by the same rules. */
  markCaller(caller: Caller | undefined, verifiedChain: number): object {
    return this.#callers.mark(caller, verifiedChain);
  }

  /** What rules can tell of a target: targets that are described alike are admitted by the same rules. */
  describe(target: Target | undefined): string {
    if (target === undefined) return '';
    const labels = this.#labels.map((label) => (Object.hasOwn(target.labels, label) ? target.labels[label] : null));
    return JSON.stringify([target.environment, target.sensitivity, target.type, labels]);
  }

  /** Classes of callers are no longer told apart as they were: what was kept for them would stay for nobody. */
  #forgetCallers(): void {
    for (const { byCaller } of this.#selections.values()) byCaller.clear();
    this.#callerGeneration = this.#callers.generation;
  }

  #narrow(selection: Selection, callers: CallerClass): RuleBitset {
    const narrowed = intersect(this.#rules.length, selection.rules, callers.rules);
    selection.byCaller.set(callers, narrowed);
    this.#count(narrowed);
    return narrowed;
  }

  #keep(key: string, make: () => RuleBitset): RuleBitset {
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.#count(made);
    this.#kept.set(key, made);
    return made;
  }

  /** Lets go of everything where it has become too much. */
  #count({ size }: RuleBitset): void {
    this.#cachedWords += size;
    if (this.#cachedWords <= MOST_CACHED_WORDS) return;
    for (const { byCaller } of this.#selections.values()) byCaller.clear();
    this.#selections.clear();
    this.#kept.clear();
    this.#cachedWords = 0;
    this.generation++;
  }
}
