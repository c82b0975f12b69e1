import type { ApprovalBasis, ApprovalRequest, ApproverRequirement, RequiredApprovals } from '@agent-safe/core';
import type { EntryWithoutMac } from './entry-mac.ts';
import { toTime } from './transitions.ts';

/** The decision that needs an approval. Sensitive parameters are masked. */
export type ApprovalSubject = ApprovalBasis &
  Pick<
    ApprovalRequest,
    | 'digest'
    | 'action'
    | 'action_version'
    | 'target'
    | 'caller'
    | 'caller_verified'
    | 'chain'
    | 'caller_tokens'
    | 'params'
    | 'risk_class'
    | 'effective_risk'
    | 'reason'
    | 'policy_matched'
    | 'audit_id'
    | 'audit_seq'
    | 'ticket_id'
    | 'rollback_of'
  > & {
    /** The rules whose approvers must agree. Default: `policy_matched` alone. */
    readonly approval_rules?: readonly string[] | undefined;
    /** Requirements of these rules beside the settings. Default: none. */
    readonly rule_approvals?: readonly RequiredApprovals[] | undefined;
    /** End of the rules that require the approval, in milliseconds since 1970, UTC. The request expires no later. */
    readonly valid_until?: number | undefined;
  };

export interface Beginning {
  readonly requestId: string;
  /** Time of creation, in milliseconds since 1970, UTC. */
  readonly now: number;
  /** Lifetime of the request, in seconds. */
  readonly ttl: number;
  readonly required: ApproverRequirement;
  readonly secretHash: string | null;
}

/** Returns a new pending entry. Copies only the listed fields, so that no other property of the subject is stored. */
export function beginEntry(
  subject: ApprovalSubject,
  { now, requestId, required, secretHash, ttl }: Beginning,
): EntryWithoutMac {
  return {
    request_id: requestId,
    status: 'pending',
    version: 1,
    digest: subject.digest,
    action: subject.action,
    action_version: subject.action_version,
    target: subject.target,
    caller: subject.caller,
    caller_verified: subject.caller_verified,
    chain: subject.chain,
    caller_tokens: subject.caller_tokens,
    params: subject.params,
    risk_class: subject.risk_class,
    effective_risk: subject.effective_risk,
    code: subject.code,
    rule_digest: subject.rule_digest,
    reason: subject.reason,
    policy_matched: subject.policy_matched,
    audit_id: subject.audit_id,
    audit_seq: subject.audit_seq,
    ticket_id: subject.ticket_id,
    ...(subject.rollback_of === undefined ? {} : { rollback_of: subject.rollback_of }),
    created_at: toTime(now),
    expires_at: toTime(Math.min(now + ttl * 1_000, subject.valid_until ?? Number.POSITIVE_INFINITY)),
    required,
    resolutions: [],
    claimed_by_audit_id: null,
    recorded_version: 0,
    requester_secret_hash: secretHash,
  };
}
