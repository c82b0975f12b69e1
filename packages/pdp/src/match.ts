import {
  type Caller,
  type CallerSelector,
  compileGlob,
  type PolicyMatch,
  type PolicyRule,
  type RiskClass,
  type Target,
  type TargetSelector,
} from '@agent-safe/core';
import type { Facts } from './facts.ts';
import { isInWindow } from './time-window.ts';

/** A rule with what can be prepared of it. */
export interface PreparedRule {
  readonly rule: PolicyRule;
  readonly matchesAction: (action: string) => boolean;
}

/** The rules in the order they are tried: highest priority first, equal ones as they were given. */
export function prepareRules(rules: readonly PolicyRule[]): readonly PreparedRule[] {
  return rules
    .toSorted((left, right) => right.priority - left.priority)
    .map((rule) => ({ rule, matchesAction: prepareActions(rule.match.actions) }));
}

export function prepareActions(globs: readonly string[] | undefined): (action: string) => boolean {
  if (globs === undefined) return () => true;
  const matchers = globs.map(compileGlob);
  return (action) => matchers.some((matches) => matches(action));
}

/** The rule that decides: the first one all of whose conditions hold. The reference that `RuleIndex` is compared with. */
export function firstMatch(rules: readonly PreparedRule[], facts: Facts): PolicyRule | undefined {
  return rules.find((prepared) => matchesRule(prepared, facts))?.rule;
}

/** Whether all conditions that the rule gives hold. */
export function matchesRule(prepared: PreparedRule, facts: Facts): boolean {
  const { match } = prepared.rule;
  return (
    admitsPair(prepared, facts) &&
    (match.callers === undefined || matchesCaller(match.callers, facts.caller)) &&
    (match.require_ticket === undefined || match.require_ticket === facts.hasTicket) &&
    matchesTime(match, facts.at)
  );
}

/** Whether the conditions hold on what is to be done: action, target, and the risk that follows from both. */
export function admitsPair(
  { matchesAction, rule: { match } }: PreparedRule,
  { action, effectiveRisk, target }: Pick<Facts, 'action' | 'effectiveRisk' | 'target'>,
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
    includes(selector.types, target.type) &&
    Object.entries(selector.labels ?? {}).every(
      ([label, value]) => Object.hasOwn(target.labels, label) && target.labels[label] === value,
    )
  );
}

function matchesCaller(selector: CallerSelector, caller: Caller | undefined): boolean {
  if (caller === undefined) return false;
  const depth = caller.delegation_chain.length;
  return (
    includes(selector.agent_ids, caller.agent_id) &&
    overlaps(selector.roles, caller.roles) &&
    overlaps(selector.groups, caller.groups) &&
    overlaps(selector.delegated_from, caller.delegation_chain) &&
    (selector.max_delegation_depth === undefined || depth <= selector.max_delegation_depth) &&
    (selector.require_delegation === undefined || selector.require_delegation === depth > 0)
  );
}

export function matchesTime({ time_windows: windows }: PolicyMatch, at: number): boolean {
  return windows === undefined || windows.some((window) => isInWindow(window, at));
}

function includes<Value>(wanted: readonly Value[] | undefined, value: Value): boolean {
  return wanted === undefined || wanted.includes(value);
}

export function overlaps(wanted: readonly string[] | undefined, held: readonly string[] | undefined): boolean {
  return wanted === undefined || wanted.some((value) => held?.includes(value));
}
