import { quote, type Verdict } from '@agent-safe/core';
import {
  matchRules,
  type PreparedRule,
  prepareRules,
  type ResolvedRequest,
  reportedRule,
  resultOf,
} from '@agent-safe/pdp/analysis';
import { mutationsOf } from './mutations.ts';
import type { RequestSpace } from './request-space.ts';

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

/** Returns a request that the mutant answers differently. The rule or its replacement matches the request. */
export function findDifference(
  space: RequestSpace,
  before: readonly PreparedRule[],
  { mutated, rules: after }: Mutant,
  origin: PreparedRule,
): ResolvedRequest | undefined {
  const concerned = [origin, ...mutated];
  for (const group of [...concerned.map((rule) => [rule]), concerned]) {
    for (const resolved of space.requestsFor(group)) {
      if (!isSame(answer(before, resolved), answer(after, resolved))) return resolved;
    }
  }
  return undefined;
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

function isSame(left: Answer, right: Answer): boolean {
  return left.result === right.result && left.rule === right.rule;
}
