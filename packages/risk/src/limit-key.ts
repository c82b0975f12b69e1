import type { Caller } from '@agent-safe/core';

/**
 * Returns the key that limits and risk of a request are counted under. A verified caller uses the key of the root of its
 * delegation chain, so a delegation creates no new budget. If keys verify callers, all other callers share one key: anyone can
 * make up a name, and must not spend the budget of another agent. Without keys, each name has its own key.
 *
 * The text before the first colon is the kind of the key. No name can imitate another kind.
 *
 * @param caller undefined if the request names no caller, or if the caller could not be identified
 * @param verifiesCallers whether there are keys that verify identity tokens
 * @example
 * limitKey({ agent_id: 'worker-01', verified: true, delegation_chain: ['orchestrator'] }, true); // 'agent:orchestrator'
 * limitKey(undefined, true); // 'unverified:'
 */
export function limitKey(
  caller: Pick<Caller, 'agent_id' | 'delegation_chain' | 'verified'> | undefined,
  verifiesCallers: boolean,
): string {
  if (caller?.verified === true) return `agent:${caller.delegation_chain[0] ?? caller.agent_id}`;
  if (verifiesCallers) return 'unverified:';
  return caller === undefined ? 'nobody:' : `name:${caller.agent_id}`;
}
