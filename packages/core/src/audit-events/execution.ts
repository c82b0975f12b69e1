import type { JsonObject } from '../json/json.ts';
import type { ExecutionOutcome, PrecheckOutcome } from '../model/execution.ts';

/** The execution that an event belongs to. */
export interface ExecutionSubject {
  /** The `audit_id` of the decision that allowed it. */
  readonly audit_id: string;
  /** The `event_id` of the `execution_intent`. Null where credentials were issued without a run. */
  readonly intent_id: string | null;
  readonly action: string;
  readonly target: string | null;
  readonly caller: string | null;
  /** The change ticket of the request. */
  readonly ticket_id?: string;
  /** What the run belongs to, such as a plan. */
  readonly correlation_id?: string;
  /** The `audit_id` of the decision whose execution this run takes back. */
  readonly rollback_of?: string;
}

/** An execution that is about to begin. The event is durable before anything happens. */
export interface ExecutionIntentFields extends ExecutionSubject {
  readonly intent_id: string;
  readonly action_version: string;
  /** The digest of the action's definition. */
  readonly definition: string | null;
  readonly target_type: string | null;
  /** Where the target lives, such as `{ "cluster": "prod" }`. */
  readonly scope: JsonObject | null;
  readonly caller_verified: boolean;
  /** Agent ids of those that delegated to the caller, outermost first. */
  readonly chain: readonly string[];
  /** Defaults applied, sensitive values masked, secrets redacted. */
  readonly params: JsonObject;
  /** Parameters that are recorded differently from what runs. */
  readonly params_altered: readonly string[];
  /** Of the execution ticket. */
  readonly nonce: string;
  /** Of the request that was decided. */
  readonly digest: string | null;
  readonly executor: string;
  /** `lease`: issued for this run. `ambient`: those of the machine. `none`: the action declares none. */
  readonly credentials: 'ambient' | 'lease' | 'none';
  readonly timeout_seconds: number;
  /** RFC 3339, UTC: the run ends by then. */
  readonly deadline: string;
}

/** How one precheck ended, and whether it had to pass. */
export interface RecordedPrecheck {
  readonly name: string;
  readonly blocking: boolean;
  readonly outcome: PrecheckOutcome;
  readonly reason: string;
}

/** How an execution ended. */
export interface ExecutionEndedFields extends ExecutionSubject {
  /** Of the request that was decided. */
  readonly digest: string | null;
  readonly executor: string;
  readonly outcome: ExecutionOutcome;
  /** What ended the run, such as `precheck_failed`. Null where the action itself says how it ended. */
  readonly code: string | null;
  readonly reason: string;
  readonly prechecks: readonly RecordedPrecheck[];
  /** Milliseconds from the use of the execution ticket to the end of the action. */
  readonly duration_ms: number;
  readonly warnings: readonly string[];
  /** The executor is certain that it changed nothing. */
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
  /** Such as `ticket_expired` or `scope_mismatch`. */
  readonly code: string;
  readonly reason: string;
  readonly action: string | null;
  readonly target: string | null;
  readonly caller: string | null;
  readonly audit_id: string | null;
  readonly nonce: string | null;
}
