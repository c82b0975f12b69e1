import {
  type ApprovalBasis,
  type ApprovalEntry,
  type ApprovalRequest,
  type ApprovalResolution,
  currentApprovals,
  PASSED,
  quote,
} from '@agent-safe/core';
import { type Approver, type Claimant, isAllowed, isInvolved, isRequester, rootOf } from './approvers.ts';
import { type ApprovalCheck, refuse } from './refusal.ts';

/** A resolution without its version. */
export type Step = Omit<ApprovalResolution, 'version'>;

const LONGEST_REASON = 1_000;

/** Checks the reason of an answer or cancellation. */
export function checkReason(reason: unknown): ApprovalCheck {
  const isText = typeof reason === 'string' && reason.trim() !== '' && reason.length <= LONGEST_REASON;
  if (isText && reason.isWellFormed() && !/\p{Cc}/u.test(reason)) return PASSED;
  return refuse(
    'reason_invalid',
    `The reason is missing or invalid. Give one line of 1 to ${LONGEST_REASON} characters.`,
  );
}

/** An answer of an approver. `retract` withdraws an own approval. `reopen` lifts a denial. */
export type Answer = 'approve' | 'deny' | 'reopen' | 'retract';

/** Checks that an approver may answer a request. */
export function checkAnswer(request: ApprovalRequest, approver: Approver, decision: Answer): ApprovalCheck {
  const open =
    decision === 'reopen'
      ? checkDenied(request)
      : decision === 'retract'
        ? checkUnused(request)
        : checkPending(request);
  if (!open.ok) return open;
  const who = quote(approver.agent_id);
  if (!approver.verified) {
    return refuse('approver_unverified', `The approver ${who} is unverified. Give the approver's token.`, request);
  }
  // An involved approver may deny: a denial widens nothing, and a requester must not block an approver by taking its name.
  if ((decision === 'approve' || decision === 'reopen') && isInvolved(request, approver)) {
    const reason = `The approver ${who} is the requester, or shares a delegation chain with it. Ask another approver.`;
    return refuse('approver_is_requester', reason, request);
  }
  if (!isAllowed(request.required, approver)) {
    const reason = `The approver ${who} may not answer this request. ${describeNeed(request)}`;
    return refuse('approver_not_allowed', reason, request);
  }
  const root = rootOf(toChain(approver), approver.agent_id);
  const approvals = currentApprovals(request);
  if (decision === 'retract') {
    const chain = JSON.stringify(toChain(approver));
    const isOwn = approvals.some((each) => each.approver === approver.agent_id && JSON.stringify(each.chain) === chain);
    if (isOwn) return PASSED;
    const reason = `The approver ${who} has no approval of this request to withdraw. Give the token of the agent that approved.`;
    return refuse('approver_not_allowed', reason, request);
  }
  const isRepeated = approvals.some((each) => rootOf(each.chain, each.approver ?? '') === root);
  if (decision === 'approve' && isRepeated) {
    const reason = `The approver ${who}, or an agent with the same root ${quote(root)}, has already approved. Ask another approver.`;
    return refuse('approver_repeated', reason, request);
  }
  return PASSED;
}

export function answerBy(approver: Approver, decision: Answer, reason: string, now: number): Step {
  const tokens = [approver, ...approver.delegation_chain].flatMap(({ jti }) => (jti === null ? [] : [jti]));
  return { decision, approver: approver.agent_id, chain: toChain(approver), tokens, reason, at: toTime(now) };
}

/** Checks that a request can still be answered or canceled. */
export function checkPending(request: ApprovalRequest): ApprovalCheck {
  if (request.status === 'pending') return PASSED;
  if (request.status === 'expired') return refuse('approval_expired', describeEnd(request), request);
  return refuse('approval_not_pending', `The request is no longer pending: its status is ${request.status}.`, request);
}

/** Checks that a request was denied, and that its denial still counts. */
function checkDenied(request: ApprovalRequest): ApprovalCheck {
  if (request.status === 'denied') return PASSED;
  return refuse('approval_not_denied', `The request is not denied: its status is ${request.status}.`, request);
}

/** Checks that no ticket was issued for a request, and that it can still be approved. */
function checkUnused(request: ApprovalRequest): ApprovalCheck {
  if (request.status !== 'approved') return checkPending(request);
  if (request.claimed_by_audit_id === null) return PASSED;
  const reason = 'A ticket was already issued for this approval. To stop it, revoke the caller or the ticket.';
  return refuse('approval_claimed', reason, request);
}

/** Checks that a ticket may be issued for a request. One request allows one ticket. */
export function checkClaimable(request: ApprovalRequest, digest: string, basis: ApprovalBasis): ApprovalCheck {
  // Checked first: a claimant with an approval for another request learns only this.
  if (request.digest !== digest) {
    return refuse('approval_mismatch', 'The approval is for a different request. Ask for an approval of this request.');
  }
  if (!hasBasis(request, basis)) {
    const reason =
      'The rule, the risk or the kind of the decision differs from the approved one. Ask for a new approval.';
    return refuse('approval_mismatch', reason);
  }
  if (request.claimed_by_audit_id !== null) {
    return refuse(
      'approval_claimed',
      'A ticket was already issued for this approval. Ask for a new approval.',
      request,
    );
  }
  if (request.status === 'expired') return refuse('approval_expired', describeEnd(request), request);
  if (request.status !== 'approved') {
    return refuse('approval_not_approved', `The request is not approved: its status is ${request.status}.`, request);
  }
  return PASSED;
}

/** Whether a request was made for the same answer of the policy. A request of an earlier version names no rule: it never is. */
function hasBasis(request: ApprovalRequest, { code, effective_risk, rule_digest }: ApprovalBasis): boolean {
  return request.code === code && request.rule_digest === rule_digest && request.effective_risk === effective_risk;
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
  return `The request expired at ${expires_at}. Ask for a new approval.`;
}

function describeNeed({ required: { also = [], ...own } }: ApprovalRequest): string {
  const list = (what: string, names: readonly string[]) =>
    names.length === 0 ? [] : [`${what} ${names.map((name) => quote(name)).join(' or ')}`];
  const needs = [own, ...also].flatMap(({ groups, roles }) => [
    ...list('the role', roles),
    ...list('the group', groups),
  ]);
  return `An approver needs ${needs.join(' and ')}.`;
}

/** Checks that the claimant is the requester of a stored request. */
export function checkRequester(entry: ApprovalEntry, claimant: Claimant): ApprovalCheck {
  if (isRequester(entry, claimant)) return PASSED;
  const proof = entry.caller_verified ? 'the token of the requester' : 'the secret that was returned with the request';
  return refuse('claimant_not_requester', `The claimant is not the requester. Give ${proof}.`);
}
