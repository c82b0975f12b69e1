import type { Claimant } from '@agent-safe/approvals';
import { answerOf } from '../request/approvable-answer.ts';
import type { PipelineServices } from '../request/pipeline-services.ts';
import { refuseDenied } from '../request/refuse-denied.ts';
import { type RequestState, refuse } from '../request/request-state.ts';

/**
 * Finds an approval request for the same digest: a pending request, or an unused approval for this caller. Refuses with
 * approval_denied, state_unavailable, audit_unavailable.
 */
export async function findApproval(state: RequestState, services: PipelineServices): Promise<RequestState> {
  if (state.digest === null) return state;
  const claimant = toClaimant(state);
  const found = await services.approvals.find(state.digest, claimant, answerOf(state.verdict, services));
  if (found.ok && found.request?.status === 'denied') return refuseDenied({ ...state, deniedApproval: found.request });
  if (found.ok) return { ...state, claimant, openApproval: found.request };
  return refuse(state, found.code === 'audit_unavailable' ? 'audit_unavailable' : 'state_unavailable', found.reason);
}

/** Returns the caller as a requester that may use an approval. */
function toClaimant({ caller, request }: RequestState): Claimant {
  const secret = request.request_secret;
  return {
    agent_id: caller?.agent_id ?? null,
    verified: caller?.verified ?? false,
    chain: caller?.delegation_chain ?? [],
    ...(secret === undefined ? {} : { secret }),
  };
}
