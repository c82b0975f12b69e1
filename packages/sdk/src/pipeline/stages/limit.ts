import { admitCaller, type Limiting, limitKeys, limitsOfKey } from '@agent-safe/risk/check';
import { toLimiting } from '../../services/limits.ts';
import type { PipelineServices } from '../request/pipeline-services.ts';
import { type RequestState, refuse, refuseUnavailable } from '../request/request-state.ts';

/**
 * Counts a request against the rate limit and circuit breakers of its caller. Refuses with rate_limited, circuit_open,
 * state_unavailable. A refused request does not count.
 */
export function limit(state: RequestState, services: PipelineServices): RequestState | Promise<RequestState> {
  const limiting = toLimiting(services.limits, services.verifiesCallers);
  return limiting === undefined ? state : admit(state, limiting);
}

async function admit(state: RequestState, limiting: Limiting): Promise<RequestState> {
  const { verifiesCallers } = limiting;
  const keys = limitKeys(state.caller, verifiesCallers);
  try {
    const admission = await admitCaller(keys, limiting, state.at);
    if (admission.ok) return { ...state, limitKeys: keys };
    const { code, key } = admission;
    const { describeAdmission, describeHolder } = await import('../../lazy/limits.ts');
    const limits = limitsOfKey(key, limiting.limits, verifiesCallers);
    return refuse(state, code, describeAdmission(admission, limits, describeHolder(key), state.at));
  } catch (error) {
    return refuseUnavailable(state, error);
  }
}
