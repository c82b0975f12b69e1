import { type PolicyRule, quote, type Verdict } from '@agent-safe/core';
import {
  matchRules,
  type PreparedRule,
  prepareRules,
  type ResolvedRequest,
  reportedRule,
  resultOf,
} from '@agent-safe/pdp/analysis';
import { eachBit, isEmpty } from './bits.ts';
import { mutationsOf } from './mutations.ts';
import type { RequestSpace, Shape } from './request-space.ts';

/** The rules with one change. */
export interface Mutant {
  readonly what: string;
  /** The replacement of the changed rule: one rule, or none. */
  readonly mutated: readonly PreparedRule[];
  /** All rules, in evaluation order. */
  readonly rules: readonly PreparedRule[];
}

/** Returns every mutant of one rule. */
export function mutantsOf(prepared: readonly PreparedRule[], place: number): readonly Mutant[] {
  const origin = prepared[place];
  if (origin === undefined) return [];
  const replace = (what: string, mutated: readonly PreparedRule[]): Mutant => ({
    what,
    mutated,
    rules: prepared.toSpliced(place, 1, ...mutated),
  });
  const changed = mutationsOf(origin.rule).map(({ rule, what }) => replace(what, prepareRules([rule])));
  const next = prepared[place + 1];
  const swapped =
    next === undefined
      ? []
      : [
          {
            what: `tried after ${quote(next.rule.name)}`,
            mutated: [next],
            rules: prepared.toSpliced(place, 2, next, origin),
          },
        ];
  return [replace('removed', []), ...changed, ...swapped];
}

/** A request that a mutant answers differently; `undecided` if the search did not finish. */
export type Difference = ResolvedRequest | 'none' | 'undecided';

/** Returns a request that the mutant answers differently. The rule or its replacement matches the request. */
export function findDifference(
  space: RequestSpace,
  before: readonly PreparedRule[],
  { mutated, rules: after }: Mutant,
  origin: PreparedRule,
): Difference {
  const concerned = [origin, ...mutated];
  const orders = [before, after].map((rules) => rules.map((rule) => space.placeOf(rule)));
  const search = space.effort.begin(before.length);
  // Names of rules are unique, so if the change is reached, rules after it matter only for floors.
  const relevant = space.hasFloors ? orders.flat() : (orders[0] ?? []).slice(0, before.indexOf(origin));
  const places = space.setOf([...relevant, ...concerned.map((rule) => space.placeOf(rule))]);
  for (const group of groupsOf(concerned, before, space.hasFloors)) {
    if (!space.canMeet(group)) continue;
    for (const shape of space.shapesFor(group, places, search)) {
      const [old = [], changed = []] = orders.map((order) => answersAt(space, order, shape, group));
      const cell = old.findIndex((answer, place) => answer !== changed[place]);
      if (cell >= 0) return space.requestInCell(shape, cell);
    }
  }
  return search.isComplete ? 'none' : 'undecided';
}

/** Yields the rules that a request must match to be answered differently. With floors, it depends on a later rule too. */
function* groupsOf(
  concerned: readonly PreparedRule[],
  before: readonly PreparedRule[],
  hasFloors: boolean,
): Generator<readonly PreparedRule[]> {
  for (const rule of concerned) yield [rule];
  yield concerned;
  if (!hasFloors) return;
  for (const other of before) {
    for (const rule of concerned) if (!concerned.includes(other)) yield [rule, other];
  }
}

/** Returns the answer of rules in each cell of time in which a group is asked for. */
function answersAt(
  space: RequestSpace,
  order: readonly number[],
  shape: Shape,
  group: readonly PreparedRule[],
): readonly (string | undefined)[] {
  const times = space.timesOf(group);
  const answers: (string | undefined)[] = Array.from({ length: times.length * 32 });
  const raised = new Map<number, PolicyRule>();
  const format = (result: string, rule: PolicyRule | undefined) => `${result} ${rule?.name ?? ''}`;
  space.walk(order, shape, times, (place, taken, isFloor) => {
    const rule = space.rules[place]?.rule;
    if (rule === undefined) return false;
    eachBit(taken, (cell) => {
      const floor = raised.get(cell);
      if (isFloor) raised.set(cell, floor ?? rule);
      else if (rule.decision === 'allow' && floor !== undefined) answers[cell] = format('require_approval', floor);
      else answers[cell] = format(rule.decision, rule);
    });
    return isEmpty(times);
  });
  eachBit(times, (cell) => {
    answers[cell] = format('deny', undefined);
  });
  return answers;
}

/** The answer of a list of rules. */
export interface Answer {
  readonly result: Verdict['result'];
  readonly rule: string | null;
}

export function answer(rules: readonly PreparedRule[], resolved: ResolvedRequest): Answer {
  const outcome = matchRules(rules, resolved);
  return { result: resultOf(outcome), rule: reportedRule(outcome)?.name ?? null };
}
