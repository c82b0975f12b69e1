import { type Action, effectiveRisk, type PolicyRule, type Target } from '@agent-safe/core';
import { matchRule, matchRules, prepareRules, type ResolvedRequest } from '@agent-safe/pdp/analysis';
import { TimeCells } from '../../src/time-cells.ts';

interface Documents {
  readonly actions: readonly Action[];
  readonly rules: readonly PolicyRule[];
  readonly targets: readonly Target[];
}

/**
 * Counts the rules that never decide, by evaluating one request after the other: each action on each target, with each role and group of
 * a rule, with and without a change ticket, at each time.
 */
export function plainLint(
  { actions, rules, targets }: Documents,
  most: number,
): { readonly found: number; readonly isComplete: boolean } {
  const prepared = prepareRules(rules);
  const { instants } = new TimeCells(rules.map(({ match }) => match));
  let evaluated = 0;
  let found = 0;
  for (const rule of prepared) {
    let decides = false;
    for (const request of requestsOf(rule.rule, actions, targets, instants)) {
      if (++evaluated > most) return { found, isComplete: false };
      decides = matchRule(rule, request) !== 'fails' && matchRules(prepared, request).decider === rule.rule;
      if (decides) break;
    }
    if (!decides) found++;
  }
  return { found, isComplete: true };
}

function* requestsOf(
  { match: { callers } }: PolicyRule,
  actions: readonly Action[],
  targets: readonly Target[],
  instants: readonly number[],
): Generator<ResolvedRequest> {
  for (const action of actions) {
    for (const target of [undefined, ...targets]) {
      for (const role of callers?.roles ?? [undefined]) {
        for (const group of callers?.groups ?? [undefined]) {
          const roles = role === undefined ? [] : [role];
          const groups = group === undefined ? [] : [group];
          const caller = { agent_id: '', verified: true, roles, groups, delegation_chain: [] };
          const risk = effectiveRisk(action.risk_class, target?.sensitivity);
          for (const hasChangeTicket of [false, true]) {
            for (const at of instants) {
              yield {
                action: action.name,
                target,
                caller,
                verifiedChain: Number.POSITIVE_INFINITY,
                effectiveRisk: risk,
                hasChangeTicket,
                at,
              };
            }
          }
        }
      }
    }
  }
}
