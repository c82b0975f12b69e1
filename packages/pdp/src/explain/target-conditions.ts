import type { JsonValue, PolicyRule, TargetSelector } from '@agent-safe/core';
import type { ResolvedRequest } from '../match/resolved-request.ts';
import { judgeTarget, listOf } from '../match/target-conditions.ts';
import { type ConditionResult, resultFor } from './condition-result.ts';

/** Returns every condition of a rule on the target. */
export function explainTarget(rule: PolicyRule, resolved: ResolvedRequest): readonly ConditionResult[] {
  const { targets } = rule.match;
  if (targets === undefined) return [];
  const { target } = resolved;
  const results: ConditionResult[] = [];
  const add = (key: string, selector: TargetSelector, expected: JsonValue, actual: JsonValue | undefined) => {
    const found = { condition: key === '' ? 'targets' : `targets.${key}`, expected, actual: actual ?? null };
    results.push(resultFor(rule, found, judgeTarget(selector, resolved, false), describeDoubt(selector, resolved)));
  };
  for (const [key, actual] of [
    ['environments', target?.environment],
    ['sensitivities', target?.sensitivity],
    ['types', target?.type],
    ['ids', target?.id],
    ['owners', target?.owner],
  ] as const) {
    const expected = targets[key];
    if (expected !== undefined) add(key, { [key]: expected }, expected, actual);
  }
  const { owner_in_caller_groups, scopes } = targets;
  if (owner_in_caller_groups !== undefined) {
    const actual = { owner: target?.owner ?? null, groups: resolved.caller?.groups ?? null };
    add('owner_in_caller_groups', { owner_in_caller_groups }, owner_in_caller_groups, actual);
  }
  if (scopes !== undefined) add('scopes', { scopes }, { ...scopes }, target?.scope && { ...target.scope });
  for (const [label, expected] of Object.entries(targets.labels ?? {})) {
    const actual = target !== undefined && Object.hasOwn(target.labels, label) ? target.labels[label] : undefined;
    const labels = Object.fromEntries([[label, listOf(expected)]]);
    add(`labels.${label}`, { labels }, expected, actual);
  }
  // An empty selector still requires a target.
  if (results.length === 0) add('', {}, {}, target?.id);
  return results;
}

function describeDoubt(selector: TargetSelector, { caller, target, verifiedChain }: ResolvedRequest): string {
  if (target === undefined) return 'The request has no target.';
  if (selector.scopes !== undefined) return 'The location of the target is unknown.';
  if (target.owner === '') return 'The owner of the target is unknown.';
  if (caller === undefined) return 'The request has no caller.';
  return verifiedChain === 0 ? 'The caller is unverified.' : 'A delegator of the caller is or may be in this group.';
}
