import type { JsonObject } from '../json/json.ts';
import type { ExecutionOutcome, PrecheckOutcome } from '../model/execution.ts';

/** The execution that an event belongs to. */
export interface ExecutionSubject {
  /** The `audit_id` of the decision that allowed the execution. */
  readonly audit_id: string;
  /** The `event_id` of the `execution_intent`. Null if credentials were issued without a run. */
  readonly intent_id: string | null;
  readonly action: string;
  readonly target: string | null;
  readonly caller: string | null;
  /** The change ticket of the request. */
  readonly ticket_id?: string;
  /** Groups related events, such as the steps of a plan. */
  readonly correlation_id?: string;
  /** The `audit_id` of the decision whose execution this run rolls back. */
  readonly rollback_of?: string;
}

/** An execution that is about to begin. The event is durable before the executor starts. */
export interface ExecutionIntentFields extends ExecutionSubject {
  readonly intent_id: string;
  readonly action_version: string;
  /** The digest of the action's definition. */
  readonly definition: string | null;
  readonly target_type: string | null;
  /** The location of the target, such as `{ "cluster": "prod" }`. */
  readonly scope: JsonObject | null;
  readonly caller_verified: boolean;
  /** Agent ids of the delegators of the caller, outermost first. */
  readonly chain: readonly string[];
  /** Defaults applied, sensitive values masked, secrets redacted. */
  readonly params: JsonObject;
  /** Names of parameters whose recorded values differ from the executed values, because they are masked or redacted. */
  readonly params_altered: readonly string[];
  /** The nonce of the execution ticket. */
  readonly nonce: string;
  /** The digest of the request. */
  readonly digest: string | null;
  readonly executor: string;
  /**
   * `lease`: credentials issued for this run. `ambient`: the credentials of the machine. `none`: the action declares
   * none.
   */
  readonly credentials: 'ambient' | 'lease' | 'none';
  readonly timeout_seconds: number;
  /** Latest end of the run: RFC 3339, UTC. */
  readonly deadline: string;
}

/** The outcome of one precheck. A `blocking` precheck must pass. */
export interface RecordedPrecheck {
  readonly name: string;
  readonly blocking: boolean;
  readonly outcome: PrecheckOutcome;
  readonly reason: string;
}

/** How an execution ended. */
export interface ExecutionEndedFields extends ExecutionSubject {
  /** The digest of the request. */
  readonly digest: string | null;
  readonly executor: string;
  readonly outcome: ExecutionOutcome;
  /** The reason that the run stopped, such as `precheck_failed`. Null if the action ran to its end. */
  readonly code: string | null;
  readonly reason: string;
  readonly prechecks: readonly RecordedPrecheck[];
  /** Milliseconds from the use of the execution ticket to the end of the action. */
  readonly duration_ms: number;
  readonly warnings: readonly string[];
  /** Whether the executor is certain that it changed nothing. */
  readonly nothing_done?: boolean;
}

/** An execution whose process ended before it recorded an outcome. `reconcile` adds this event. */
export interface ExecutionInterruptedFields extends ExecutionSubject {
  readonly digest: string | null;
  readonly executor: string | null;
  readonly outcome: 'unknown';
  readonly code: 'interrupted';
  readonly reason: string;
}

/** A refused execution ticket. A member that the ticket does not prove is null. */
export interface TicketRefusedFields {
  /** The machine code, such as `ticket_expired` or `scope_mismatch`. */
  readonly code: string;
  readonly reason: string;
  readonly action: string | null;
  readonly target: string | null;
  readonly caller: string | null;
  readonly audit_id: string | null;
  readonly nonce: string | null;
}
