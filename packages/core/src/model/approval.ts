import type { JsonObject } from '../json/json.ts';
import type { RiskClass } from './vocabulary.ts';

export const APPROVAL_STATUSES = ['pending', 'approved', 'denied', 'expired', 'cancelled'] as const;
export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number];

/** Who may approve. An approver needs one of `roles`, if there are any, and one of `groups`, if there are any. */
export interface ApproverRequirement {
  /** How many approvers are needed. Approvers delegated from the same root count once. */
  readonly quorum: number;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
}

export interface ApprovalSettings extends ApproverRequirement {
  /** How long a request may be approved and used. */
  readonly ttl_seconds: number;
  /** Overrides by the name of the rule that requires the approval. */
  readonly rules: Readonly<Record<string, Partial<ApproverRequirement>>>;
}

export const DEFAULT_APPROVALS: ApprovalSettings = {
  ttl_seconds: 3_600,
  quorum: 1,
  roles: ['approver'],
  groups: [],
  rules: {},
};

/** The events of approval requests. */
export interface RecordedVersion {
  readonly version: number;
  /** Binds the event to the request at this version; null where the event has none. */
  readonly mark: string | null;
}

/** One change of a request. */
export interface ApprovalResolution {
  /** The version of the request that it made. */
  readonly version: number;
  /** `claim`: a ticket was issued for the request. */
  readonly decision: 'approve' | 'deny' | 'cancel' | 'expire' | 'claim';
  /** The agent id of the approver or requester; null if it is not known, or if the request expired. */
  readonly approver: string | null;
  /** Agent ids of those that delegated to the approver, outermost first. */
  readonly chain: readonly string[];
  /** Ids of the tokens that proved the approver, its own first. Revoking one voids the approval. Empty for requesters and expiry. */
  readonly tokens: readonly string[];
  readonly reason: string;
  /** RFC 3339, UTC. */
  readonly at: string;
}

/** Asks approvers to approve exactly one request. Its fields are the same in a store, in a message and on the screen. */
export interface ApprovalRequest {
  readonly request_id: string;
  readonly status: ApprovalStatus;
  /** From 1; each change adds 1. */
  readonly version: number;
  /** Of the request that was decided. An approval is good for this digest alone. */
  readonly digest: string;
  readonly action: string;
  readonly action_version: string | null;
  readonly target: string | null;
  readonly caller: string | null;
  readonly caller_verified: boolean;
  /** Agent ids of those that delegated to the caller, outermost first. */
  readonly chain: readonly string[];
  /** The ids of the caller's token, and of those of its chain. */
  readonly caller_tokens: readonly string[];
  /** As in the decision: defaults applied, sensitive values masked. */
  readonly params: JsonObject;
  readonly risk_class: RiskClass;
  readonly effective_risk: RiskClass;
  /** Why an approval is needed. */
  readonly reason: string;
  readonly policy_matched: string | null;
  /** The decision that asked for the approval. */
  readonly audit_id: string;
  /** The number of that decision in the audit log. All events about the request come after it. */
  readonly audit_seq: number;
  readonly ticket_id: string | null;
  /** RFC 3339, UTC. */
  readonly created_at: string;
  /** RFC 3339, UTC. From then on it cannot be approved, and no ticket is issued for it. */
  readonly expires_at: string;
  readonly required: ApproverRequirement;
  /** The oldest first. */
  readonly resolutions: readonly ApprovalResolution[];
  /** The decision whose ticket was issued for it; there is at most one. */
  readonly claimed_by_audit_id: string | null;
}

/** A request as it is stored. Its `mac` proves that it was not edited, so the store need not be trusted. */
export interface ApprovalEntry extends ApprovalRequest {
  /** The latest version in the audit log when this entry was made; 0 for a new request. */
  readonly recorded_version: number;
  /** Hash of the secret that an unverified requester was given; null for a verified one. */
  readonly requester_secret_hash: string | null;
  /** Over all other fields. */
  readonly mac: string;
}

/** Whose requests count together toward the limit of pending ones: the root of the chain. All unverified requesters are one. */
export function requesterOf({
  caller,
  caller_verified,
  chain,
}: Pick<ApprovalRequest, 'caller' | 'caller_verified' | 'chain'>): string {
  return caller_verified ? (chain[0] ?? caller ?? '') : '';
}

/** At most one request with the same key is pending. A verified caller and a bare name have different keys. */
export function pendingKey({
  caller,
  caller_verified,
  digest,
  required: { groups, quorum, roles },
}: Pick<ApprovalRequest, 'caller' | 'caller_verified' | 'digest' | 'required'>): string {
  // Who may approve is part of the key: an approval by fewer approvers must not answer a request that needs more.
  return JSON.stringify([digest, caller_verified, caller, quorum, roles, groups]);
}
