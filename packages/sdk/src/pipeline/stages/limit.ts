import { type Admission, AgentSafeError } from '@agent-safe/core';
import { describeAdmission, describeHolder, limitKey } from '@agent-safe/risk';
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
    return refuse(state, admission.code, describeAdmission(admission, rateLimit, describeHolder(key), state.at));
  } catch (error) {
    return refuseUnavailable(state, error);
  }
}

/** A store written in JavaScript can answer anything. */
function isRefusal({ code, ok, retry_at }: Extract<Admission, { readonly ok: false }>): boolean {
  return ok === false && (code === 'rate_limited' || code === 'circuit_open') && Number.isFinite(retry_at);
}
