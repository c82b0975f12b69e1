import type { JsonObject } from '../json/json.ts';
import type { DecisionResult, RiskClass } from './vocabulary.ts';

/**
 * The machine codes of decisions. `rule`: a policy rule decided, and `result` has its decision. `default_deny`: no rule
 * matched. `risk_escalated`: a rule allowed, but the cumulative risk of the caller requires an approval. `approved`:
 * approvers approved the request. `approval_denied`: an approver denied the same request, whose time has not passed. All
 * other codes are refusals.
 */
export const DECISION_CODES = [
  'rule',
  'default_deny',
  'request_invalid',
  'caller_invalid',
  'caller_unverified',
  'caller_revoked',
  'action_unknown',
  'params_invalid',
  'params_too_large',
  'target_required',
  'target_unknown',
  'target_unexpected',
  'target_type_mismatch',
  'target_mismatch',
  'target_ambiguous',
  'delegation_scope',
  'rate_limited',
  'circuit_open',
  'risk_escalated',
  'risk_denied',
  'approved',
  'approval_denied',
  'state_unavailable',
  'audit_unavailable',
  'server_unavailable',
] as const;
export type DecisionCode = (typeof DECISION_CODES)[number];

/** The answer of the policy: a pure function of request, policies and time. */
export interface Verdict {
  readonly result: DecisionResult;
  readonly code: DecisionCode;
  readonly reason: string;
  /**
   * The name of the rule that decided; null if no rule did. If an approval rule that the caller's proof does not exclude
   * turned an allow into require_approval, its name.
   */
  readonly policy_matched: string | null;
  /** The risk class of the action; critical for an unknown action. */
  readonly risk_class: RiskClass;
  /** The risk class, adjusted for the sensitivity of the target. */
  readonly effective_risk: RiskClass;
  /**
   * The names of all rules whose approvers must agree: the floors that were passed, and the deciding rule. Only an
   * answer that passed a floor has it, and a denial has none.
   */
  readonly approval_rules?: readonly string[];
}

/** A signed, single-use permit to execute exactly one request. Executors accept nothing else. */
export interface ExecutionTicket {
  readonly token: string;
  /** Makes the ticket single-use. Also the id by which the ticket can be revoked. */
  readonly nonce: string;
  /** RFC 3339, UTC. */
  readonly expires_at: string;
}

/** The answer to a request. The log, responses and screens use the same field names. */
export interface Decision extends Omit<Verdict, 'approval_rules'> {
  readonly audit_id: string;
  readonly action: string;
  readonly action_version: string | null;
  /** The requested target id, known or unknown. */
  readonly target: string | null;
  readonly caller: string | null;
  readonly caller_verified: boolean;
  /** Verifier of a caller without a token of the project: the agent id of a gateway, or the name of an issuer. */
  readonly caller_verified_by?: string;
  /** Defaults applied, sensitive values masked. */
  readonly params: JsonObject;
  /** Binds caller, target, action, params and change ticket. Null if the request was malformed or cannot be bound. */
  readonly digest: string | null;
  /** The digest of the loaded actions, rules and targets. */
  readonly policy_digest: string;
  /** RFC 3339, UTC. */
  readonly evaluated_at: string;
  /** Agent ids of the delegators of the caller, outermost first. Absent if the caller is not a delegate. */
  readonly chain?: readonly string[];
  /** The change ticket of the request. Absent if its id is not valid. */
  readonly ticket_id?: string;
  /** Groups related decisions, such as the steps of a plan. The caller cannot choose it. */
  readonly correlation_id?: string;
  /** The id of the decision whose execution this request rolls back. The caller cannot choose it. */
  readonly rollback_of?: string;
  /**
   * The cumulative risk of the caller's requests within the window, this request included. Absent if cumulative risk is
   * off or the policy denied.
   */
  readonly cumulative_risk_score?: number;
  /** The class of the score: critical if it causes a denial, high if it requires an approval. */
  readonly cumulative_risk_class?: RiskClass;
  /** The answer of the policy, if the score made the decision stricter. */
  readonly escalated_from?: DecisionResult;
  /** The id of the approval request, if the decision requires an approval or results from one. */
  readonly request_id?: string;
  /**
   * Given once, to an unverified caller. The caller must present this secret to get the ticket after approval. It is
   * never recorded.
   */
  readonly request_secret?: string;
  /** The execution ticket, if the decision is allowed, recorded and bound, and a signing key is configured. */
  readonly ticket?: ExecutionTicket;
  /** Present if the program asked for the decision alone, so that no ticket was issued. The caller cannot choose it. */
  readonly ticket_requested?: false;
}

/** The decision that a check would give now. It is not recorded, so it has no id, ticket or secret. */
export type Preview = Omit<Decision, 'audit_id' | 'request_secret' | 'ticket'>;

/** A request of an agent. */
export interface CheckRequest {
  /** The name of a registered action. */
  readonly action: string;
  /** The id of a target in the inventory. */
  readonly target?: string | null | undefined;
  /** A bare name, or an identity token. */
  readonly caller?: string | null | undefined;
  readonly params?: { readonly [parameter: string]: unknown } | null | undefined;
  /** The id of a change or incident ticket in another system. */
  readonly ticket_id?: string | null | undefined;
  /** The secret that an unverified caller received with its approval request. It is needed to get the ticket. */
  readonly request_secret?: string | null | undefined;
}
