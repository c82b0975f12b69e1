import { type Limiting, type LimitKeys, recordCallerOutcome } from '@agent-safe/risk/check';
import { toLimiting } from '../../services/limits.ts';
import type { PipelineServices } from '../request/pipeline-services.ts';
import { type RequestState, refuseUnavailable } from '../request/request-state.ts';

/**
 * Reports the outcome of an admitted request to the circuit breakers. Refuses with state_unavailable. Outages are not
 * reported, because the caller did not cause them.
 */
export function reportOutcome(state: RequestState, services: PipelineServices): RequestState | Promise<RequestState> {
  const limiting = toLimiting(services.limits, services.verifiesCallers);
  const { limitKeys, verdict } = state;
  if (limiting === undefined || limitKeys === undefined || limiting.limits.circuit_breaker_threshold === 0)
    return state;
  if (verdict.code === 'state_unavailable' || verdict.code === 'audit_unavailable') return state;
  return report(state, limitKeys, limiting);
}

async function report(state: RequestState, keys: LimitKeys, limiting: Limiting): Promise<RequestState> {
  try {
    await recordCallerOutcome(keys, state.verdict.result, limiting, state.at);
    return state;
  } catch (error) {
    return refuseUnavailable(state, error);
  }
}
