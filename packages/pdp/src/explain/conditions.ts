import type { JsonValue, PolicyRule, Target } from '@agent-safe/core';
import { matchesEntry } from '../match/match.ts';
import type { ResolvedRequest } from '../match/resolved-request.ts';
import { matchesTime } from '../match/time-condition.ts';
import { explainCaller } from './caller-conditions.ts';
import type { ConditionResult } from './condition-result.ts';

/** Returns every condition of a rule, in the order of policy documents. A rule matches if all of them hold. */
export function explainConditions(
  rule: PolicyRule,
  matchesAction: (action: string) => boolean,
  resolved: ResolvedRequest,
): readonly ConditionResult[] {
  const { actions, require_ticket, risk_classes, time_windows, valid } = rule.match;
  const results: ConditionResult[] = [];
  const add = (condition: string, expected: JsonValue | undefined, actual: JsonValue, holds: () => boolean) => {
    if (expected !== undefined) results.push({ condition, holds: holds(), expected, actual });
  };
  add('actions', actions, resolved.action, () => matchesAction(resolved.action));
  results.push(...explainTarget(rule, resolved.target), ...explainCaller(rule, resolved));
  const at = new Date(resolved.at).toISOString();
  add(
    'time_windows',
    time_windows?.map((window) => ({ ...window })),
    at,
    () => matchesTime(time_windows === undefined ? {} : { time_windows }, resolved.at),
  );
  add('valid', valid && { ...valid }, at, () => matchesTime(valid === undefined ? {} : { valid }, resolved.at));
  add(
    'risk_classes',
    risk_classes,
    resolved.effectiveRisk,
    () => risk_classes?.includes(resolved.effectiveRisk) ?? true,
  );
  add('require_ticket', require_ticket, resolved.hasChangeTicket, () => require_ticket === resolved.hasChangeTicket);
  return results;
}

function explainTarget({ match: { targets } }: PolicyRule, target: Target | undefined): readonly ConditionResult[] {
  if (targets === undefined) return [];
  const results: ConditionResult[] = [];
  const add = (key: string, expected: readonly string[] | undefined, actual: string | undefined) => {
    if (expected === undefined) return;
    const holds = actual !== undefined && expected.some((entry) => matchesEntry(entry, actual));
    results.push({ condition: `targets.${key}`, holds, expected, actual: actual ?? null });
  };
  add('environments', targets.environments, target?.environment);
  add('sensitivities', targets.sensitivities, target?.sensitivity);
  add('types', targets.types, target?.type);
  for (const [label, value] of Object.entries(targets.labels ?? {})) {
    const actual = target !== undefined && Object.hasOwn(target.labels, label) ? target.labels[label] : undefined;
    results.push({
      condition: `targets.labels.${label}`,
      holds: actual !== undefined && matchesEntry(value, actual),
      expected: value,
      actual: actual ?? null,
    });
  }
  // An empty selector still requires a target.
  if (results.length === 0)
    results.push({ condition: 'targets', holds: target !== undefined, expected: {}, actual: target?.id ?? null });
  return results;
}
