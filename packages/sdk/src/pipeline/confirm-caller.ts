import type { PipelineServices } from './request/pipeline-services.ts';
import { type RequestState, refuse } from './request/request-state.ts';
import { identify } from './stages/identify.ts';

/**
 * Identifies the caller again if the keys have changed since: a request can wait long for a store or the log, and the key
 * that proved its caller may be gone.
 */
export function confirmCaller(state: RequestState, services: PipelineServices): RequestState | Promise<RequestState> {
  const { verification } = services.tokenService;
  if (state.refused || state.verification === verification) return state;
  return identifyAgain(state, services);
}

async function identifyAgain(state: RequestState, services: PipelineServices): Promise<RequestState> {
  const again = await identify(state, services);
  const { code, reason } = again.verdict;
  return again.refused ? refuse(state, code, reason) : { ...state, verification: again.verification };
}
