import type { Decision } from '../model/decision.ts';

/**
 * One answered request. All members of the decision, free of secrets; its execution ticket and `request_secret` are never
 * recorded. The `event_id` of the event is its `audit_id`.
 */
export interface DecisionFields extends Omit<Decision, 'request_secret' | 'ticket'> {}

/** A decision that was recorded too late. Its caller had been told `deny` already, and this event says so. */
export interface DecisionCorrectionFields {
  /** The `event_id` of the decision that does not count. */
  readonly audit_id: string;
  readonly result: 'deny';
  readonly code: 'audit_unavailable';
  readonly reason: string;
}
