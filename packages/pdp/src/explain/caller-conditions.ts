import { type Caller, type CallerSelector, type JsonValue, type PolicyRule, quote } from '@agent-safe/core';
import { type Asker, judgeCaller, matchesIn } from '../match/caller-views.ts';
import { UNKNOWN } from '../match/certainty.ts';
import { isUnproven } from '../match/verified-chain.ts';
import type { ConditionResult } from './condition-result.ts';

/** Returns every condition of a rule on the caller. */
export function explainCaller(rule: PolicyRule, asker: Asker): readonly ConditionResult[] {
  const { callers } = rule.match;
  if (callers === undefined) return [];
  const { caller } = asker;
  const results: ConditionResult[] = [];
  const add = (key: keyof CallerSelector, actual: JsonValue | undefined) => {
    const expected = callers[key];
    if (expected === undefined) return;
    const evaluated = evaluateCondition(rule, { [key]: expected }, asker);
    results.push({ condition: `callers.${key}`, expected, actual: actual ?? null, ...evaluated });
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
    results.push({ condition: 'callers', expected: {}, actual, ...evaluateCondition(rule, callers, asker) });
  }
  return results;
}

/** Evaluates one condition of a rule, in the view that the rule is matched in. */
function evaluateCondition(
  rule: PolicyRule,
  asked: CallerSelector,
  asker: Asker,
): Pick<ConditionResult, 'holds' | 'note'> {
  const isGranted = matchesIn('granted', asked, asker);
  const isInChain = matchesIn('chain', asked, asker);
  if (isGranted || !isInChain) return { holds: isGranted };
  if (isUnproven(asker) && rule.decision === 'allow') return { holds: false, note: 'The caller is unverified.' };
  const why = describeMissingProof(asked, asker);
  if (rule.decision === 'allow') return { holds: false, note: why };
  if (rule.decision !== 'deny' && judgeCaller(rule.match.callers, asker) === UNKNOWN)
    return { holds: true, note: `not proven: floor. ${why}` };
  // A deny rule needs no proof, so nothing is missing if the condition holds as written.
  const isAsWritten = matchesIn('granted', asked, { ...asker, verifiedChain: Number.POSITIVE_INFINITY });
  return isAsWritten ? { holds: true } : { holds: true, note: why };
}

/** Says why a condition holds in the chain view only. */
function describeMissingProof(asked: CallerSelector, { caller, verifiedChain }: Asker): string {
  if (caller === undefined || isUnproven({ verifiedChain })) return 'The caller is unverified, so it may be anyone.';
  if (asked.max_delegation_depth !== undefined || asked.require_delegation !== undefined) {
    return 'An agent must not escape this condition by delegating.';
  }
  const isHeld = asked.roles !== undefined || asked.groups !== undefined;
  if (isHeld && caller.delegation_holdings === undefined) return 'The roles and groups of its delegators are unknown.';
  if (isHeld || verifiedChain > caller.delegation_chain.length) return 'A delegator of the caller meets the condition.';
  return describeUnprovenName(caller, verifiedChain);
}

/** Names the first delegation of the chain that lacks a grant. No name after it is proven. */
function describeUnprovenName({ agent_id, delegation_chain }: Caller, verifiedChain: number): string {
  const [parent = '', child = agent_id] = delegation_chain.slice(verifiedChain - 1, verifiedChain + 1);
  return `The name is not proven: delegation.grants does not allow ${quote(parent)} to delegate to ${quote(child)}.`;
}
