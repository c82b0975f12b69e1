import type { JsonObject } from '../json/json.ts';
import type { DecisionResult, RiskClass } from '../model/vocabulary.ts';

/**
 * The fields that all events of Agent-Safe 0.11 have. They have no `v` and no `seq`: the line number replaces `seq`.
 */
interface LegacyMembers {
  readonly event_id: string;
  /** RFC 3339. */
  readonly timestamp: string;
  /** SHA-256 of the previous line, lowercase hexadecimal. */
  readonly prev_hash: string;
  readonly entry_hash: string;
  readonly action: string;
  /** Empty if the event has none. */
  readonly target: string;
  /** Empty if the event has none. */
  readonly caller: string;
  readonly params: JsonObject;
  readonly decision: DecisionResult;
  readonly reason: string;
  readonly policy_matched: string | null;
  readonly risk_class: RiskClass;
  readonly effective_risk: RiskClass;
  readonly correlation_id: string | null;
  /** The change ticket. */
  readonly ticket_id: string | null;
}

/** A decision of 0.11, or the outcome of an approval: its `context.type` is `approval_resolution`. */
export interface LegacyDecisionEvent extends LegacyMembers {
  readonly event_type: 'decision';
  readonly context: JsonObject | null;
}

/** The states that 0.11 recorded before and after an execution. */
export interface LegacyStateCaptureEvent extends LegacyMembers {
  readonly event_type: 'state_capture';
  readonly context: {
    readonly type: 'state_capture';
    /** The `event_id` of the decision. */
    readonly original_audit_id: string;
    readonly before_state: JsonObject;
    readonly after_state: JsonObject;
    /** `added`, `removed`, `changed` and `unchanged` fields. */
    readonly diff: JsonObject;
    /** Milliseconds. */
    readonly capture_duration_ms: number | null;
    readonly state_fields_declared: readonly string[];
    readonly state_fields_captured: readonly string[];
  };
}

export interface LegacyPrecheck {
  readonly name: string;
  readonly passed: boolean;
  readonly message: string;
  readonly advisory: boolean;
}

/** An execution of 0.11. It was recorded after it ended. */
export interface LegacyExecutionEvent extends LegacyMembers {
  readonly event_type: 'execution';
  readonly context: {
    readonly type: 'execution';
    /** The `event_id` of the decision. */
    readonly original_audit_id: string;
    readonly status: 'error' | 'failure' | 'skipped' | 'success' | 'timeout';
    readonly output: string;
    readonly error: string | null;
    /** Milliseconds. */
    readonly duration_ms: number | null;
    readonly executor_type: string;
    readonly ticket_nonce: string;
    readonly before_state: JsonObject;
    readonly after_state: JsonObject;
    readonly precheck_results: readonly LegacyPrecheck[];
  };
}

/** An event that Agent-Safe 0.11 wrote. Events of this version may follow in the same log. */
export type LegacyAuditEvent = LegacyDecisionEvent | LegacyExecutionEvent | LegacyStateCaptureEvent;
