import { AgentSafeError, type ApprovalRequest, type Passed, type Refused } from '@agent-safe/core';

/** Why something about an approval was refused. */
export const APPROVAL_REFUSAL_CODES = [
  'request_invalid',
  'approvals_too_many',
  'reason_invalid',
  'approval_unknown',
  'approval_tampered',
  'approval_expired',
  'approval_not_pending',
  'approval_not_approved',
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
  /** As it is, where it could be read. */
  readonly request?: ApprovalRequest;
}

/** Whether something may happen to an approval. */
export type ApprovalCheck = Passed | ApprovalRefusal;

export type ApprovalResult = { readonly ok: true; readonly request: ApprovalRequest } | ApprovalRefusal;

export function refuse(code: ApprovalRefusalCode, reason: string, request?: ApprovalRequest): ApprovalRefusal {
  return { ok: false, code, reason, ...(request === undefined ? {} : { request }) };
}

/** A store or a log that does not answer: what nobody can tell is refused. */
export function refuseUnavailable(code: 'state_unavailable' | 'audit_unavailable', error: unknown): ApprovalRefusal {
  const what = code === 'state_unavailable' ? 'The state does not answer.' : 'The audit log cannot be used.';
  return refuse(code, error instanceof AgentSafeError ? error.message : what);
}
