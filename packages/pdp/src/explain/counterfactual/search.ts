import type { DecisionResult, PolicyRule } from '@agent-safe/core';
import type { View } from '../../match/caller-views.ts';
import type { PreparedRule } from '../../match/match.ts';
import { reportedRule, resultOf } from '../../match/rule-outcome.ts';
import { decidingView, satisfyNames } from './caller-sides.ts';
import { type Change, describeEdit, type Edit } from './edits.ts';
import type { Ambiguous, HiddenNames, Kind, PolicyView, Scenario, ScenarioEvaluator } from './scenario.ts';
import { isCallerSide, SIDES, type Side, type Variant } from './sides.ts';
import { avoid, holdsOn, leaveScope, satisfy, toTarget } from './variants.ts';

/** The changes found, and how complete the search was. */
export interface SearchResult {
  /**
   * The smallest changes that give another answer. Each was evaluated. Changes to allow come first, then the smallest.
   */
  readonly changes: readonly Change[];
  /** Number of evaluated requests. */
  readonly tried: number;
  /** Whether the search tried every change of up to three sides, so that no smaller change exists. */
  readonly complete: boolean;
}

const MOST_SIDES = 3;
/** Most rules to avoid, one after another. */
const MOST_TURNS = 6;
/** Most requests to evaluate. */
const MOST_TRIED = 500;
/** Most changes to report for each other answer. */
const MOST_CHANGES = 5;
const RESULTS: readonly DecisionResult[] = ['allow', 'require_approval', 'deny'];
/** The bit of the parameters, which depend on all other sides. */
const PARAMETERS = 1 << SIDES.length;

interface Found {
  /** The changed sides, as bits. */
  readonly sides: number;
  readonly change: Change;
}

/** A rule that would give another answer, and the sides on which it fails in a view. */
interface Goal {
  readonly rule: PreparedRule;
  readonly view: View;
  readonly sides: readonly Side[];
}

/** A scenario, and the variants that led to it. */
interface Step {
  readonly scenario: Scenario;
  readonly sides: number;
  /** Number of variants applied. */
  readonly turns: number;
  readonly edits: readonly Edit[];
}

/**
 * Searches for the smallest changes of a request that give another answer. For each rule with another answer it satisfies the failing
 * conditions, on as few sides as possible, then avoids the rules that match before it. Every reported change was evaluated.
 */
export class ChangeSearch {
  readonly #rules: readonly PreparedRule[];
  readonly #prepared: ReadonlyMap<PolicyRule, PreparedRule>;
  readonly #evaluator: ScenarioEvaluator;
  readonly #current: DecisionResult;
  readonly #before: readonly Edit[];
  readonly #found: Found[] = [];
  readonly #seen = new Set<string>();
  #isSpent = false;

  /** @param before edits that every change needs */
  constructor(view: PolicyView, evaluator: ScenarioEvaluator, current: DecisionResult, before: readonly Edit[]) {
    this.#rules = view.rules;
    this.#prepared = new Map(view.rules.map((prepared) => [prepared.rule, prepared]));
    this.#evaluator = evaluator;
    this.#current = current;
    this.#before = before;
  }

