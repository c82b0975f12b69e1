import type { DecisionResult, PolicyMatch, PolicyRule, RequiredApprovals, Verdict } from '@agent-safe/core';
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

/** Whether an answer is stricter than another: by its result, or by the approvals that its rules require. */
export function isStricterThan(outcome: RuleOutcome, other: RuleOutcome): boolean {
  const [own, least] = [strictness(resultOf(outcome)), strictness(resultOf(other))];
  if (own !== least || resultOf(outcome) !== 'require_approval') return own > least;
  const met = approvalsOf(other);
  return approvalsOf(outcome).some((required) => !isMet(required, met));
}

function strictness(result: DecisionResult): number {
  return result === 'allow' ? 0 : result === 'require_approval' ? 1 : 2;
}

function approvalsOf({ decider, floors }: RuleOutcome): readonly RequiredApprovals[] {
  return [...floors, decider].flatMap((rule) => rule?.approvals ?? []);
}

/** Whether approvals that meet some requirements always meet another one. */
function isMet(
  { groups, quorum = 1, roles, ttl_seconds }: RequiredApprovals,
  met: readonly RequiredApprovals[],
): boolean {
  const isHeld = (key: 'groups' | 'roles', names: readonly string[] = []) =>
    names.length === 0 ||
    met.some(({ [key]: own = [] }) => own.length > 0 && own.every((name) => names.includes(name)));
  return (
    isHeld('groups', groups) &&
    isHeld('roles', roles) &&
    (quorum === 1 || met.some((each) => (each.quorum ?? 1) >= quorum)) &&
    (ttl_seconds === undefined || met.some((each) => (each.ttl_seconds ?? Number.POSITIVE_INFINITY) <= ttl_seconds))
  );
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
