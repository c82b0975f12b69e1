import {
  type Caller,
  type CallerSelector,
  type DecisionResult,
  type JsonValue,
  type PolicyRule,
  quote,
} from '@agent-safe/core';
import { matchesProven } from '../match/match.ts';
import type { ResolvedRequest } from '../match/resolved-request.ts';
import { isUnproven } from '../match/verified-chain.ts';
import type { ConditionResult } from './condition-result.ts';

type Asker = Pick<ResolvedRequest, 'caller' | 'verifiedChain'>;

/** Returns every condition of a rule on the caller. */
export function explainCaller({ decision, match: { callers } }: PolicyRule, asker: Asker): readonly ConditionResult[] {
  if (callers === undefined) return [];
  const { caller } = asker;
  const results: ConditionResult[] = [];
  const add = (key: keyof CallerSelector, actual: JsonValue | undefined) => {
    const expected = callers[key];
    if (expected === undefined) return;
    results.push({
      condition: `callers.${key}`,
      expected,
      actual: actual ?? null,
      ...evaluateCondition(decision, { [key]: expected }, asker),
    });
  };
  const chain = caller?.delegation_chain;
  add('agent_ids', caller?.agent_id);
  add('roles', caller?.roles);
  add('groups', caller?.groups);
  add('delegated_from', chain);
  add('max_delegation_depth', chain?.length);
  add('require_delegation', chain && chain.length > 0);
  // An empty selector still requires a caller.
  if (results.length === 0) {
    const actual = caller?.agent_id ?? null;
    results.push({ condition: 'callers', expected: {}, actual, ...evaluateCondition(decision, callers, asker) });
  }
  return results;
}

/** Evaluates one condition. */
function evaluateCondition(
  decision: DecisionResult,
  asked: CallerSelector,
  asker: Asker,
): Pick<ConditionResult, 'holds' | 'note'> {
  const { caller, verifiedChain } = asker;
  if (isUnproven(asker)) return evaluateUnproven(decision);
  if (caller === undefined) return { holds: false };
  const holds = matchesProven(decision, asked, caller, verifiedChain);
  // The condition would hold if all names were proven.
  if (holds || !matchesProven(decision, asked, caller, Number.POSITIVE_INFINITY)) return { holds };
  return { holds, note: describeUnprovenName(caller, verifiedChain) };
}

function evaluateUnproven(decision: DecisionResult): Pick<ConditionResult, 'holds' | 'note'> {
  return decision === 'allow'
    ? { holds: false, note: 'The caller is unverified.' }
    : { holds: true, note: 'The caller is unverified, so it may be anyone.' };
}

/** Names the first delegation of the chain that lacks a grant. No name after it is proven. */
function describeUnprovenName({ agent_id, delegation_chain }: Caller, verifiedChain: number): string {
  const [parent = '', child = agent_id] = delegation_chain.slice(verifiedChain - 1, verifiedChain + 1);
  return `The name is not proven: delegation.grants does not allow ${quote(parent)} to delegate to ${quote(child)}.`;
}
