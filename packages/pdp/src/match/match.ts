import type { PolicyRule, RiskClass, Target, TargetSelector } from '@agent-safe/core';
import { judgeDefinition } from './action-conditions.ts';
import { type Certainty, FAILS, leastOf } from './certainty.ts';
import { type PreparedMatch, prepareMatch } from './prepared-conditions.ts';
import type { ResolvedRequest } from './resolved-request.ts';
import { compareRules } from './rule-order.ts';
import { judgeKind, judgeTarget, type TargetRequest } from './target-conditions.ts';

/** A rule with its compiled conditions. */
export interface PreparedRule extends PreparedMatch {
  readonly rule: PolicyRule;
}

/** Returns the rules in evaluation order: guardrails first, then the highest priority; equal rules in the given order. */
export function prepareRules(rules: readonly PolicyRule[]): readonly PreparedRule[] {
  return rules.toSorted(compareRules).map((rule) => ({ rule, ...prepareMatch(rule.match) }));
}

/** Returns how far the conditions on action, target and effective risk hold. */
export function judgePair(
  { conditions, match, matchesAction }: PreparedMatch,
  request: TargetRequest & Pick<ResolvedRequest, 'action' | 'effectiveRisk'>,
): Certainty {
  if (!matchesAction(request.action) || !matchesRisk(match.risk_classes, request.effectiveRisk)) return FAILS;
  return leastOf(judgeDefinition(conditions, request.definition), judgeTarget(match.targets, request, false));
}

export function matchesRisk(classes: readonly RiskClass[] | undefined, effectiveRisk: RiskClass): boolean {
  return classes === undefined || classes.includes(effectiveRisk);
}

/** Whether a selector matches a target, or may match it. Groups of callers do not count. */
export function matchesTarget(selector: TargetSelector | undefined, target: Target | undefined): boolean {
  return selector === undefined || (target !== undefined && judgeKind(selector, target) !== FAILS);
}
