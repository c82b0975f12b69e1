import type { PolicyRule } from '@agent-safe/core';
import { matchCaller } from './caller-views.ts';
import { admitsPair, type PreparedRule } from './match.ts';
import type { ResolvedRequest } from './resolved-request.ts';
import type { RuleOutcome } from './rule-outcome.ts';
import { matchesTime } from './time-condition.ts';

/**
 * Returns what the rules answer, by trying them one by one: the first that decides, and the floors before it. `RuleIndex` must return
 * the same.
 */
export function matchRules(rules: readonly PreparedRule[], resolved: ResolvedRequest): RuleOutcome {
  const floors: PolicyRule[] = [];
  for (const prepared of rules) {
    const effect = matchRule(prepared, resolved);
    if (effect === 'decides') return { decider: prepared.rule, floors };
    if (effect === 'floor') floors.push(prepared.rule);
  }
  return { decider: undefined, floors };
}

/** Returns the effect of a rule on a request that no earlier rule decides. */
export function matchRule(prepared: PreparedRule, resolved: ResolvedRequest): 'decides' | 'floor' | 'fails' {
  const { match } = prepared.rule;
  const holds =
    admitsPair(prepared, resolved) &&
    (match.require_ticket === undefined || match.require_ticket === resolved.hasChangeTicket) &&
    matchesTime(match, resolved.at);
  return holds ? matchCaller(prepared.rule, resolved) : 'fails';
}
