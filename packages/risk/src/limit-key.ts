import type { Caller, KeyLimits, RateLimit } from '@agent-safe/core';

/** Joins the agents of a delegation chain. No agent id contains it. */
export const HOP = '>';
/** Ten times the threshold applies to a circuit that counts the denials of several callers. */
const SHARED_FACTOR = 10;

type LimitedCaller = Pick<Caller, 'agent_id' | 'delegation_chain' | 'verified'>;

/**
 * Returns the key that the rate limit and the risk of a request are counted under. A verified caller uses the key of the
 * root of its delegation chain, so a delegation creates no new budget. If keys verify callers, all other callers share one
 * key: anyone can make up a name, and must not spend the budget of another agent. Without keys, each name has its own key.
 *
 * The text before the first colon is the kind of the key. No name can imitate another kind.
 *
 * @param caller undefined if the request names no caller, or if the caller could not be identified
 * @param verifiesCallers whether there are keys that verify identity tokens
 * @example
 * limitKey({ agent_id: 'worker-01', verified: true, delegation_chain: ['orchestrator'] }, true); // 'agent:orchestrator'
 * limitKey(undefined, true); // 'unverified:'
 */
export function limitKey(caller: LimitedCaller | undefined, verifiesCallers: boolean): string {
  if (caller?.verified === true) return `agent:${caller.delegation_chain[0] ?? caller.agent_id}`;
  return verifiesCallers ? 'unverified:' : nameKey(caller);
}

/** The keys of all limits that apply to a caller. */
export interface LimitKeys {
  /** The key of the rate limit and of the risk. */
  readonly budget: string;
  /** The key of the caller's own circuit breaker. */
  readonly own: string;
  /** The keys of the delegators' own circuit breakers. An open one also refuses the delegates. */
  readonly delegators: readonly string[];
  /** The keys of the circuit breakers that the caller shares with others. */
  readonly shared: readonly string[];
  /** The keys of the shared circuit breakers that count the denials of this caller. */
  readonly counting: readonly string[];
}

/**
 * Returns the keys of all limits that apply to a caller. Denials open the circuit breaker of the acting agent, which also
 * refuses its delegates. Each delegator has a second circuit breaker, which counts the denials of all its delegates. All
 * bare names together have one too, if keys verify callers.
 *
 * @example
 * limitKeys({ agent_id: 'worker', verified: true, delegation_chain: ['root'] }, true).own; // 'agent:root>worker'
 */
export function limitKeys(caller: LimitedCaller | undefined, verifiesCallers: boolean): LimitKeys {
  const budget = limitKey(caller, verifiesCallers);
  if (caller?.verified !== true) {
    const shared = verifiesCallers ? [budget] : [];
    return { budget, own: nameKey(caller), delegators: [], shared, counting: shared };
  }
  const path = [...caller.delegation_chain, caller.agent_id];
  const hops = path.map((_, index) => path.slice(0, index + 1).join(HOP));
  const shared = hops.map((hop) => `below:${hop}`);
  return {
    budget,
    own: `agent:${hops.at(-1)}`,
    delegators: hops.slice(0, -1).map((hop) => `agent:${hop}`),
    shared,
    counting: shared.slice(0, -1),
  };
}

/** Whether only a circuit breaker has this key, and no rate limit or risk. */
export function isCircuitKey(key: string, verifiesCallers: boolean): boolean {
  if (key.startsWith('agent:')) return key.includes(HOP);
  return key.startsWith('below:') || (verifiesCallers && key !== 'unverified:');
}

/** Returns the limits of a key. A key that only a circuit breaker has limits no requests. */
export function limitsOfKey(key: string, limits: RateLimit, verifiesCallers: boolean): KeyLimits {
  const own = isCircuitKey(key, verifiesCallers) ? { ...limits, max_requests: Number.MAX_SAFE_INTEGER } : limits;
  if (!key.startsWith('below:') && key !== 'unverified:') return own;
  const circuit_breaker_threshold = limits.circuit_breaker_threshold * SHARED_FACTOR;
  return { ...own, circuit_breaker_threshold, circuit: 'shared' };
}

function nameKey(caller: LimitedCaller | undefined): string {
  return caller === undefined ? 'nobody:' : `name:${caller.agent_id}`;
}
