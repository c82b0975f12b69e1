import type { JsonObject } from '../json/json.ts';
import type { DecisionResult, RiskClass } from '../model/vocabulary.ts';

/** The fields of each event of Agent-Safe 0.11. It has no `v` and no `seq`: its number is the number of its line. */
interface LegacyMembers {
  readonly event_id: string;
  /** RFC 3339. */
  readonly timestamp: string;
  /** SHA-256 of the line before, lowercase hexadecimal. */
  readonly prev_hash: string;
  readonly entry_hash: string;
  readonly action: string;
  /** Empty where there is none. */
  readonly target: string;
  /** Empty where there is none. */
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

/** A decision of 0.11, or what became of an approval: then `context.type` is `approval_resolution`. */
export interface LegacyDecisionEvent extends LegacyMembers {
  readonly event_type: 'decision';
  readonly context: JsonObject | null;
}

/** States of 0.11. */
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

/** An execution of 0.11, recorded when it had ended. */
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

/** An event as Agent-Safe 0.11 wrote it. A log of 0.11 may go on with events of this version. */
export type LegacyAuditEvent = LegacyDecisionEvent | LegacyExecutionEvent | LegacyStateCaptureEvent;
