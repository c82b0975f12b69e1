import type { Refused } from '@agent-safe/core';
import { publicReason } from '../http/public-reason.ts';
import { type HttpRefusal, type Reply, refusal, refuse } from '../http/reply.ts';

type Status = HttpRefusal['status'];

const CODES: { readonly [status in Status]?: readonly string[] } = {
  401: ['link_invalid', 'sign_in_refused'],
  403: [
    'approver_is_owner',
    'approver_is_requester',
    'approver_not_allowed',
    'approver_revoked',
    'approver_unverified',
    'caller_revoked',
    'child_revoked',
    'claimant_not_requester',
    'depth_exceeded',
    'forbidden',
    'group_not_held',
    'role_not_held',
    'user_disabled',
    'ticket_revoked',
  ],
  404: [
    'approval_unknown',
    'caller_unknown',
    'event_unknown',
    'execution_unknown',
    'key_not_found',
    'not_found',
    'not_revoked',
    'user_not_found',
  ],
  409: [
    'approval_claimed',
    'approval_denied',
    'approval_expired',
    'approval_mismatch',
    'approval_not_approved',
    'approval_not_denied',
    'approval_not_pending',
    'approval_tampered',
    'approver_repeated',
    'ambiguous',
    'archived',
    'checkpoint_missing',
    'definition_mismatch',
    'key_changed',
    'key_ended',
    'key_name_taken',
    'nothing_to_roll_back',
    'not_reversible',
    'not_running',
    'state_missing',
    'still_running',
    'tampered',
    'ticket_expired',
    'ticket_mismatch',
    'ticket_outdated',
    'ticket_replayed',
    'user_changed',
    'user_exists',
    'user_not_local',
  ],
  429: [
    'approvals_too_many',
    'proofs_too_many',
    'runs_too_many',
    'sign_in_throttled',
    'streams_too_many',
    'waits_too_many',
  ],
  503: [
    'approvals_unavailable',
    'audit_unavailable',
    'credentials_unavailable',
    'keys_unavailable',
    'sign_in_busy',
    'state_unavailable',
    'unavailable',
  ],
};
const STATUS = new Map(
  Object.entries(CODES).flatMap(([status, codes]) => codes.map((code) => [code, Number(status) as Status] as const)),
);

/** Returns the status of a refusal: 422, unless the table has its code. */
export function statusOf(code: string): Status {
  return STATUS.get(code) ?? 422;
}

/** Returns the answer to a request that the SDK refused, without names of files. */
export function refuseAs({ code, reason }: Pick<Refused<string>, 'code' | 'reason'>): Reply {
  return refuse(refusal(statusOf(code), code, publicReason(code, reason)));
}
