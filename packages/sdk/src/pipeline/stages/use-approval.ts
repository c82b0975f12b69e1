import { type ApprovalRequest, currentApprovals, quote } from '@agent-safe/core';
import { answerOf } from '../request/approvable-answer.ts';
import type { PipelineServices } from '../request/pipeline-services.ts';
import { refuseDenied } from '../request/refuse-denied.ts';
import { type RequestState, refuse } from '../request/request-state.ts';

/**
 * Uses an approval for a request that requires one. The request is then allowed with the code approved. A request that
 * the policy denies stays denied. The approval is used before the decision is recorded, so that it never yields a
 * second ticket. Refuses with state_unavailable, audit_unavailable. Sets `approvalLost` if the approval was used or
 * ended meanwhile, or is for another answer of the policy.
 */
export async function useApproval(state: RequestState, services: PipelineServices): Promise<RequestState> {
  const { claimant, deniedApproval, digest, openApproval, verdict } = state;
  if (deniedApproval !== undefined) return refuseDenied(state);
  if (verdict.result !== 'require_approval' || openApproval?.status !== 'approved') return state;
  if (claimant === undefined || digest === null) return state;
  const answer = answerOf(verdict, services);
  const claimed = await services.approvals.claim(openApproval.request_id, digest, state.auditId, claimant, answer);
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
