import type { DecisionResult } from '@agent-safe/core';
import { type Change, describeEdit, type Edit } from './edits.ts';
import type { PolicyView, Scenario, ScenarioJudge } from './scenario.ts';
import { findVariants, type Variant } from './variants.ts';

/** What was found, and how far the search went. */
export interface SearchResult {
  /** Those that would be allowed first; of those, the smallest first. */
  readonly changes: readonly Change[];
  /** How many requests were judged. */
  readonly tried: number;
  /** Whether every change of up to three sides was tried, so that there is no smaller one. */
  readonly complete: boolean;
}

const MOST_SIDES = 3;
const MOST_TRIED = 20_000;
/** Of each other answer so many changes are told. */
const MOST_CHANGES = 3;
const RESULTS: readonly DecisionResult[] = ['allow', 'require_approval', 'deny'];

/** The side of the parameters, which follow from all others. */
const PARAMETERS = 1 << 30;

interface Found {
  readonly result: DecisionResult;
  /** The sides that were changed, as bits; the highest one stands for the parameters. */
  readonly sides: number;
  readonly change: Change;
}

/**
 * Looks for the smallest changes of a request that would be answered otherwise, by judging them: first the parameters
 * alone, then every change of one side, of two, of three. What contains a change that suffices is not looked at.
 *
 * @param before edits that are needed whatever else is changed
 */
export function searchChanges(
  view: PolicyView,
  scenario: Scenario,
  judge: ScenarioJudge,
  current: DecisionResult,
  before: readonly Edit[],
): SearchResult {
  const { complete: isWhole, sides } = findVariants(view, scenario, judge);
  const found: Found[] = [];
  let complete = isWhole;
  for (const chosen of combinations(sides.length)) {
    const mask = chosen.reduce((bits, side) => bits | (1 << side), 0);
    const open = RESULTS.filter((result) => result !== current && !isCovered(found, result, mask));
    if (open.length === 0) continue;
    const best = new Map<DecisionResult, Found>();
    for (const variants of product(chosen.map((side) => sides[side] ?? []))) {
      if (judge.tried >= MOST_TRIED) {
        complete = false;
        break;
      }
      const outcome = judge.judge(variants.reduce((changed, variant) => variant.apply(changed), scenario));
      const result = outcome?.rule?.decision ?? 'deny';
      if (outcome === undefined || !open.includes(result)) continue;
      const edits = [...before, ...variants.map(({ edit }) => edit), ...outcome.repairs];
      const touched = outcome.repairs.length === 0 ? mask : mask | PARAMETERS;
      // Nothing was changed: the answer was refused for another reason, which no edit here mends.
      if (edits.length === 0 || isCovered(found, result, touched)) continue;
      if (edits.length >= (best.get(result)?.change.edits.length ?? Number.POSITIVE_INFINITY)) continue;
      const text = edits.map(describeEdit).join(', ');
      const change = { edits, result, policy_matched: outcome.rule?.name ?? null, text };
      best.set(result, { result, sides: touched, change });
    }
    found.push(...best.values());
  }
  const changes = RESULTS.flatMap((result) =>
    found
      .filter((each) => each.result === result)
      .map(({ change }) => change)
      .sort((left, right) => left.edits.length - right.edits.length)
      .slice(0, MOST_CHANGES),
  );
  return { changes, tried: judge.tried, complete };
}

/** A change of some of the same sides suffices already, or there are enough. */
function isCovered(found: readonly Found[], result: DecisionResult, mask: number): boolean {
  const same = found.filter((each) => each.result === result);
  return same.length >= MOST_CHANGES || same.some(({ sides }) => (sides & mask) === sides);
}

/** The sets of up to three of so many sides, the smallest first. */
function combinations(count: number): readonly (readonly number[])[] {
  let last: (readonly number[])[] = [[]];
  const all = [...last];
  for (let size = 1; size <= MOST_SIDES; size++) {
    last = last.flatMap((chosen) =>
      Array.from({ length: count }, (_, side) => side)
        .filter((side) => side > (chosen.at(-1) ?? -1))
        .map((side) => [...chosen, side]),
    );
    all.push(...last);
  }
  return all;
}

function* product(lists: readonly (readonly Variant[])[]): Generator<readonly Variant[]> {
  const [first, ...rest] = lists;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const variant of first) for (const others of product(rest)) yield [variant, ...others];
}
