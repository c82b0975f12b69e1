import type { PipelineServices } from '../request/pipeline-services.ts';
import { type RequestState, refuseUnavailable } from '../request/request-state.ts';

/**
 * Reports the outcome of an admitted request to the circuit breaker. Refuses with state_unavailable. Outages are not
 * reported, because the caller did not cause them.
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
