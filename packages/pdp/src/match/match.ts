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
import type { Facts } from './facts.ts';
import { isInWindow } from './time-window.ts';
import { isOwnNameProven, isUnproven } from './verified-chain.ts';

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
    matchesCaller(prepared.rule, facts) &&
    (match.require_ticket === undefined || match.require_ticket === facts.hasChangeTicket) &&
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

/**
 * Whether the conditions on the caller hold. What nothing proves widens nothing: where keys could prove it, an unproven
 * caller satisfies every condition of a rule that denies or asks for approval, and none of one that allows, and in rules
 * that allow only proven names count.
 */
function matchesCaller(
  { decision, match: { callers } }: PolicyRule,
  facts: Pick<Facts, 'caller' | 'verifiedChain'>,
): boolean {
  if (callers === undefined) return true;
  if (isUnproven(facts)) return decision !== 'allow';
  return facts.caller !== undefined && matchesProven(decision, callers, facts.caller, facts.verifiedChain);
}

/** Whether the conditions hold on a caller of whom so many names are proven, from the root of its chain on. */
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

/** Whether the caller's own name is one that is asked for. */
export function matchesAgent(
  decision: DecisionResult,
  { agent_ids }: CallerSelector,
  caller: Caller,
  verifiedChain: number,
): boolean {
  if (agent_ids === undefined) return true;
  return agent_ids.includes(caller.agent_id) && (decision !== 'allow' || isOwnNameProven(caller, verifiedChain));
}

/** Whether a caller was delegated to as is asked for. */
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
