import type { JsonValue, PolicyRule, Target } from '@agent-safe/core';
import type { Facts } from '../match/facts.ts';
import { matchesTime } from '../match/match.ts';
import { explainCaller } from './caller-conditions.ts';
import type { ConditionResult } from './condition-result.ts';

/** Every condition that a rule has, in the order in which policies are written. A rule matches where all of them hold. */
export function explainConditions(
  rule: PolicyRule,
  matchesAction: (action: string) => boolean,
  facts: Facts,
): readonly ConditionResult[] {
  const { actions, require_ticket, risk_classes, time_windows } = rule.match;
  const results: ConditionResult[] = [];
  const add = (condition: string, expected: JsonValue | undefined, actual: JsonValue, holds: () => boolean) => {
    if (expected !== undefined) results.push({ condition, holds: holds(), expected, actual });
  };
  add('actions', actions, facts.action, () => matchesAction(facts.action));
  results.push(...explainTarget(rule, facts.target), ...explainCaller(rule, facts));
  add(
    'time_windows',
    time_windows?.map((window) => ({ ...window })),
    new Date(facts.at).toISOString(),
    () => matchesTime(rule.match, facts.at),
  );
  add('risk_classes', risk_classes, facts.effectiveRisk, () => risk_classes?.includes(facts.effectiveRisk) ?? true);
  add('require_ticket', require_ticket, facts.hasChangeTicket, () => require_ticket === facts.hasChangeTicket);
  return results;
}

function explainTarget({ match: { targets } }: PolicyRule, target: Target | undefined): readonly ConditionResult[] {
  if (targets === undefined) return [];
  const results: ConditionResult[] = [];
  const add = (key: string, expected: readonly string[] | undefined, actual: string | undefined) => {
    if (expected === undefined) return;
    const holds = actual !== undefined && expected.includes(actual);
    results.push({ condition: `targets.${key}`, holds, expected, actual: actual ?? null });
  };
  add('environments', targets.environments, target?.environment);
  add('sensitivities', targets.sensitivities, target?.sensitivity);
  add('types', targets.types, target?.type);
  for (const [label, value] of Object.entries(targets.labels ?? {})) {
    const actual = target !== undefined && Object.hasOwn(target.labels, label) ? target.labels[label] : undefined;
    results.push({
      condition: `targets.labels.${label}`,
      holds: actual === value,
      expected: value,
      actual: actual ?? null,
    });
  }
  // An empty selector still needs a target.
  if (results.length === 0)
    results.push({ condition: 'targets', holds: target !== undefined, expected: {}, actual: target?.id ?? null });
  return results;
}
