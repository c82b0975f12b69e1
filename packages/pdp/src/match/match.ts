import {
  type Caller,
  type CallerSelector,
  compileGlob,
  type DecisionResult,
  type PolicyMatch,
  type PolicyRule,
  type RiskClass,
  type Target,
  type TargetSelector,
} from '@agent-safe/core';
import type { ResolvedRequest } from './resolved-request.ts';
import { isInWindow } from './time-window.ts';
import { isOwnNameProven, isUnproven } from './verified-chain.ts';

/** A rule with its compiled action globs. */
export interface PreparedRule {
  readonly rule: PolicyRule;
  readonly matchesAction: (action: string) => boolean;
}

/** Returns the rules in evaluation order: highest priority first; equal priorities in the given order. */
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

/** Returns the deciding rule: the first whose conditions all hold. `RuleIndex` must return the same rule. */
export function firstMatch(rules: readonly PreparedRule[], resolved: ResolvedRequest): PolicyRule | undefined {
  return rules.find((prepared) => matchesRule(prepared, resolved))?.rule;
}

/** Whether all conditions of a rule hold. */
export function matchesRule(prepared: PreparedRule, resolved: ResolvedRequest): boolean {
  const { match } = prepared.rule;
  return (
    admitsPair(prepared, resolved) &&
    matchesCaller(prepared.rule, resolved) &&
    (match.require_ticket === undefined || match.require_ticket === resolved.hasChangeTicket) &&
    matchesTime(match, resolved.at)
  );
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
    includes(selector.types, target.type) &&
    Object.entries(selector.labels ?? {}).every(
      ([label, value]) => Object.hasOwn(target.labels, label) && target.labels[label] === value,
    )
  );
}

/**
 * Whether the conditions on the caller hold. If keys are configured, an unverified caller satisfies every condition of deny and
 * require_approval rules, and none of allow rules. Allow rules accept only proven names.
 */
function matchesCaller(
  { decision, match: { callers } }: PolicyRule,
  resolved: Pick<ResolvedRequest, 'caller' | 'verifiedChain'>,
): boolean {
  if (callers === undefined) return true;
  if (isUnproven(resolved)) return decision !== 'allow';
  return resolved.caller !== undefined && matchesProven(decision, callers, resolved.caller, resolved.verifiedChain);
}

/** Whether the conditions hold for a caller with a number of proven names, counted from the root of its chain. */
export function matchesProven(
  decision: DecisionResult,
  callers: CallerSelector,
  caller: Caller,
  verifiedChain: number,
): boolean {
  return (
    matchesAgent(decision, callers, caller, verifiedChain) &&
    overlaps(callers.roles, caller.roles) &&
    overlaps(callers.groups, caller.groups) &&
    matchesChain(decision, callers, caller, verifiedChain)
  );
}

/** Whether the condition on the caller's own name holds. */
export function matchesAgent(
  decision: DecisionResult,
  { agent_ids }: CallerSelector,
  caller: Caller,
  verifiedChain: number,
): boolean {
  if (agent_ids === undefined) return true;
  return agent_ids.includes(caller.agent_id) && (decision !== 'allow' || isOwnNameProven(caller, verifiedChain));
}

/** Whether the conditions on the delegation chain hold. */
export function matchesChain(
  decision: DecisionResult,
  { delegated_from, max_delegation_depth, require_delegation }: CallerSelector,
  { delegation_chain }: Caller,
  verifiedChain: number,
): boolean {
  const depth = delegation_chain.length;
  return (
    overlaps(delegated_from, decision === 'allow' ? delegation_chain.slice(0, verifiedChain) : delegation_chain) &&
    (max_delegation_depth === undefined || depth <= max_delegation_depth) &&
    (require_delegation === undefined || require_delegation === depth > 0)
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
