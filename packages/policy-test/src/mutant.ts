import { type PolicyRule, quote, type RequiredApprovals, type Verdict } from '@agent-safe/core';
import {
  compareRules,
  matchRules,
  type PreparedRule,
  prepareRules,
  type ResolvedRequest,
  rankOf,
  reportedRule,
  resultOf,
} from '@agent-safe/pdp/analysis';
import { addAll, type Bits, firstBit, isEmpty, take } from './bits.ts';
import { mutationsOf } from './mutations.ts';
import type { RequestSpace } from './request-space.ts';
import type { Shape } from './shape.ts';

/** The rules with one change. */
export interface Mutant {
  readonly what: string;
  /** The replacement of the changed rule: one rule, or none. */
  readonly mutated: readonly PreparedRule[];
  /** All rules, in evaluation order. */
  readonly rules: readonly PreparedRule[];
  /** The rules that the changed rule moves past. */
  readonly passed: readonly PreparedRule[];
}

/** Returns every mutant of one rule. */
export function mutantsOf(prepared: readonly PreparedRule[], place: number): readonly Mutant[] {
  const origin = prepared[place];
  if (origin === undefined) return [];
  const replace = (what: string, mutated: readonly PreparedRule[]): Mutant => ({
    what,
    mutated,
    rules: prepared.toSpliced(place, 1, ...mutated),
    passed: [],
  });
  const changed = mutationsOf(origin.rule).map(({ rule, what }) => {
    const mutant = replace(what, prepareRules([rule]));
    return rankOf(rule) === rankOf(origin.rule) || rule.decision === 'allow' ? mutant : move(mutant, place);
  });
  const next = prepared[place + 1];
  const swapped =
    next === undefined
      ? []
      : [
          {
            what: `tried after ${quote(next.rule.name)}`,
            mutated: [next],
            rules: prepared.toSpliced(place, 2, next, origin),
            passed: [],
          },
        ];
  return [replace('removed', []), ...changed, ...swapped];
}

/** Moves the changed rule to the place of its new rank. */
function move(mutant: Mutant, place: number): Mutant {
  const rules = mutant.rules.toSorted((left, right) => compareRules(left.rule, right.rule));
  const moved = mutant.mutated[0] === undefined ? place : rules.indexOf(mutant.mutated[0]);
  const passed = rules.slice(Math.min(place, moved), Math.max(place, moved) + 1);
  return { ...mutant, rules, passed: passed.filter((rule) => !mutant.mutated.includes(rule)) };
}

/** A request that a mutant answers differently; `undecided` if the search did not finish. */
export type Difference = ResolvedRequest | 'none' | 'undecided';

/** Returns a request that the mutant answers differently. The rule or its replacement matches the request. */
export function findDifference(
  space: RequestSpace,
  before: readonly PreparedRule[],
  { mutated, passed, rules: after }: Mutant,
  origin: PreparedRule,
): Difference {
  const concerned = [origin, ...mutated];
  const orders = [before, after].map((rules) => rules.map((rule) => space.placeOf(rule)));
  const search = space.effort.begin(before.length);
  // Names of rules are unique, so if the change is reached, rules after it matter only for floors.
  const common = before.findIndex((rule, place) => rule !== after[place]);
  const prefix = (orders[0] ?? []).slice(0, common);
  const others = [...concerned, ...passed].map((rule) => space.placeOf(rule));
  const places = [...(space.hasFloors ? orders.flat() : prefix), ...others];
  const question = { relevant: space.setOf(places), before: space.setOf(prefix) };
  const tails = orders.map((order) => order.slice(prefix.length));
  for (const group of groupsOf(concerned, before, space.hasFloors)) {
    if (!space.canMeet(group)) continue;
    for (const shape of space.shapesFor(group, question, search)) {
      // Without floors, only the times that no earlier rule decides can differ.
      const isPlain = isEmpty(shape.floors);
      const times = isPlain ? space.undecided(shape, question.before, group) : space.timesIn(shape, group);
      if (isEmpty(times)) continue;
      const [old, changed] = (isPlain ? tails : orders).map((order) => answersAt(space, order, shape, times));
      const cell = old === undefined || changed === undefined ? -1 : firstDifference(old, changed);
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

/** The times of each answer. */
type Answers = ReadonlyMap<string, Bits>;

/** Returns the answers of rules at some times. */
function answersAt(space: RequestSpace, order: readonly number[], shape: Shape, asked: Bits): Answers {
  const times = asked.slice();
  const answers = new Map<string, Bits>();
  const add = (result: string, rule: PolicyRule | undefined, cells: Bits) => {
    const key = `${result} ${rule?.name ?? ''} ${JSON.stringify(rule?.approvals ?? null)}`;
    const known = answers.get(key);
    if (known === undefined) answers.set(key, cells.slice());
    else addAll(known, cells);
  };
  // The first floor at each time counts.
  const raised: { readonly floor: PolicyRule; readonly cells: Bits }[] = [];
  space.walk(order, shape, times, (place, taken, isFloor) => {
    const rule = space.rules[place]?.rule;
    if (rule === undefined) return false;
    if (isFloor) {
      raised.push({ floor: rule, cells: taken.slice() });
      return false;
    }
    const cells = taken.slice();
    const part = new Uint32Array(cells.length);
    for (const { cells: above, floor } of rule.decision === 'allow' ? raised : []) {
      if (take(cells, above, part)) add('require_approval', floor, part);
    }
    if (!isEmpty(cells)) add(rule.decision, rule, cells);
    return isEmpty(times);
  });
  if (!isEmpty(times)) add('deny', undefined, times);
  return answers;
}

/** Returns the first cell of an answer that other answers lack; -1 if they lack no cell. */
function firstDifference(answers: Answers, others: Answers): number {
  for (const [key, cells] of answers) {
    const left = cells.slice();
    const same = others.get(key);
    if (same !== undefined) take(left, same, new Uint32Array(left.length));
    if (!isEmpty(left)) return firstBit(left);
  }
  return -1;
}

/** The answer of a list of rules. */
export interface Answer {
  readonly result: Verdict['result'];
  readonly rule: string | null;
  /** Requirements of the rule on approvals. */
  readonly approvals?: RequiredApprovals;
}

export function answer(rules: readonly PreparedRule[], resolved: ResolvedRequest): Answer {
  const outcome = matchRules(rules, resolved);
  const reported = reportedRule(outcome);
  const required = reported?.approvals === undefined ? {} : { approvals: reported.approvals };
  return { result: resultOf(outcome), rule: reported?.name ?? null, ...required };
}
