import { type ApprovalRequest, currentApprovals, quote } from '@agent-safe/core';
import { answerOf } from '../request/approvable-answer.ts';
import type { PipelineServices } from '../request/pipeline-services.ts';
import { type RequestState, refuse } from '../request/request-state.ts';

/** Claims the approval of a request, and allows the request. See the stage `use-approval`. */
export async function claimApproval(
  state: RequestState,
  { request_id }: ApprovalRequest,
  services: PipelineServices,
): Promise<RequestState> {
  const { claimant, digest, verdict } = state;
  if (claimant === undefined || digest === null) return state;
  const answer = answerOf(verdict, services);
  const claimed = await services.approvals.claim(request_id, digest, state.auditId, claimant, answer);
  if (claimed.ok) {
    const reason = describeApproval(claimed.request);
    return {
      ...state,
      openApproval: claimed.request,
      verdict: { ...verdict, result: 'allow', code: 'approved', reason },
    };
  }
  const { code, reason } = claimed;
  if (code === 'state_unavailable' || code === 'audit_unavailable') return refuse(state, code, reason);
  return { ...state, openApproval: undefined, approvalLost: true };
}

function describeApproval({ resolutions }: ApprovalRequest): string {
  const yes = currentApprovals({ resolutions });
  // Delegators choose the names of their agents, so two approvers can have the same name.
  const from = (chain: readonly string[]) =>
    chain.length === 0 ? '' : ` (delegated by ${chain.map((name) => quote(name)).join(' > ')})`;
  return `Approved by ${yes.map(({ approver, chain, reason }) => `${quote(approver ?? '')}${from(chain)}: ${reason}`).join('; ')}`;
}
