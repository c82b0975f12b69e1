import type { JsonObject } from './json.ts';
import type { DecisionResult, RiskClass } from './vocabulary.ts';

/**
 * Why a request was answered as it was. `rule`: a policy rule decided, and `result` says how. `default_deny`: no rule
 * matched. All others are refusals that came before the rules.
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
}
