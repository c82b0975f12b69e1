import {
  compileGlob,
  compilePathGlob,
  type PolicyRule,
  type RiskClass,
  type Target,
  type TargetSelector,
} from '@agent-safe/core';
import type { ResolvedRequest } from './resolved-request.ts';
import { compareRules } from './rule-order.ts';

/** A rule with its compiled action globs. */
export interface PreparedRule {
  readonly rule: PolicyRule;
  readonly matchesAction: (action: string) => boolean;
}

/** Returns the rules in evaluation order: guardrails first, then the highest priority; equal rules in the given order. */
export function prepareRules(rules: readonly PolicyRule[]): readonly PreparedRule[] {
  return rules.toSorted(compareRules).map((rule) => ({ rule, matchesAction: prepareActions(rule.match.actions) }));
}

export function prepareActions(globs: readonly string[] | undefined): (action: string) => boolean {
  if (globs === undefined) return () => true;
  const matchers = globs.map(compileGlob);
  return (action) => matchers.some((matches) => matches(action));
}

/** Whether the conditions on action, target and effective risk hold. */
export function admitsPair(
  { matchesAction, rule: { match } }: PreparedRule,
  { action, effectiveRisk, target }: Pick<ResolvedRequest, 'action' | 'effectiveRisk' | 'target'>,
): boolean {
  return (
    matchesAction(action) && matchesTarget(match.targets, target) && matchesRisk(match.risk_classes, effectiveRisk)
  );
}

export function matchesRisk(classes: readonly RiskClass[] | undefined, effectiveRisk: RiskClass): boolean {
  return includes(classes, effectiveRisk);
}

export function matchesTarget(selector: TargetSelector | undefined, target: Target | undefined): boolean {
  if (selector === undefined) return true;
  return (
    target !== undefined &&
    includes(selector.environments, target.environment) &&
    includes(selector.sensitivities, target.sensitivity) &&
    (selector.types?.some((type) => matchesEntry(type, target.type)) ?? true) &&
    Object.entries(selector.labels ?? {}).every(
      ([label, value]) => Object.hasOwn(target.labels, label) && matchesEntry(value, target.labels[label] ?? ''),
    )
  );
}

/** Whether a type or label of a target matches a value or glob of a selector. Most are values. */
export function matchesEntry(entry: string, value: string): boolean {
  return entry === value || (entry.includes('*') && compilePathGlob(entry)(value));
}

function includes<Value>(wanted: readonly Value[] | undefined, value: Value): boolean {
  return wanted === undefined || wanted.includes(value);
}
