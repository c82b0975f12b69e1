import type { ApprovalRequest } from '@agent-safe/core';
import { mayUse } from '../request/approval-use.ts';
import type { PipelineServices } from '../request/pipeline-services.ts';
import { refuseDenied } from '../request/refuse-denied.ts';
import type { RequestState } from '../request/request-state.ts';

/**
 * Uses an approval for a request that requires one. The request is then allowed with the code approved. A request that
 * the policy denies stays denied. The approval is used before the decision is recorded, so that it never yields a
 * second ticket. Refuses with state_unavailable, audit_unavailable. Sets `approvalLost` if the approval was used or
 * ended meanwhile, or is for another answer of the policy.
 */
export function useApproval(state: RequestState, services: PipelineServices): RequestState | Promise<RequestState> {
  const { deniedApproval, openApproval, verdict } = state;
  if (deniedApproval !== undefined) return refuseDenied(state);
  if (verdict.result !== 'require_approval' || openApproval?.status !== 'approved') return state;
  if (!mayUse(state.approvals, openApproval.request_id)) {
    // The approval stays unused, so the request counts like any request without an approval.
    return state.approvals === 'request' ? state : { ...state, openApproval: undefined, approvalLost: true };
  }
  return claim(state, openApproval, services);
}

async function claim(
  state: RequestState,
  openApproval: ApprovalRequest,
  services: PipelineServices,
): Promise<RequestState> {
  const { claimApproval } = await import('../deferred/approval-stages.ts');
  return claimApproval(state, openApproval, services);
}
