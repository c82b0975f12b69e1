import type { PolicyRule } from '@agent-safe/core';

/** Orders rules as they are tried: guardrails that deny, other guardrails, then all other rules; within each, by priority. */
export function compareRules(left: PolicyRule, right: PolicyRule): number {
  return rankOf(left) - rankOf(right) || right.priority - left.priority;
}

/** Returns 0 for a guardrail that denies, 1 for another guardrail, and 2 for other rules. No priority outranks a lower number. */
export function rankOf({ decision, overrides }: PolicyRule): number {
  if (overrides !== true) return 2;
  return decision === 'deny' ? 0 : 1;
}
