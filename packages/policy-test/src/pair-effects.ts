import { effectOf, FAILS, judgeConditions, judgePair, type PreparedRule } from '@agent-safe/pdp/analysis';
import { isJoint } from './joint-conditions.ts';
import type { ActionOnTarget } from './pairs.ts';

/** Returns the effect of a rule's conditions on a pair and its parameters. Of joint conditions, only those on the pair count. */
export function effectOnPair(rule: PreparedRule, pair: ActionOnTarget): 'decides' | 'floor' | 'fails' {
  const request = { ...pair, caller: undefined, verifiedChain: 0, hasChangeTicket: false, at: 0 };
  if (judgePair(rule, request) === FAILS) return 'fails';
  const isPart = isJoint(rule);
  const own = isPart ? { ...rule, conditions: { ...rule.conditions, not: undefined } } : rule;
  const certainty = judgeConditions(own, request);
  // Doubt about a part of a joint condition may be certainty for the request.
  if (isPart) return certainty === FAILS ? 'fails' : 'decides';
  return effectOf(rule.rule, certainty);
}
