import type { DecisionResult, PolicyMatch, PolicyRule, Verdict } from '@agent-safe/core';
import { timeConditionOf } from './time-condition.ts';

/** The answer of the rules to a request. */
export interface RuleOutcome {
  /** The rule that decides; undefined if none does, which denies. */
  readonly decider: PolicyRule | undefined;
  /**
   * The floors: approval rules before the decider that match, as far as the caller's proof shows, in evaluation order. They turn an
   * allow into require_approval.
   */
  readonly floors: readonly PolicyRule[];
}

/** Returns the answer of an outcome. */
export function resultOf({ decider, floors }: RuleOutcome): DecisionResult {
  const result = decider?.decision ?? 'deny';
  return result === 'allow' && floors.length > 0 ? 'require_approval' : result;
}

/** Returns the rule that is reported: the first floor if it changes the answer, or else the decider. */
export function reportedRule({ decider, floors }: RuleOutcome): PolicyRule | undefined {
  return decider?.decision === 'allow' ? (floors[0] ?? decider) : decider;
}

/** Returns the verdict of a rule after floors. */
export function raiseToFloors(verdict: Verdict, outcome: RuleOutcome): Verdict {
  const result = resultOf(outcome);
  if (result === 'deny') return verdict;
  const { name = null, reason = '' } = reportedRule(outcome) ?? {};
  const rules = [...outcome.floors, outcome.decider].flatMap((rule) => rule?.name ?? []);
  return { ...verdict, result, reason, policy_matched: name, approval_rules: rules };
}

/**
 * Returns the time at which the first of the rules that gave an answer ends, or a period in its `not` begins; undefined if neither
 * happens, and for a denial.
 */
export function endOf(outcome: RuleOutcome, at: number): number | undefined {
  if (resultOf(outcome) === 'deny') return undefined;
  const { decider, floors } = outcome;
  const rules = decider === undefined ? floors : [...floors, decider];
  const until = Math.min(...rules.map(({ match }) => endOfMatch(match, at)));
  return Number.isFinite(until) ? until : undefined;
}

/** Returns the time at which a match may end. A period of `not` that began did not exclude the request, so it does not count. */
function endOfMatch(match: PolicyMatch, at: number): number {
  const { until } = timeConditionOf(match);
  if (match.not?.valid === undefined) return until;
  const { from } = timeConditionOf(match.not);
  return from > at ? Math.min(until, from) : until;
}
