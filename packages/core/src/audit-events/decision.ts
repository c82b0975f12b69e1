import type { Decision } from '../model/decision.ts';

/**
 * One decision, with all members except the execution ticket and `request_secret`. It holds no secret. The `event_id`
 * of the event is the `audit_id` of the decision.
 */
export interface DecisionFields extends Omit<Decision, 'request_secret' | 'ticket'> {}

/** Voids a decision that was recorded too late. Its caller had already received `deny`. */
export interface DecisionCorrectionFields {
  /** The `event_id` of the void decision. */
  readonly audit_id: string;
  readonly result: 'deny';
  readonly code: 'audit_unavailable';
  readonly reason: string;
}
