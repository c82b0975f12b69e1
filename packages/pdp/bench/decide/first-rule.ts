import {
  type Action,
  type Caller,
  effectiveRisk,
  type JsonObject,
  type PolicyRule,
  type Target,
} from '@agent-safe/core';
import type { DecideRequest } from '../../src/index.ts';
import { toSlots } from '../../src/match/judge.ts';
import type { PreparedRule } from '../../src/match/match.ts';
import { matchRules } from '../../src/match/match-rules.ts';

/** Returns the rule that decides a request, by trying one rule after another. */
export function firstRule(
  rules: readonly PreparedRule[],
  request: DecideRequest,
  action: Action,
  target: Target,
): PolicyRule | undefined {
  return matchRules(rules, {
    action: request.action,
    definition: action,
    // Most rules test no parameter.
    get slots() {
      return toSlots(action, request.params as JsonObject);
    },
    target,
    caller: request.caller as Caller | undefined,
    verifiedChain: Number.POSITIVE_INFINITY,
    effectiveRisk: effectiveRisk(action.risk_class, target.sensitivity),
    hasChangeTicket: request.ticket_id !== undefined && request.ticket_id !== '',
    at: request.at,
  }).decider;
}
