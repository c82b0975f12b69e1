import type { ApprovalRequest, ApproverRequirement } from '@agent-safe/core';
import type { EntryWithoutMac } from './entry-mac.ts';
import { toTime } from './transitions.ts';

/** What a decision knows of what is to be approved. Sensitive values are masked in it. */
export type ApprovalSubject = Pick<
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
>;

export interface Beginning {
  readonly requestId: string;
  /** Milliseconds since 1970, UTC. */
  readonly now: number;
  /** Seconds. */
  readonly ttl: number;
  readonly required: ApproverRequirement;
  readonly secretHash: string | null;
}

/** A new request, as it is stored. Only what it is made of is taken over, whatever else the facts hold. */
export function beginEntry(
  facts: ApprovalSubject,
  { now, requestId, required, secretHash, ttl }: Beginning,
): EntryWithoutMac {
  return {
    request_id: requestId,
    status: 'pending',
    version: 1,
    digest: facts.digest,
    action: facts.action,
    action_version: facts.action_version,
    target: facts.target,
    caller: facts.caller,
    caller_verified: facts.caller_verified,
    chain: facts.chain,
    caller_tokens: facts.caller_tokens,
    params: facts.params,
    risk_class: facts.risk_class,
    effective_risk: facts.effective_risk,
    reason: facts.reason,
    policy_matched: facts.policy_matched,
    audit_id: facts.audit_id,
    audit_seq: facts.audit_seq,
    ticket_id: facts.ticket_id,
    created_at: toTime(now),
    expires_at: toTime(now + ttl * 1_000),
    required,
    resolutions: [],
    claimed_by_audit_id: null,
    recorded_version: 0,
    requester_secret_hash: secretHash,
  };
}
