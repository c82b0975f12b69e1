import type { JsonObject } from '../json/json.ts';
import type { DecisionCode } from './decision.ts';
import type { RiskClass } from './vocabulary.ts';

export const APPROVAL_STATUSES = ['pending', 'approved', 'denied', 'expired', 'cancelled'] as const;
export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number];

/** An approver needs one of `roles` and one of `groups`. An empty list requires nothing. */
export interface ApproverCriteria {
  readonly roles: readonly string[];
  readonly groups: readonly string[];
}

/** The approvers that one rule needs. */
export interface RuleApprovers extends ApproverCriteria {
  /** Required number of approvers. Approvers delegated from the same root count once. */
  readonly quorum: number;
}

/** The approvers that a request needs. */
export interface ApproverRequirement extends RuleApprovers {
  /** Requirements of other rules, which each approver must also meet. Without such rules, the member is absent. */
  readonly also?: readonly ApproverCriteria[];
}

export interface ApprovalSettings extends RuleApprovers {
  /** Lifetime of a request, in seconds. The approval must be given and used before its end. */
  readonly ttl_seconds: number;
  /** Overrides for single rules, by the name of the rule that requires the approval. */
  readonly rules: Readonly<Record<string, Partial<RuleApprovers>>>;
}

export const DEFAULT_APPROVALS: ApprovalSettings = {
  ttl_seconds: 3_600,
  quorum: 1,
  roles: ['approver'],
  groups: [],
  rules: {},
};

/** One version of an approval request, as the audit log records it. */
export interface RecordedVersion {
  readonly version: number;
  /** A MAC that binds the event to the request at this version; null if the event has none. */
  readonly mark: string | null;
}

/** One change of an approval request. */
export interface ApprovalResolution {
  /** The version of the request after the change. */
  readonly version: number;
  /**
   * `claim`: a ticket was issued for the request. `retract`: an approver withdrew its approval. `reopen`: an approver lifted
   * a denial, so that the same request can be made again.
   */
  readonly decision: 'approve' | 'deny' | 'cancel' | 'expire' | 'claim' | 'retract' | 'reopen';
  /** The agent id of the approver or requester; null if it is not known, or if the request expired. */
  readonly approver: string | null;
  /** Agent ids of the delegators of the approver, outermost first. */
  readonly chain: readonly string[];
  /**
   * Ids of the tokens that proved the approver, its own first. Revoking one of these tokens voids the approval. Empty
   * for requesters and expiry.
   */
  readonly tokens: readonly string[];
  readonly reason: string;
  /** RFC 3339, UTC. */
  readonly at: string;
}

/**
 * The answer of the policy that an approval is for. If one of these differs when the approval is used, approvers are
 * asked again.
 */
export interface ApprovalBasis {
  /** The code of the decision: `rule` or `risk_escalated`. */
  readonly code: DecisionCode;
  /** The digest of the rule that decided; null if no rule did. */
  readonly rule_digest: string | null;
  readonly effective_risk: RiskClass;
}

/** A request for approval of exactly one action. Stores, messages and screens use the same field names. */
export interface ApprovalRequest extends Partial<Omit<ApprovalBasis, 'effective_risk'>> {
  readonly request_id: string;
  readonly status: ApprovalStatus;
  /** From 1; each change adds 1. */
  readonly version: number;
  /** The digest of the request. An approval is valid for this digest only. */
  readonly digest: string;
  readonly action: string;
  readonly action_version: string | null;
  readonly target: string | null;
  readonly caller: string | null;
  readonly caller_verified: boolean;
  /** Agent ids of the delegators of the caller, outermost first. */
  readonly chain: readonly string[];
  /** The ids of the caller's token and of the tokens of its chain. */
  readonly caller_tokens: readonly string[];
  /** As in the decision: with defaults applied and sensitive values masked. */
  readonly params: JsonObject;
  readonly risk_class: RiskClass;
  readonly effective_risk: RiskClass;
  /** Why an approval is needed. */
  readonly reason: string;
  readonly policy_matched: string | null;
  /** The id of the decision that requires the approval. */
  readonly audit_id: string;
  /** The sequence number of that decision in the audit log. All events about the request come after this number. */
  readonly audit_seq: number;
  readonly ticket_id: string | null;
  /** The id of the decision whose execution the request rolls back. Absent for other requests. */
  readonly rollback_of?: string;
  /** RFC 3339, UTC. */
  readonly created_at: string;
  /** RFC 3339, UTC. From this time on, the request cannot be approved, and no ticket is issued for it. */
  readonly expires_at: string;
  readonly required: ApproverRequirement;
  /** All changes, the oldest first. */
  readonly resolutions: readonly ApprovalResolution[];
  /** The id of the decision whose ticket used the approval. An approval yields at most one ticket. */
  readonly claimed_by_audit_id: string | null;
}

/** An approval request as it is stored. Its `mac` detects edits, so the store need not be trusted. */
export interface ApprovalEntry extends ApprovalRequest {
  /** The latest version in the audit log when this entry was made; 0 for a new request. */
  readonly recorded_version: number;
  /** Hash of the secret of an unverified requester; null for a verified requester. */
  readonly requester_secret_hash: string | null;
  /** A MAC over all other fields. */
  readonly mac: string;
}

/** Returns the approvals that count: those that their approvers did not withdraw. */
export function currentApprovals({ resolutions }: Pick<ApprovalRequest, 'resolutions'>): readonly ApprovalResolution[] {
  return resolutions.filter(
    (each) =>
      each.decision === 'approve' &&
      !resolutions.some((later) => later.decision === 'retract' && retracts(later, each)),
  );
}

/** Whether a withdrawal concerns an approval: the same approver, with the same delegators, gave it before. */
function retracts(later: ApprovalResolution, { approver, chain, version }: ApprovalResolution): boolean {
  return (
    later.version > version && later.approver === approver && JSON.stringify(later.chain) === JSON.stringify(chain)
  );
}

/**
 * Returns the requester that counts toward the limit of pending requests: the root of the chain. All unverified
 * requesters count as one.
 */
export function requesterOf({
  caller,
  caller_verified,
  chain,
}: Pick<ApprovalRequest, 'caller' | 'caller_verified' | 'chain'>): string {
  return caller_verified ? (chain[0] ?? caller ?? '') : '';
}

/**
 * Returns the key of a pending request. At most one pending request has the same key. A verified caller and a bare name
 * have different keys.
 */
export function pendingKey({
  caller,
  caller_verified,
  code,
  digest,
  effective_risk,
  required: { also, groups, quorum, roles },
  rule_digest,
}: Pick<
  ApprovalRequest,
  'caller' | 'caller_verified' | 'code' | 'digest' | 'effective_risk' | 'required' | 'rule_digest'
>): string {
  // The required approvers are part of the key: a request that needs more approvers must not reuse an approval by
  // fewer.
  const others = also === undefined ? [] : [also];
  const key = [digest, caller_verified, caller, quorum, roles, groups, ...others];
  // A request of an earlier version has no code. It keeps its key, which no new request has.
  return JSON.stringify(code === undefined ? key : [...key, code, rule_digest ?? null, effective_risk]);
}