  run(scenario: Scenario): SearchResult {
    const start: Step = { scenario, sides: 0, turns: 0, edits: [] };
    const goals = this.#goals(
      scenario,
      this.#evaluator.kindOf(scenario.target),
      (decision) => decision !== this.#current,
    );
    this.#evaluator.hidden = namesIn((goals[0] ?? []).map(({ rule }) => rule.rule));
    this.#explore(start);
    // Parameters that are wrong for this target may be right for another one.
    const outcome = this.#evaluator.evaluate(scenario);
    const isRight = typeof outcome === 'object' && 'repairs' in outcome && outcome.repairs.length === 0;
    for (const kind of isRight ? [] : this.#evaluator.otherKinds(scenario)) {
      this.#explore(take(start, ['target'], toTarget(kind, scenario)));
    }
    for (const [size, rules] of goals.entries()) {
      // Later rules need changes of more sides.
      if (this.#isEnough(size)) break;
      for (const goal of rules) for (const step of this.#reach(start, goal)) this.#explore(step);
    }
    const isComplete = !this.#isSpent && this.#evaluator.sawAll;
    return { changes: this.#smallest(), tried: this.#evaluator.tried, complete: isComplete };
  }

  /** Returns the rules with a wanted answer on a target, by the number of sides on which they fail. */
  #goals(
    scenario: Scenario,
    kind: Kind | undefined,
    isWanted: (decision: DecisionResult) => boolean,
  ): readonly (readonly Goal[])[] {
    const { action, names } = this.#evaluator;
    const goals: Goal[][] = Array.from({ length: MOST_SIDES + 1 }, () => []);
    for (const rule of this.#rules) {
      const { decision } = rule.rule;
      if (!isWanted(decision) || !rule.matchesAction(action)) continue;
      // An approval rule decides in the granted view, and is a floor in the chain view.
      const views: readonly View[] =
        decision === 'require_approval' && names.verifiesCallers ? ['granted', 'chain'] : [decidingView(rule.rule)];
      for (const view of views) {
        const sides = SIDES.filter((side) => !holdsOn(side, view, rule, scenario, kind, this.#evaluator));
        goals[sides.length]?.push({ rule, view, sides });
        // An unverified caller satisfies every condition in the chain view.
        if (view === 'granted' || !names.verifiesCallers || !sides.some(isCallerSide)) continue;
        const unproven = [...sides.filter((side) => !isCallerSide(side)), 'proof' as const];
        goals[unproven.length]?.push({ rule, view, sides: unproven });
      }
    }
    return goals;
  }

  /** Returns every way to satisfy a rule on the sides on which it fails. */
  #reach(from: Step, { rule, sides: failing, view }: Goal): readonly Step[] {
    const [side, ...others] = failing;
    if (side === undefined) return [from];
    if (this.#isSpent) return [];
    if (this.#evaluator.names.verifiesCallers && isName(side)) {
      const rest = others.filter((other) => !isName(other));
      return satisfyNames(view, rule.rule, from.scenario, this.#evaluator).flatMap(({ sides, variant }) =>
        this.#reach(take(from, sides, variant), { rule, view, sides: rest }),
      );
    }
    return satisfy(side, view, rule, from.scenario, this.#evaluator).flatMap((variant) =>
      this.#reach(take(from, [side], variant), { rule, view, sides: others }),
    );
  }

  /** Evaluates a scenario, then explores the variants that avoid its deciding rule. */
  #explore(step: Step): void {
    const key = JSON.stringify([step.scenario, step.sides]);
    if (this.#seen.has(key) || this.#isSpent) return;
    if (this.#evaluator.tried >= MOST_TRIED) {
      this.#isSpent = true;
      return;
    }
    this.#seen.add(key);
    const outcome = this.#evaluator.evaluate(step.scenario);
    if (outcome === 'outside') {
      this.#leaveScope(step);
      return;
    }
    if (outcome === undefined) return;
    if ('stricter' in outcome) {
      this.#relax(step, outcome);
      return;
    }
    const rule = reportedRule(outcome);
    this.#record(step, resultOf(outcome), rule?.name ?? null, outcome.repairs);
    if (step.turns === MOST_TURNS || outcome.decider === undefined) return;
    // A floor matches in the chain view. The answer also changes without the allow that it raises.
    if (rule !== undefined && rule !== outcome.decider) this.#avoid(step, rule, 'chain');
    this.#avoid(step, outcome.decider, decidingView(outcome.decider));
  }

  /** Explores the variants in which the other target of an ambiguous request may be less strict. */
  #relax(step: Step, outcome: Ambiguous): void {
    if (step.turns === MOST_TURNS) return;
    this.#leaveScope(step);
    const result = resultOf(outcome);
    const isLess = (decision: DecisionResult) => decision === 'allow' || (decision !== 'deny' && result === 'deny');
    for (const goal of this.#goals(step.scenario, outcome.stricter, isLess).flat()) {
      if (!goal.sides.every((side) => this.#mayTake(step, side))) continue;
      for (const next of this.#reach(step, goal)) this.#explore(next);
    }
    for (const floor of outcome.floors) this.#avoid(step, floor, 'chain');
    if (outcome.decider !== undefined) this.#avoid(step, outcome.decider, decidingView(outcome.decider));
  }

  /** Explores the variants that avoid a rule. */
  #avoid(step: Step, rule: PolicyRule, view: View): void {
    const blocker = this.#prepared.get(rule);
    if (blocker === undefined) return;
    for (const side of SIDES) {
      if (!this.#mayTake(step, side)) continue;
      for (const variant of avoid(side, view, blocker, step.scenario, this.#evaluator))
        this.#explore(take(step, [side], variant));
    }
  }

  #leaveScope(step: Step): void {
    if (step.turns === MOST_TURNS) return;
    for (const { sides, variant } of leaveScope(step.scenario, this.#evaluator)) {
      if (sides.every((side) => this.#mayTake(step, side))) this.#explore(take(step, sides, variant));
    }
  }

  /** Whether a step may change a side: a further one up to the limit, or again a side with several values. */
  #mayTake({ sides }: Step, side: Side): boolean {
    const isTaken = (sides & (1 << SIDES.indexOf(side))) !== 0;
    return isTaken ? side === 'roles' || side === 'groups' || side === 'time' : countBits(sides) < MOST_SIDES;
  }

  #record(step: Step, result: DecisionResult, rule: string | null, repairs: readonly Edit[]): void {
    const edits = [...this.#before, ...step.edits, ...repairs];
    // Without edits, the answer has another cause, which no edit here changes.
    if (result === this.#current || edits.length === 0) return;
    const sides = repairs.length === 0 ? step.sides : step.sides | PARAMETERS;
    const text = edits.map(describeEdit).join(', ');
    this.#found.push({ sides, change: { edits, result, policy_matched: rule, text } });
  }

  /** Whether enough changes with fewer sides than the next rules need were found. */
  #isEnough(size: number): boolean {
    return RESULTS.every(
      (result) =>
        result === this.#current ||
        this.#minimal(result).filter(({ sides }) => countBits(sides & ~PARAMETERS) < size).length >= MOST_CHANGES,
    );
  }

  #smallest(): readonly Change[] {
    return RESULTS.flatMap((result) =>
      this.#minimal(result)
        .slice(0, MOST_CHANGES)
        .map(({ change }) => change),
    );
  }

  /** Drops changes that contain a smaller sufficient one. Returns one change of each set of sides first, then the others. */
  #minimal(result: DecisionResult): readonly Found[] {
    const all = this.#found.filter(({ change }) => change.result === result);
    const minimal = all
      .filter(({ sides }) => !all.some((other) => other.sides !== sides && (other.sides & sides) === other.sides))
      .sort((left, right) => left.change.edits.length - right.change.edits.length || left.sides - right.sides);
    const seen = new Set<string>();
    const distinct = minimal.filter(({ change: { text } }) => !seen.has(text) && seen.add(text).size > 0);
    const first = distinct.filter(({ sides }, place) => distinct.findIndex((other) => other.sides === sides) === place);
    // Only the next time of each set is reported.
    const isLater = ({ change }: Found) => change.edits.some(({ field }) => field === 'at');
    return [...first, ...distinct.filter((each) => !first.includes(each) && !isLater(each))];
  }
}

function namesIn(rules: readonly PolicyRule[]): HiddenNames {
  const selectors = rules.flatMap(({ match }) => match.callers ?? []);
  return {
    agents: [...new Set(selectors.flatMap(({ agent_ids }) => agent_ids ?? []))],
    delegators: [...new Set(selectors.flatMap(({ delegated_from }) => delegated_from ?? []))],
  };
}

/** Merges the changes of two searches, fewest edits first. */
export function mergeResults(left: SearchResult, right: SearchResult): SearchResult {
  const all = [...left.changes, ...right.changes].sort((one, other) => one.edits.length - other.edits.length);
  const changes = RESULTS.flatMap((result) => all.filter((change) => change.result === result).slice(0, MOST_CHANGES));
  return { changes, tried: left.tried + right.tried, complete: left.complete && right.complete };
}

function isName(side: Side): boolean {
  return side === 'agent' || side === 'delegation';
}

function take(from: Step, sides: readonly Side[], variant: Variant): Step {
  return {
    scenario: variant.apply(from.scenario),
    sides: sides.reduce((bits, side) => bits | (1 << SIDES.indexOf(side)), from.sides),
    turns: from.turns + 1,
    // A later time replaces an earlier one.
    edits: [...from.edits.filter(({ field }) => !sides.includes('time') || field !== 'at'), ...variant.edits],
  };
}

function countBits(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count++;
  return count;
}
