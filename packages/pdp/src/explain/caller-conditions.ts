import {
  type Caller,
  type CallerSelector,
  type DecisionResult,
  type JsonValue,
  type PolicyRule,
  quote,
} from '@agent-safe/core';
import type { Facts } from '../facts.ts';
import { matchesProven } from '../match.ts';
import { isUnproven } from '../proven-names.ts';
import type { ConditionResult } from './conditions.ts';

/** Every condition that a rule has on the caller. */
export function explainCaller(
  { decision, match: { callers } }: PolicyRule,
  facts: Pick<Facts, 'caller' | 'provenNames'>,
): readonly ConditionResult[] {
  if (callers === undefined) return [];
  const { caller } = facts;
  const results: ConditionResult[] = [];
  const add = (condition: string, expected: JsonValue, actual: JsonValue | undefined, { holds, note }: Judged) => {
    results.push({ condition, holds, expected, actual: actual ?? null, ...(note === undefined ? {} : { note }) });
  };
  const { agent_ids, delegated_from, groups, max_delegation_depth, require_delegation, roles } = callers;
  const chain = caller?.delegation_chain;
  const values: { readonly [Key in keyof CallerSelector]-?: readonly [JsonValue | undefined, JsonValue | undefined] } =
    {
      agent_ids: [agent_ids, caller?.agent_id],
      roles: [roles, caller?.roles],
      groups: [groups, caller?.groups],
      delegated_from: [delegated_from, chain],
      max_delegation_depth: [max_delegation_depth, chain?.length],
      require_delegation: [require_delegation, chain && chain.length > 0],
    };
  for (const [key, [expected, actual]] of Object.entries(values)) {
    if (expected === undefined) continue;
    add(`callers.${key}`, expected, actual, judge(key as keyof CallerSelector, decision, callers, facts));
  }
  // An empty selector still needs a caller.
  if (results.length === 0) add('callers', {}, caller?.agent_id, judge(undefined, decision, callers, facts));
  return results;
}

interface Judged {
  readonly holds: boolean;
  readonly note?: string;
}

/** One condition by itself; undefined for that there is a caller at all. */
function judge(
  key: keyof CallerSelector | undefined,
  decision: DecisionResult,
  callers: CallerSelector,
  facts: Pick<Facts, 'caller' | 'provenNames'>,
): Judged {
  const { caller, provenNames } = facts;
  if (isUnproven(facts)) return judgeUnproven(decision);
  if (caller === undefined) return { holds: false };
  if (key === undefined) return { holds: true };
  // As written, all names count.
  const asked = { [key]: callers[key] };
  const isWritten = matchesProven(decision, asked, caller, Number.POSITIVE_INFINITY);
  const holds = matchesProven(decision, asked, caller, provenNames);
  return holds === isWritten ? { holds } : { holds, note: describeUnprovenName(caller, provenNames) };
}

function judgeUnproven(decision: DecisionResult): Judged {
  return decision === 'allow'
    ? { holds: false, note: 'Nothing proves who the caller is.' }
    : { holds: true, note: 'Nothing proves who the caller is, and so it may be anyone.' };
}

/** Which step of the chain breaks the proof of all names from there on. */
function describeUnprovenName({ agent_id, delegation_chain }: Caller, provenNames: number): string {
  const [parent = '', child = agent_id] = delegation_chain.slice(provenNames - 1, provenNames + 1);
  return `The name is not proven: delegation.grants do not let ${quote(parent)} give the name ${quote(child)}.`;
}
