import { AgentSafeError, type ApprovalRequest, type Passed, type Refused } from '@agent-safe/core';

/** Machine codes of all refusals of an approval. */
export const APPROVAL_REFUSAL_CODES = [
  'request_invalid',
  'approvals_too_many',
  'reason_invalid',
  'approval_unknown',
  'approval_tampered',
  'approval_expired',
  'approval_not_pending',
  'approval_not_approved',
  'approval_not_denied',
  'approval_denied',
  'approval_mismatch',
  'approval_claimed',
  'approver_unverified',
  'approver_is_requester',
  'approver_not_allowed',
  'approver_repeated',
  'approver_revoked',
  'claimant_not_requester',
  'wait_timeout',
  'state_unavailable',
  'audit_unavailable',
] as const;
export type ApprovalRefusalCode = (typeof APPROVAL_REFUSAL_CODES)[number];

export interface ApprovalRefusal extends Refused<ApprovalRefusalCode> {
  /** The current request, if it could be read. */
  readonly request?: ApprovalRequest;
}

/** Result of a check: passed, or a refusal. */
export type ApprovalCheck = Passed | ApprovalRefusal;

export type ApprovalResult = { readonly ok: true; readonly request: ApprovalRequest } | ApprovalRefusal;

export function refuse(code: ApprovalRefusalCode, reason: string, request?: ApprovalRequest): ApprovalRefusal {
  return { ok: false, code, reason, ...(request === undefined ? {} : { request }) };
}

/** Returns the refusal for a store or audit log that fails. */
export function refuseUnavailable(code: 'state_unavailable' | 'audit_unavailable', error: unknown): ApprovalRefusal {
  const what =
    code === 'state_unavailable'
      ? 'The state is unavailable. Check the state database, then try again.'
      : 'The audit log is unavailable. Check the log file, then try again.';
  return refuse(code, error instanceof AgentSafeError ? error.message : what);
}

/** Returns the refusal of a request whose same request was denied before. */
export function refuseDenied(request: ApprovalRequest): ApprovalRefusal {
  const { request_id } = request;
  const reason = `The same request was denied. To let it be made again, an approver runs: agent-safe approval reopen ${request_id}`;
  return refuse('approval_denied', reason, request);
}

/** Returns the refusal of an entry whose MAC is not valid, or that the log contradicts. */
export function tampered(): ApprovalRefusal {
  return refuse(
    'approval_tampered',
    'The stored request was changed outside Agent-Safe. It is void. To remove it, run: agent-safe state rebuild',
  );
}

/** @param most the highest number of pending requests of one requester */
export function tooMany(most: number): ApprovalRefusal {
  const reason = `The requester has ${most} pending requests, which is the limit. Wait for answers, or cancel some.`;
  return refuse('approvals_too_many', reason);
}
