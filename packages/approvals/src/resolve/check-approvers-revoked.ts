import { type ApprovalRequest, type Bearer, currentApprovals, PASSED, quote } from '@agent-safe/core';
import { type ApprovalCheck, refuse, refuseUnavailable } from '../request/refusal.ts';

/**
 * Checks that no approver was revoked since the approval.
 *
 * @param isRevoked undefined if no store knows revocations
 */
export async function checkApproversRevoked(
  request: ApprovalRequest,
  isRevoked: ((approver: Bearer) => Promise<boolean>) | undefined,
): Promise<ApprovalCheck> {
  if (isRevoked === undefined) return PASSED;
  for (const { approver, at, chain, tokens } of currentApprovals(request)) {
    if (approver === null) continue;
    // The token was issued before this approval.
    const bearer = { issuedAt: Date.parse(at), agents: [approver, ...chain], tokens };
    try {
      if ((await isRevoked(bearer)) === false) continue;
    } catch (error) {
      return refuseUnavailable('state_unavailable', error);
    }
    const reason = `The approver ${quote(approver)} was revoked after approving. Ask for a new approval.`;
    return refuse('approver_revoked', reason, request);
  }
  return PASSED;
}
