import type { Caller, PolicyRule, Target } from '@agent-safe/core';
import { matchesRisk, matchesTarget, type PreparedRule, prepareActions } from '../match/match.ts';
import type { ResolvedRequest } from '../match/resolved-request.ts';
import type { RuleOutcome } from '../match/rule-outcome.ts';
import { type CallerClass, CallerIndex } from './caller-index.ts';
import { intersect, lowestBit, type RuleBitset, ruleBitsetOf } from './rule-bitset.ts';
import { SelectorIndex } from './selector-index.ts';
import { TimeIndex } from './time-index.ts';

/** Most words of cached sets: 32 MB. Above this, the cache is cleared. */
const MOST_CACHED_WORDS = 8_000_000;

/** The rules that admit a combination of action, target and risk. */
export interface Selection {
  /** The admitting rules. */
  readonly rules: RuleBitset;
  /** The admitting rules by class of callers, as far as computed. */
  readonly byCaller: Map<CallerClass, RuleBitset>;
}

/**
 * Finds the deciding rule without evaluating all rules. Each condition is a set of the rules that it admits; the deciding rule is the
 * first in the intersection. The sets for action, target, risk and caller are cached for each combination that rules distinguish.
 * Change tickets and time windows are checked last, for the few remaining rules.
 *
 * Returns the same as `matchRules`, which tries the rules one by one.
 */
export class RuleIndex {
  /** Changes when cached selections are dropped. Holders of a selection must then drop it too. */
  generation = 0;
  readonly #rules: readonly PreparedRule[];
  readonly #cached = new Map<string, RuleBitset>();
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
  /** Labels that any rule has a condition on. */
  readonly #labels: readonly string[];

  /** @param rules in evaluation order */
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

  /** Returns what the rules answer. */
  find(resolved: ResolvedRequest): RuleOutcome {
    const { at, caller, hasChangeTicket, verifiedChain } = resolved;
    const floors: PolicyRule[] = [];
    const decider = this.first(this.select(resolved), caller, verifiedChain, hasChangeTicket, at, floors);
    return { decider, floors };
  }

  /** Returns the rules that admit action, target and effective risk. */
  select({ action, effectiveRisk, target }: Pick<ResolvedRequest, 'action' | 'target' | 'effectiveRisk'>): Selection {
    const kind = this.describe(target);
    const key = JSON.stringify([action, effectiveRisk, kind]);
    const known = this.#selections.get(key);
    if (known !== undefined) return known;
    const count = this.#rules.length;
    const byAction = this.#cache(`action ${action}`, () =>
      this.#actions.admitted((globs) => prepareActions(globs)(action)),
    );
    const byRisk = this.#cache(`risk ${effectiveRisk}`, () =>
      this.#risks.admitted((classes) => matchesRisk(classes, effectiveRisk)),
    );
    const byTarget = this.#cache(`target ${kind}`, () =>
      this.#targets.admitted((selector) => matchesTarget(selector, target)),
    );
    const rules = intersect(count, intersect(count, byAction, byTarget), byRisk);
    const selection = { rules, byCaller: new Map<CallerClass, RuleBitset>() };
    this.#count(rules);
    this.#selections.set(key, selection);
    return selection;
  }

  /**
   * Returns the first selected rule that admits caller, change ticket and time, and decides.
   *
   * @param floors gets the floors before this rule
   */
  first(
    selection: Selection,
    caller: Caller | undefined,
    verifiedChain: number,
    hasChangeTicket: boolean,
    at: number,
    floors: PolicyRule[],
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
      if (left === 0) continue;
      const passed = callers.floors === undefined ? 0 : callers.floors.word(index) & left;
      const deciding = left & ~passed;
      if (passed !== 0) this.#addFloors(floors, index, deciding === 0 ? passed : passed & ((deciding & -deciding) - 1));
      if (deciding !== 0) return this.#rules[index * 32 + lowestBit(deciding)]?.rule;
    }
    return undefined;
  }

  /** Adds the rules of one word to the floors. */
  #addFloors(floors: PolicyRule[], index: number, word: number): void {
    for (let left = word; left !== 0; left &= left - 1) {
      const floor = this.#rules[index * 32 + lowestBit(left)];
      if (floor !== undefined) floors.push(floor.rule);
    }
  }

  /** Returns an object that is the same for callers that the same rules admit. */
  markCaller(caller: Caller | undefined, verifiedChain: number): object {
    return this.#callers.mark(caller, verifiedChain);
  }

  /** Returns the fields of a target that rules have conditions on. The same rules admit targets with equal descriptions. */
  describe(target: Target | undefined): string {
    if (target === undefined) return '';
    const labels = this.#labels.map((label) => (Object.hasOwn(target.labels, label) ? target.labels[label] : null));
    return JSON.stringify([target.environment, target.sensitivity, target.type, labels]);
  }

  /** Drops the sets of dropped caller classes, which would never be read again. */
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

  #cache(key: string, make: () => RuleBitset): RuleBitset {
    const known = this.#cached.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.#count(made);
    this.#cached.set(key, made);
    return made;
  }

  /** Counts cached words, and clears the cache above the limit. */
  #count({ size }: RuleBitset): void {
    this.#cachedWords += size;
    if (this.#cachedWords <= MOST_CACHED_WORDS) return;
    for (const { byCaller } of this.#selections.values()) byCaller.clear();
    this.#selections.clear();
    this.#cached.clear();
    this.#cachedWords = 0;
    this.generation++;
  }
}
