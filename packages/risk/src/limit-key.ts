import type { Caller } from '@agent-safe/core';

/**
 * Whose limits and risk a request counts against. A verified caller spends the budget of whom its delegation began with: to
 * delegate makes no new budget. Where callers are verified, all that are not share one, since a name that nobody proved is made
 * up at will, and must not spend another's; elsewhere a bare name is all that there is.
 *
 * The kind of a key comes before its first colon, and no name can take its place.
 *
 * @param caller undefined where the request has none, or where who it is could not be told
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
