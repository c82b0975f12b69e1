import {
  type Caller,
  type CallerSelector,
  type DecisionResult,
  type JsonValue,
  type PolicyRule,
  quote,
} from '@agent-safe/core';
import type { Facts } from '../match/facts.ts';
import { matchesProven } from '../match/match.ts';
import { isUnproven } from '../match/verified-chain.ts';
import type { ConditionResult } from './condition-result.ts';

type Asker = Pick<Facts, 'caller' | 'verifiedChain'>;

/** Every condition that a rule has on the caller. */
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
  // An empty selector still needs a caller.
  if (results.length === 0) {
    const actual = caller?.agent_id ?? null;
    results.push({ condition: 'callers', expected: {}, actual, ...evaluateCondition(decision, callers, asker) });
  }
  return results;
}

/** One condition by itself. */
function evaluateCondition(
  decision: DecisionResult,
  asked: CallerSelector,
  asker: Asker,
): Pick<ConditionResult, 'holds' | 'note'> {
  const { caller, verifiedChain } = asker;
  if (isUnproven(asker)) return evaluateUnproven(decision);
  if (caller === undefined) return { holds: false };
  const holds = matchesProven(decision, asked, caller, verifiedChain);
  // As they are written, all names count.
  if (holds || !matchesProven(decision, asked, caller, Number.POSITIVE_INFINITY)) return { holds };
  return { holds, note: describeUnprovenName(caller, verifiedChain) };
}

function evaluateUnproven(decision: DecisionResult): Pick<ConditionResult, 'holds' | 'note'> {
  return decision === 'allow'
    ? { holds: false, note: 'Nothing proves who the caller is.' }
    : { holds: true, note: 'Nothing proves who the caller is, and so it may be anyone.' };
}

/** Which step of the chain breaks the proof of all names from there on. */
function describeUnprovenName({ agent_id, delegation_chain }: Caller, verifiedChain: number): string {
  const [parent = '', child = agent_id] = delegation_chain.slice(verifiedChain - 1, verifiedChain + 1);
  return `The name is not proven: delegation.grants do not let ${quote(parent)} give the name ${quote(child)}.`;
}
