import { type ApprovalRequest, type ApprovalResolution, PASSED, quote } from '@agent-safe/core';
import { type Approver, isAllowed, isInvolved, rootOf } from './approvers.ts';
import { type ApprovalCheck, refuse } from './refusal.ts';

/** What happens to a request, before it has a version. */
export type Step = Omit<ApprovalResolution, 'version'>;

const LONGEST_REASON = 1_000;

/** Whether a text may be the reason of an answer, whoever gives it. */
export function checkReason(reason: unknown): ApprovalCheck {
  const isText = typeof reason === 'string' && reason.trim() !== '' && reason.length <= LONGEST_REASON;
  if (isText && reason.isWellFormed() && !/\p{Cc}/u.test(reason)) return PASSED;
  return refuse('reason_invalid', `A reason is one line of 1 to ${LONGEST_REASON} characters.`);
}

/** Checks that an approver may approve or deny a request. */
export function checkAnswer(request: ApprovalRequest, approver: Approver, decision: 'approve' | 'deny'): ApprovalCheck {
  const pending = checkPending(request);
  if (!pending.ok) return pending;
  const who = quote(approver.agent_id);
  if (!approver.verified) {
    return refuse('approver_unverified', `Nothing proves that the approver is ${who}: give its token.`, request);
  }
  // Whoever has a part in it may say no: that widens nothing, and a requester cannot keep anyone from it by a name.
  if (decision === 'approve' && isInvolved(request, approver)) {
    const reason = `${who} has a part in the request: it, or one that delegated to it, asked or delegated to who asked.`;
    return refuse('approver_is_requester', reason, request);
  }
  if (!isAllowed(request.required, approver)) {
    const reason = `${who} may not answer this request. ${describeNeed(request)}`;
    return refuse('approver_not_allowed', reason, request);
  }
  const root = rootOf(toChain(approver), approver.agent_id);
  const isRepeated = request.resolutions.some(
    (each) => each.decision === 'approve' && rootOf(each.chain, each.approver ?? '') === root,
  );
  if (decision === 'approve' && isRepeated) {
    const reason = `${who}, or another one with the authority of ${quote(root)}, has approved already and counts once.`;
    return refuse('approver_repeated', reason, request);
  }
  return PASSED;
}

export function answerBy(approver: Approver, decision: 'approve' | 'deny', reason: string, now: number): Step {
  const tokens = [approver, ...approver.delegation_chain].flatMap(({ jti }) => (jti === null ? [] : [jti]));
  return { decision, approver: approver.agent_id, chain: toChain(approver), tokens, reason, at: toTime(now) };
}

/** Whether a request can still be answered or cancelled. */
export function checkPending(request: ApprovalRequest): ApprovalCheck {
  if (request.status === 'pending') return PASSED;
  if (request.status === 'expired') return refuse('approval_expired', describeEnd(request), request);
  return refuse('approval_not_pending', `The request is not pending any more: it is ${request.status}.`, request);
}

/** Whether a ticket may be issued for a request: then one is, and no other ever. */
export function checkClaimable(request: ApprovalRequest, digest: string): ApprovalCheck {
  // First of all: whoever holds an approval for something else is told nothing but that.
  if (request.digest !== digest) {
    return refuse('approval_mismatch', 'The approval is for another request, and this one is not approved.');
  }
  if (request.claimed_by_audit_id !== null) {
    return refuse('approval_claimed', 'A ticket was issued for the approval before, and it is good for one.', request);
  }
  if (request.status === 'expired') return refuse('approval_expired', describeEnd(request), request);
  if (request.status !== 'approved') {
    return refuse('approval_not_approved', `The request is ${request.status}, and not approved.`, request);
  }
  return PASSED;
}

export function expiry(request: ApprovalRequest, now: number): Step {
  return { decision: 'expire', approver: null, chain: [], tokens: [], reason: describeEnd(request), at: toTime(now) };
}

export function toTime(now: number): string {
  return new Date(now).toISOString();
}

function toChain({ delegation_chain }: Approver): readonly string[] {
  return delegation_chain.map(({ agent_id }) => agent_id);
}

function describeEnd({ expires_at }: ApprovalRequest): string {
  return `The time of the request was over at ${expires_at}.`;
}

function describeNeed({ required: { groups, roles } }: ApprovalRequest): string {
  const list = (what: string, names: readonly string[]) =>
    names.length === 0 ? [] : [`${what} ${names.map((name) => quote(name)).join(' or ')}`];
  return `It takes ${[...list('the role', roles), ...list('the group', groups)].join(' and ')}.`;
}
