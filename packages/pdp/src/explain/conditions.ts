import type { JsonValue } from '@agent-safe/core';
import { judgeDefinition } from '../match/action-conditions.ts';
import { FAILS, HOLDS, UNKNOWN } from '../match/certainty.ts';
import { judgeMatch } from '../match/judge.ts';
import type { PreparedRule } from '../match/match.ts';
import { type PreparedMatch, prepareMatch } from '../match/prepared-conditions.ts';
import type { ResolvedRequest } from '../match/resolved-request.ts';
import { matchesTime } from '../match/time-condition.ts';
import { explainCaller } from './caller-conditions.ts';
import { type ConditionResult, resultFor } from './condition-result.ts';
import { explainParams } from './param-conditions.ts';
import { explainTarget } from './target-conditions.ts';

/** Returns every condition of a rule, in the order of policy documents. A rule matches if all of them hold. */
export function explainConditions(prepared: PreparedRule, resolved: ResolvedRequest): readonly ConditionResult[] {
  const { rule } = prepared;
  const { actions, require_ticket, reversible, risk_classes, tags, time_windows, valid } = rule.match;
  const results: ConditionResult[] = [];
  const add = (condition: string, expected: JsonValue | undefined, actual: JsonValue, holds: () => boolean) => {
    if (expected !== undefined) results.push({ condition, holds: holds(), expected, actual });
  };
  add('actions', actions, resolved.action, () => prepared.matchesAction(resolved.action));
  const { definition } = resolved;
  for (const [key, expected, actual] of [
    ['tags', tags, definition?.tags],
    ['reversible', reversible, definition?.reversible],
  ] as const) {
    if (expected === undefined) continue;
    const certainty = judgeDefinition(prepareMatch({ [key]: expected }).conditions, definition);
    const found = { condition: key, expected, actual: actual ?? null };
    results.push(resultFor(rule, found, certainty, 'The definition of the action is unknown.'));
  }
  results.push(
    ...explainTarget(rule, resolved),
    ...explainCaller(rule, resolved),
    ...explainParams(prepared, resolved),
  );
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
  if (prepared.conditions.not !== undefined) results.push(explainNot(prepared, prepared.conditions.not, resolved));
  return results;
}

/** Explains `not` as one condition. The note names its conditions that hold, or its condition that fails. */
function explainNot({ rule }: PreparedRule, inner: PreparedMatch, resolved: ResolvedRequest): ConditionResult {
  const matched = judgeMatch(inner, resolved, true);
  const expected = JSON.parse(JSON.stringify(inner.match)) as JsonValue;
  const holds = matched === FAILS || (matched === UNKNOWN && rule.decision !== 'allow');
  // Within `not`, the views are those of the opposite decision.
  const opposite = rule.decision === 'allow' ? 'deny' : 'allow';
  const conditions = explainConditions(
    { ...inner, rule: { ...rule, decision: opposite, match: inner.match } },
    resolved,
  );
  const names = conditions.filter((each) => each.holds).map(({ condition }) => `not.${condition}`);
  const failing = conditions.filter((each) => !each.holds).map(({ condition }) => `not.${condition}`);
  const note = holds
    ? matched === UNKNOWN
      ? `It is unknown whether ${failing.join(', ') || 'not'} holds, so the rule matches in doubt.`
      : `${failing.join(', ') || 'not'} does not hold.`
    : matched === HOLDS
      ? `${names.join(', ') || 'not'} holds.`
      : `It is unknown whether ${names.join(', ') || 'not'} holds, so an allow rule does not match.`;
  return {
    condition: 'not',
    holds,
    expected,
    actual: matched === HOLDS ? true : matched === FAILS ? false : null,
    note,
  };
}
