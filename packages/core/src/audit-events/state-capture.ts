import type { JsonObject } from '../json/json.ts';
import type { Decision } from '../model/decision.ts';
import type { MissingField } from '../model/execution.ts';
import type { ExecutionSubject } from './execution.ts';

/** The state that a run read before it began. Sensitive fields are masked. */
export interface StateBeforeFields extends ExecutionSubject {
  /** Null if no field could be read. */
  readonly before_state: JsonObject | null;
  readonly state_fields_declared: readonly string[];
  /** Fields in `before_state`. */
  readonly state_fields_captured: readonly string[];
  /** Fields whose recorded values differ from the values that were read. */
  readonly state_fields_altered: readonly string[];
  readonly state_fields_missing: readonly MissingField[];
  /** Paths of values that are stored encrypted for a rollback. */
  readonly sealed: readonly string[];
}

/** The state that a run read after it ended. Sensitive fields are masked. */
export interface StateAfterFields extends ExecutionSubject {
  /** Null if no field could be read. */
  readonly after_state: JsonObject | null;
  /** Milliseconds between the two readings. */
  readonly capture_duration_ms: number;
  readonly state_fields_declared: readonly string[];
  /** Fields in `before_state` or `after_state`. */
  readonly state_fields_captured: readonly string[];
  /** Fields whose recorded values differ from the values that were read. */
  readonly after_fields_altered: readonly string[];
  readonly after_fields_missing: readonly MissingField[];
}

/** The execution of a state that a program reported with `recordState`. */
type ReportedSubject = Pick<Decision, 'action' | 'audit_id' | 'caller' | 'correlation_id' | 'target' | 'ticket_id'>;

/** The event of `recordBeforeState`. */
export interface ReportedStateBeforeFields extends ReportedSubject {
  readonly before_state: JsonObject;
}

interface ReportedFields extends ReportedSubject {
  readonly after_state: JsonObject;
  /** Fields that the action declares. */
  readonly state_fields_declared: readonly string[];
  /** Fields of either state. */
  readonly state_fields_captured: readonly string[];
}

/** The event of `recordAfterState`. */
export interface ReportedStateAfterFields extends ReportedFields {
  /** Milliseconds between the two reports. */
  readonly capture_duration_ms: number;
}

/** `recordState`. */
export interface ReportedStatesFields extends ReportedFields {
  readonly before_state: JsonObject;
}
