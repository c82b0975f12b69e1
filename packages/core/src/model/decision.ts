import type { JsonObject } from '../json/json.ts';
import type { DecisionResult, RiskClass } from './vocabulary.ts';

/**
 * Why a request was answered as it was. `rule`: a policy rule decided, and `result` says how. `default_deny`: no rule
 * matched. `risk_escalated`: a rule allowed, and the risk of all that the caller did needs an approval; `approved`: people gave
 * it. All others are refusals.
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
  'target_required',
  'target_unknown',
  'target_type_mismatch',
  'target_mismatch',
  'delegation_scope',
  'rate_limited',
  'circuit_open',
  'risk_escalated',
  'risk_denied',
  'approved',
  'state_unavailable',
  'audit_unavailable',
] as const;
export type DecisionCode = (typeof DECISION_CODES)[number];

/** What the policy says of a request: the part of a decision that needs neither clock nor randomness. */
export interface Verdict {
  readonly result: DecisionResult;
  readonly code: DecisionCode;
  readonly reason: string;
  /** The name of the rule that decided; null where none did. */
  readonly policy_matched: string | null;
  /** The action's own class; critical for an unknown action. */
  readonly risk_class: RiskClass;
  /** The class weighed with the sensitivity of the target. */
  readonly effective_risk: RiskClass;
}

/** What an executor asks for before it acts: a signed, short-lived permission to run exactly one thing once. */
export interface ExecutionTicket {
  readonly token: string;
  /** What makes it single use; also the id under which it can be revoked. */
  readonly nonce: string;
  /** RFC 3339, UTC. */
  readonly expires_at: string;
}

/** The answer to a request. Its fields have the same names in the log, in a response and on the screen. */
export interface Decision extends Verdict {
  readonly audit_id: string;
  readonly action: string;
  readonly action_version: string | null;
  /** The id that was asked for, whether or not it is known. */
  readonly target: string | null;
  readonly caller: string | null;
  readonly caller_verified: boolean;
  /** Defaults applied, sensitive values masked. */
  readonly params: JsonObject;
  /** Binds caller, target, action, params and ticket id. Null where the request was malformed or cannot be bound. */
  readonly digest: string | null;
  /** The digest of the actions, rules and targets that decided. */
  readonly policy_digest: string;
  /** RFC 3339, UTC. */
  readonly evaluated_at: string;
  /** The ids of those that delegated to the caller, outermost first; left out where nobody did. */
  readonly chain?: readonly string[];
  /** The change ticket that the request names, where it counts as one. */
  readonly ticket_id?: string;
  /** What the decision belongs to, such as a plan. Whoever asks does not choose it. */
  readonly correlation_id?: string;
  /** The decision whose execution this would take back. Whoever asks does not choose it. */
  readonly rollback_of?: string;
  /** The score of all that the caller did within the window, with this; where risk is added up and the policy allowed or asked. */
  readonly cumulative_risk_score?: number;
  /** The score in a word: critical where it denies, high where it needs an approval. */
  readonly cumulative_risk_class?: RiskClass;
  /** What the policy had answered, where the score made it stricter. */
  readonly escalated_from?: DecisionResult;
  /** The request for an approval: of what requires one, where people can be asked; and of what was approved. */
  readonly request_id?: string;
  /**
   * Given once, to a caller that nothing proves: the ticket for an approval goes to whoever has it. It is a secret, and in no record.
   */
  readonly request_secret?: string;
  /** Of what is allowed, recorded and bound, where there is a key that signs. */
  readonly ticket?: ExecutionTicket;
}

/** What an agent asks for. */
export interface CheckRequest {
  /** The name of a registered action. */
  readonly action: string;
  /** The id of a target of the inventory. */
  readonly target?: string | null | undefined;
  /** A bare name, or an identity token. */
  readonly caller?: string | null | undefined;
  readonly params?: { readonly [parameter: string]: unknown } | null | undefined;
  /** The id of a change or incident ticket in another system. */
  readonly ticket_id?: string | null | undefined;
  /** What a caller that nothing proves was given with its request for an approval. Who has it gets the ticket. */
  readonly request_secret?: string | null | undefined;
}
