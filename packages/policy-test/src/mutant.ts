import { quote, type Verdict } from '@agent-safe/core';
import { type Facts, firstMatch, type PreparedRule, prepareRules } from '@agent-safe/pdp/analysis';
import { mutationsOf } from './mutations.ts';
import type { RequestSpace } from './request-space.ts';

/** The rules with one thing changed. */
export interface Mutant {
  readonly what: string;
  /** What took the rule's place: one rule, or none. */
  readonly mutated: readonly PreparedRule[];
  /** All rules, in the order in which they are tried. */
  readonly rules: readonly PreparedRule[];
}

/** Every change of one rule, in the order in which they are tried. */
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

/** A request that is answered otherwise. It is one that the rule matches, before or after the change. */
export function findDifference(
  space: RequestSpace,
  before: readonly PreparedRule[],
  { mutated, rules: after }: Mutant,
  origin: PreparedRule,
): Facts | undefined {
  const concerned = [origin, ...mutated];
  for (const group of [...concerned.map((rule) => [rule]), concerned]) {
    for (const facts of space.requestsFor(group)) {
      if (!isSame(answer(before, facts), answer(after, facts))) return facts;
    }
  }
  return undefined;
}

/** What rules answer. */
export interface Answer {
  readonly result: Verdict['result'];
  readonly rule: string | null;
}

export function answer(rules: readonly PreparedRule[], facts: Facts): Answer {
  const rule = firstMatch(rules, facts);
  return { result: rule?.decision ?? 'deny', rule: rule?.name ?? null };
}

function isSame(left: Answer, right: Answer): boolean {
  return left.result === right.result && left.rule === right.rule;
}
