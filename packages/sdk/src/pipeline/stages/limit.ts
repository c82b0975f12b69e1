import { type Admission, AgentSafeError, type RateLimit } from '@agent-safe/core';
import { limitKey } from '@agent-safe/risk';
import type { PipelineServices } from '../request/pipeline-services.ts';
import { type RequestState, refuse, refuseUnavailable } from '../request/request-state.ts';

/**
 * Counts a request against the rate limit and circuit breaker of its caller. Refuses with rate_limited, circuit_open,
 * state_unavailable. A refused request does not count.
 */
export async function limit(state: RequestState, services: PipelineServices): Promise<RequestState> {
  const { limitStore, rateLimit } = services.limits;
  if (rateLimit === undefined) return state;
  const key = limitKey(state.caller, services.verifiesCallers);
  try {
    const admission = await limitStore.admit(key, rateLimit, state.at);
    if (admission.ok === true) return { ...state, limitKey: key };
    if (!isRefusal(admission)) throw new AgentSafeError('ERR_STORE_UNAVAILABLE', 'The limit store gave no answer.');
    return refuse(state, admission.code, describeLimit(admission, rateLimit, state.caller?.agent_id));
  } catch (error) {
    return refuseUnavailable(state, error);
  }
}

/** Types do not reach a store that is written in JavaScript. */
function isRefusal({ code, ok }: Extract<Admission, { readonly ok: false }>): boolean {
  return ok === false && (code === 'rate_limited' || code === 'circuit_open');
}

function describeLimit(
  { code, retry_at }: { readonly code: 'rate_limited' | 'circuit_open'; readonly retry_at: number },
  { circuit_breaker_threshold, circuit_breaker_window_seconds, max_requests, window_seconds }: RateLimit,
  agent: string | undefined,
): string {
  const who = agent === undefined ? 'This caller' : `"${agent}"`;
  const when = `Ask again at ${new Date(retry_at).toISOString()}.`;
  if (code === 'rate_limited') {
    return `${who} has asked ${max_requests} times within ${window_seconds} seconds, which is the limit. ${when}`;
  }
  return `${who} is paused: ${circuit_breaker_threshold} of its requests within ${circuit_breaker_window_seconds} seconds were denied. ${when}`;
}
