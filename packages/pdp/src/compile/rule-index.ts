import type { Action, Caller, ParameterSlots, PolicyRule, Target } from '@agent-safe/core';
import { HOLDS, leastOf, UNKNOWN } from '../match/certainty.ts';
import { judgeUnsettled } from '../match/judge.ts';
import { matchesRisk, type PreparedRule } from '../match/match.ts';
import { effectOf } from '../match/match-rules.ts';
import type { ActionOnTarget, ResolvedRequest } from '../match/resolved-request.ts';
import type { RuleOutcome } from '../match/rule-outcome.ts';
import type { MaskValue } from '../match/secret-test.ts';
import { type CallerClass, CallerIndex } from './caller-index.ts';
import { ConditionIndex } from './condition-index.ts';
import { intersect, lowestBit, type RuleBitset, ruleBitsetOf } from './rule-bitset.ts';
import { SelectorIndex } from './selector-index.ts';
import { TimeIndex } from './time-index.ts';

/** Most words of cached sets: 32 MB. Above this, the cache is cleared. */
const MOST_CACHED_WORDS = 8_000_000;

/** The rules that admit a combination of action, target and risk. */
export interface Selection {
  readonly pair: ActionOnTarget;
  /** The rules that admit the pair, or may admit it. */
  readonly rules: RuleBitset;
  /** Those of the rules whose conditions depend on more than the pair, or are in doubt; undefined if there are none. */
  readonly checked: RuleBitset | undefined;
  /** The admitting rules by class of callers, as far as computed. */
  readonly byCaller: Map<CallerClass, RuleBitset>;
}

/**
 * Finds the deciding rule without evaluating all rules. Each condition is a set of the rules that it admits; the deciding rule is the
 * first in the intersection. The sets for action, target, risk and caller are cached for each combination that rules distinguish.
 * Change tickets and time windows are checked for the few remaining rules; parameters and `not` last.
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
  readonly #conditions: ConditionIndex;
  readonly #mask: MaskValue | undefined;
  readonly #risks: SelectorIndex<PolicyRule['match']['risk_classes']>;
  readonly #callers: CallerIndex;
  readonly #asksForTicket: boolean;
  readonly #withTicket: RuleBitset;
  readonly #withoutTicket: RuleBitset;
  readonly #times: TimeIndex;

  /**
   * @param rules in evaluation order
   * @param mask masks sensitive values; undefined if no mask key is configured
   */
  constructor(rules: readonly PreparedRule[], mask?: MaskValue) {
    const documents = rules.map(({ rule }) => rule);
    this.#rules = rules;
    this.#mask = mask;
    this.#conditions = new ConditionIndex(rules);
    this.#risks = new SelectorIndex(documents.map(({ match }) => match.risk_classes));
    this.#callers = new CallerIndex(documents);
    this.#asksForTicket = documents.some(({ match }) => match.require_ticket !== undefined);
    this.#withTicket = ruleBitsetOf(documents, ({ match }) => match.require_ticket !== false);
    this.#withoutTicket = ruleBitsetOf(documents, ({ match }) => match.require_ticket !== true);
    this.#times = new TimeIndex(documents);
  }

  /** Returns what the rules answer. */
  find(resolved: ResolvedRequest): RuleOutcome {
    const { at, caller, hasChangeTicket, slots, verifiedChain } = resolved;
    const floors: PolicyRule[] = [];
    const decider = this.first(this.select(resolved), caller, verifiedChain, hasChangeTicket, at, slots, floors);
    return { decider, floors };
  }

  /** Returns the rules that admit action, target and effective risk. */
  select(pair: ActionOnTarget): Selection {
    const { action, definition, effectiveRisk, target } = pair;
    const kind = this.describe(target, definition);
    const key = JSON.stringify([action, definition === undefined, effectiveRisk, kind]);
    const known = this.#selections.get(key);
    if (known !== undefined) return known;
    const count = this.#rules.length;
    const byAction = this.#cache(`action ${action} ${definition === undefined}`, () =>
      this.#conditions.admitAction(action, definition),
    );
    const byRisk = this.#cache(`risk ${effectiveRisk}`, () =>
      this.#risks.admitted((classes) => matchesRisk(classes, effectiveRisk)),
    );
    const byTarget = this.#cache(`target ${kind}`, () => this.#conditions.admitTarget(target, definition));
    const rules = intersect(count, intersect(count, byAction, byTarget), byRisk);
    const checked = this.#conditions.findChecked(rules, pair);
    const selection = { pair, rules, checked, byCaller: new Map<CallerClass, RuleBitset>() };
    this.#count(rules);
    if (checked !== undefined) this.#count(checked);
    this.#selections.set(key, selection);
    return selection;
  }

  /**
   * Returns the first selected rule that admits caller, change ticket, time and parameters, and decides.
   *
   * @param slots the values of the parameters; undefined if they are unknown
   * @param floors gets the floors before this rule
   */
  first(
    selection: Selection,
    caller: Caller | undefined,
    verifiedChain: number,
    hasChangeTicket: boolean,
    at: number,
    slots: Readonly<ParameterSlots> | undefined,
    floors: PolicyRule[],
  ): PolicyRule | undefined {
    const { checked, pair } = selection;
    let resolved: ResolvedRequest | undefined;
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
      if (checked !== undefined && (checked.word(index) & left) !== 0) {
        resolved ??= {
          action: pair.action,
          definition: pair.definition,
          target: pair.target,
          effectiveRisk: pair.effectiveRisk,
          caller,
          verifiedChain,
          hasChangeTicket,
          at,
          slots,
          mask: this.#mask,
        };
        const decider = this.#firstChecked(index, left, checked.word(index), callers, resolved, floors);
        if (decider !== undefined) return decider;
        continue;
      }
      const passed = callers.floors === undefined ? 0 : callers.floors.word(index) & left;
      const deciding = left & ~passed;
      if (passed !== 0) this.#addFloors(floors, index, deciding === 0 ? passed : passed & ((deciding & -deciding) - 1));
      if (deciding !== 0) return this.#rules[index * 32 + lowestBit(deciding)]?.rule;
    }
    return undefined;
  }

  /** Returns the first rule of one word that decides, if the conditions of some of its rules must be checked. */
  #firstChecked(
    index: number,
    word: number,
    checked: number,
    callers: CallerClass,
    resolved: ResolvedRequest,
    floors: PolicyRule[],
  ): PolicyRule | undefined {
    const raising = callers.floors?.word(index) ?? 0;
    for (let left = word; left !== 0; left &= left - 1) {
      const bit = left & -left;
      const prepared = this.#rules[index * 32 + lowestBit(bit)];
      if (prepared === undefined) continue;
      const certainty = (checked & bit) === 0 ? HOLDS : judgeUnsettled(prepared, resolved);
      const effect = effectOf(prepared.rule, (raising & bit) === 0 ? certainty : leastOf(certainty, UNKNOWN));
      if (effect === 'decides') return prepared.rule;
      if (effect === 'floor') floors.push(prepared.rule);
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

  /**
   * Returns the fields of a target that rules have conditions on. The same rules admit targets with equal descriptions.
   *
   * @param definition the action; undefined for any that needs a target
   */
  describe(target: Target | undefined, definition?: Action): string {
    return this.#conditions.describe(target, definition);
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
