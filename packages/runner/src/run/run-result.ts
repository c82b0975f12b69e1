import type { StateChange } from '@agent-safe/audit';
import type { ExecutionOutcome, JsonObject, JsonValue, PrecheckOutcome } from '@agent-safe/core';
import { TICKET_REFUSAL_CODES, type TicketExpectations } from '@agent-safe/tickets';

/** Why a run did not begin. The README of @agent-safe/tickets lists the codes of tickets. */
export const RUN_REFUSAL_CODES = [
  ...TICKET_REFUSAL_CODES,
  /** The runner has no definition of this action, or another one than was decided on. */
  'action_unknown',
  'definition_mismatch',
  /** Sensitive parameters are to be given in clear, or what was given is not what was decided on. */
  'params_required',
  'params_mismatch',
  /** There is no such executor, or it cannot do this. */
  'executor_unknown',
  'executor_unsupported',
  /** The ticket names no place, or the executor works in another one. */
  'scope_required',
  'scope_mismatch',
  /** The action declares credentials, and there is nothing to issue them; or they would grant more than is declared. */
  'credentials_unconfigured',
  'credentials_refused',
  /** The vault issued none, where they alone were asked for. */
  'credentials_unavailable',
  /** It was stopped before it began. */
  'aborted',
  /** The intent could not be recorded. */
  'audit_unavailable',
] as const;
export type RunRefusalCode = (typeof RUN_REFUSAL_CODES)[number];

/** What ended a begun run other than the action itself. */
export const RUN_ENDING_CODES = [
  'credentials_unavailable',
  'scope_mismatch',
  'precheck_failed',
  'ticket_expired',
  /** Since it was begun. */
  'ticket_revoked',
  'state_unavailable',
  /** The target was changed since the execution that a rollback takes back. */
  'changed_since',
  'audit_unavailable',
  'executor_failed',
  'not_settled',
  'timeout',
  'aborted',
  /** The process that ran it ended before it could record an outcome. */
  'interrupted',
] as const;
export type RunEndingCode = (typeof RUN_ENDING_CODES)[number];

/** How to run a ticket. */
export interface RunOptions {
  /** The name of one of the runner's executors. */
  readonly executor: string;
  /** Sensitive parameters in clear; others may be given too, and must be those of the ticket. */
  readonly params?: unknown;
  /** The request that the ticket must allow. Otherwise it is refused, and not used. */
  readonly expected?: TicketExpectations;
  /** Seconds that the run may take. The action's own parameter `timeout` makes it shorter. */
  readonly timeout?: number | undefined;
  /** Stops it. */
  readonly signal?: AbortSignal | undefined;
  /** Is told what takes long, free of secrets. */
  readonly progress?: ((message: string) => void) | undefined;
  /** What it belongs to; that of the decision where it is left out and the log has it. */
  readonly correlationId?: string | undefined;
  /** The decision whose execution it takes back; likewise. */
  readonly rollbackOf?: string | undefined;
  /** Whether a rollback also undoes changes that were made since. Default: false. */
  readonly overwrite?: boolean | undefined;
}

/** One check of a run, as it stands in reports and in the log. */
export interface CheckedPrecheck {
  readonly name: string;
  /** Whether the run goes on only where the check has passed. */
  readonly blocking: boolean;
  readonly outcome: PrecheckOutcome;
  readonly reason: string;
}

/** The run was refused before it began. Nothing was done. */
export interface RunRefusal {
  readonly ok: false;
  readonly code: RunRefusalCode;
  readonly reason: string;
  readonly audit_id: string | null;
  readonly action: string | null;
  readonly target: string | null;
  /** Whether the ticket is used up all the same: a new decision is needed. */
  readonly ticket_used: boolean;
}

/**
 * The run began: its intent is in the log. `ok` says that there is a report, and `outcome` says how the action ended: read both.
 */
export interface RunReport {
  readonly ok: true;
  readonly outcome: ExecutionOutcome;
  /** Null where the action itself says how it ended. */
  readonly code: RunEndingCode | null;
  readonly reason: string;
  readonly audit_id: string;
  readonly intent_id: string;
  readonly action: string;
  readonly target: string | null;
  readonly executor: string;
  /** For the caller alone: it is in no record. */
  readonly output: JsonValue;
  readonly prechecks: readonly CheckedPrecheck[];
  /** As it was recorded: sensitive fields masked. Null where nothing was read. */
  readonly before_state: JsonObject | null;
  readonly after_state: JsonObject | null;
  /** From before to after, where both were read. */
  readonly diff: readonly StateChange[] | null;
  readonly credentials: UsedCredentials | null;
  /** From the use of the ticket until it was known how it ended; what comes after that is not in it. */
  readonly duration_ms: number;
  /** Whether the outcome is in the log. Where it is not, `reconcile` will say that it is unknown. */
  readonly recorded: boolean;
  /** What did not work beside the action: state that could not be read, credentials that could not be revoked. */
  readonly warnings: readonly string[];
}

export interface UsedCredentials {
  readonly lease_id: string;
  readonly vault: string;
  /** Whether they were good for no more than was declared. */
  readonly is_scoped: boolean;
  readonly revoked: boolean;
}

export type RunResult = RunRefusal | RunReport;
