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
