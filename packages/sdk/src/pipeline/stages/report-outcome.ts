import type { PipelineServices } from '../request/pipeline-services.ts';
import { type RequestState, refuseUnavailable } from '../request/request-state.ts';

/**
 * Tells the circuit breaker the outcome of a request that the rate limit admitted. Refuses with state_unavailable. An
 * outage says nothing about the caller, and is not reported.
 */
export async function reportOutcome(state: RequestState, services: PipelineServices): Promise<RequestState> {
  const { limitStore, rateLimit } = services.limits;
  if (rateLimit === undefined || state.limitKey === undefined || rateLimit.circuit_breaker_threshold === 0)
    return state;
  if (state.verdict.code === 'state_unavailable' || state.verdict.code === 'audit_unavailable') return state;
  try {
    await limitStore.recordOutcome(state.limitKey, state.verdict.result, rateLimit, state.at);
    return state;
  } catch (error) {
    return refuseUnavailable(state, error);
  }
}
