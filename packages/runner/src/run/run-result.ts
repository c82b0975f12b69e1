import type { StateChange } from '@agent-safe/audit';
import type { ExecutionOutcome, JsonObject, JsonValue, PrecheckOutcome } from '@agent-safe/core';
import { TICKET_REFUSAL_CODES, type TicketExpectations } from '@agent-safe/tickets';

/** Codes of a run that did not begin. The README of @agent-safe/tickets lists the codes of tickets. */
export const RUN_REFUSAL_CODES = [
  ...TICKET_REFUSAL_CODES,
  /** The runner has no definition of this action, or its definition differs from the definition in the decision. */
  'action_unknown',
  'definition_mismatch',
  /** Sensitive parameters must be given in plain text, or the given parameters differ from those of the decision. */
  'params_required',
  'params_mismatch',
  /** The executor does not exist, or does not support the action. */
  'executor_unknown',
  'executor_unsupported',
  /** The ticket has no scope, or the executor does not reach the target of the ticket. */
  'scope_required',
  'scope_mismatch',
  /** The action needs credentials and no vault is configured, or its credentials would grant more than it declares. */
  'credentials_unconfigured',
  'credentials_refused',
  /** `resolveCredentials` got no credentials from the vault. */
  'credentials_unavailable',
  /** The run was stopped before it began. */
  'aborted',
  /** The intent could not be recorded. */
  'audit_unavailable',
] as const;
export type RunRefusalCode = (typeof RUN_REFUSAL_CODES)[number];

/** Codes of a run that began and was not ended by the action itself. */
export const RUN_ENDING_CODES = [
  'credentials_unavailable',
  'scope_mismatch',
  'precheck_failed',
  'ticket_expired',
  /** The ticket was revoked after the run began. */
  'ticket_revoked',
  'state_unavailable',
  /** The target changed after the execution that this run rolls back. */
  'changed_since',
  'audit_unavailable',
  'executor_failed',
  'not_settled',
  'timeout',
  'aborted',
  /** The runner's process ended before it recorded an outcome. */
  'interrupted',
] as const;
export type RunEndingCode = (typeof RUN_ENDING_CODES)[number];

/** Options of one run. */
export interface RunOptions {
  /** Name of one of the runner's executors. */
  readonly executor: string;
  /** Sensitive parameters, in plain text. Other parameters are optional and must equal those of the ticket. */
  readonly params?: unknown;
  /** Request that the ticket must allow. A ticket for another request is refused and stays unused. */
  readonly expected?: TicketExpectations;
  /** Time limit of the run, in seconds. The action's own parameter `timeout` can only shorten it. */
  readonly timeout?: number | undefined;
  /** Aborts the run. */
  readonly signal?: AbortSignal | undefined;
  /** Receives progress messages, without secrets. */
  readonly progress?: ((message: string) => void) | undefined;
  /** Correlation id. Default: the correlation id of the decision in the log. */
  readonly correlationId?: string | undefined;
  /** Id of the decision whose execution this run rolls back. Default: from the decision in the log. */
  readonly rollbackOf?: string | undefined;
  /** Whether a rollback also undoes later changes. Default: false. */
  readonly overwrite?: boolean | undefined;
}

/** Result of one check, for reports and the log. */
export interface CheckedPrecheck {
  readonly name: string;
  /** Whether the run continues only if the check passes. */
  readonly blocking: boolean;
  readonly outcome: PrecheckOutcome;
  readonly reason: string;
}

/** Refusal of a run before it began. Nothing was done. */
export interface RunRefusal {
  readonly ok: false;
  readonly code: RunRefusalCode;
  readonly reason: string;
  readonly audit_id: string | null;
  readonly action: string | null;
  readonly target: string | null;
  /** Whether the ticket is used in spite of the refusal. If so, request a new decision. */
  readonly ticket_used: boolean;
}

/**
 * Report of a run that began. Its intent is in the log. `ok: true` does not mean that the action succeeded: read `outcome` too.
 */
export interface RunReport {
  readonly ok: true;
  readonly outcome: ExecutionOutcome;
  /** Null if the action itself ended the run. */
  readonly code: RunEndingCode | null;
  readonly reason: string;
  readonly audit_id: string;
  readonly intent_id: string;
  readonly action: string;
  readonly target: string | null;
  readonly executor: string;
  /** Output for the caller. The log does not hold it. */
  readonly output: JsonValue;
  readonly prechecks: readonly CheckedPrecheck[];
  /** Recorded state, with sensitive fields masked. Null if no state was read. */
  readonly before_state: JsonObject | null;
  readonly after_state: JsonObject | null;
  /** Changes from the state before to the state after. Null if one of them was not read. */
  readonly diff: readonly StateChange[] | null;
  readonly credentials: UsedCredentials | null;
  /** Milliseconds from the use of the ticket until the end of the action. */
  readonly duration_ms: number;
  /** Whether the outcome is in the log. If not, `reconcile` will record it as `unknown`. */
  readonly recorded: boolean;
  /** Problems other than the outcome of the action, such as unreadable state or credentials that could not be revoked. */
  readonly warnings: readonly string[];
}

/** Credentials of a run. */
export interface UsedCredentials {
  readonly lease_id: string;
  readonly vault: string;
  /** Whether the vault limited the credentials to the declared grant. */
  readonly is_scoped: boolean;
  readonly revoked: boolean;
}

export type RunResult = RunRefusal | RunReport;

/** A run as the audit log has it. */
export interface RecordedRun {
  readonly intent_id: string;
  /** Null if the log has no outcome: the run is not finished, or `reconcile` has yet to record it as `unknown`. */
  readonly outcome: string | null;
  readonly code: string | null;
  readonly reason: string | null;
}
