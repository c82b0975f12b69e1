import type { JsonObject } from '../json/json.ts';
import type { RiskClass } from './vocabulary.ts';

export const APPROVAL_STATUSES = ['pending', 'approved', 'denied', 'expired', 'cancelled'] as const;
export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number];

/** Who may approve. A list that is not empty must be met by any of its members; where both are given, both must be. */
export interface ApproverRequirement {
  /** So many approvers, each with a root of its own. */
  readonly quorum: number;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
}

export interface ApprovalSettings extends ApproverRequirement {
  /** How long a request may be approved and used. */
  readonly ttl_seconds: number;
  /** By the name of the rule that asks for the approval: what is given there is instead of what holds for all. */
  readonly rules: Readonly<Record<string, Partial<ApproverRequirement>>>;
}

export const DEFAULT_APPROVALS: ApprovalSettings = {
  ttl_seconds: 3_600,
  quorum: 1,
  roles: ['approver'],
  groups: [],
  rules: {},
};

/** What an audit log has of a request. */
export interface RecordedVersion {
  readonly version: number;
  /** What proves which request it is at this version; null where the event has none. */
  readonly mark: string | null;
}

/** One thing that happened to a request. */
export interface ApprovalResolution {
  /** The version of the request from which on it counts. */
  readonly version: number;
  /** `claim`: a ticket is issued for it. */
  readonly decision: 'approve' | 'deny' | 'cancel' | 'expire' | 'claim';
  /** The agent id of whoever did it, where it is known: an approver, or the requester. Null where time did. */
  readonly approver: string | null;
  /** Agent ids of those who delegated to it, outermost first. */
  readonly chain: readonly string[];
  /** The ids of the tokens that proved it, its own first: what is revoked counts no more. Empty for the requester, and for time. */
  readonly tokens: readonly string[];
  readonly reason: string;
  /** RFC 3339, UTC. */
  readonly at: string;
}

/** A question to people about exactly one request. Its fields are the same in a state, in a message and on the screen. */
export interface ApprovalRequest {
  readonly request_id: string;
  readonly status: ApprovalStatus;
  /** From 1; one more with all that happens to it. */
  readonly version: number;
  /** Of the request that was decided: what is approved is what runs, or nothing runs. */
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
  /** The decision that asked. */
  readonly audit_id: string;
  /** The place of that decision in the audit log. All that is recorded of the request comes after it. */
  readonly audit_seq: number;
  readonly ticket_id: string | null;
  /** RFC 3339, UTC. */
  readonly created_at: string;
  /** From then on nobody approves it, and no ticket is issued for it. */
  readonly expires_at: string;
  readonly required: ApproverRequirement;
  /** The oldest first. */
  readonly resolutions: readonly ApprovalResolution[];
  /** The decision whose ticket was issued for it: there is at most one. */
  readonly claimed_by_audit_id: string | null;
}

/** A request as a store keeps it. It proves itself by its `mac`, and so a store need not be believed. */
export interface ApprovalEntry extends ApprovalRequest {
  /** The version that the audit log had of it when this one was made; 0 for a new one. */
  readonly recorded_version: number;
  /** Of the secret that whoever asked was given, where nothing proves who that is. */
  readonly requester_secret_hash: string | null;
  /** Over all else. */
  readonly mac: string;
}

/** Of whom at most so many requests are pending: the one that its authority comes from. Whom nothing proves is one. */
export function requesterOf({
  caller,
  caller_verified,
  chain,
}: Pick<ApprovalRequest, 'caller' | 'caller_verified' | 'chain'>): string {
  return caller_verified ? (chain[0] ?? caller ?? '') : '';
}

/** Of requests with the same key at most one is pending. The digest binds the caller; a name that is proven is another one. */
export function pendingKey({
  caller,
  caller_verified,
  digest,
  required: { groups, quorum, roles },
}: Pick<ApprovalRequest, 'caller' | 'caller_verified' | 'digest' | 'required'>): string {
  // Who may approve belongs to what is asked: an approval by fewer is no answer to where more are needed.
  return JSON.stringify([digest, caller_verified, caller, quorum, roles, groups]);
}
