import type {
  Action,
  CredentialLease,
  Execution,
  ExecutionContext,
  ExecutionOutcome,
  Executor,
  JsonObject,
  JsonValue,
  MissingField,
  Refused,
  TargetScope,
} from '@agent-safe/core';
import type { Ticket } from '@agent-safe/tickets';
import type { Redactor } from './redactor.ts';
import type { RunContext } from './run-context.ts';
import type { CheckedPrecheck, RunEndingCode, RunRefusalCode } from './run-result.ts';
import type { TimeLimit } from './time-limit.ts';

/** Refusal of a run before it begins. */
export interface Refusal extends Refused<RunRefusalCode> {
  /** Whether the refusal is already in the log. */
  readonly isRecorded: boolean;
}

/** Creates a refusal that is not recorded yet. */
export function refuse(code: RunRefusalCode, reason: string): Refusal {
  return { ok: false, code, reason, isRecorded: false };
}

/** Ending of a run that began. */
export interface Ending {
  readonly outcome: ExecutionOutcome;
  /** Null if the action itself ended the run. */
  readonly code: RunEndingCode | null;
  readonly reason: string;
}

/** Result of a stage that ends the run. Later stages are skipped. */
export interface Ended {
  readonly ok: false;
  readonly ending: Ending;
}

/** Creates the result of a stage that ends the run. */
export function end(outcome: ExecutionOutcome, code: RunEndingCode | null, reason: string): Ended {
  return { ok: false, ending: { outcome, code, reason } };
}

/** Credentials that an execution may get. No lease exists yet. */
export interface CredentialGrant {
  readonly type: string;
  readonly fields: JsonObject;
  readonly scope: TargetScope | null;
  /** Lifetime in seconds. */
  readonly ttl: number;
}

/** Execution that a ticket authorizes, with its action, target and executor. */
export interface Authorization {
  readonly ticket: Ticket;
  readonly action: Action;
  readonly executor: Executor;
  /** Execution with parameters in plain text, and without credentials. */
  readonly execution: Execution;
  /** Credentials that the action declares, even if none are issued. */
  readonly declared: CredentialGrant | null;
  /** Credentials to issue. Null if none are declared, no vault is configured, or the executor has no effect. */
  readonly grant: CredentialGrant | null;
  /** Time limit in seconds. */
  readonly timeout: number;
}

/** Correlation of a run, from its options or else from the decision in the log. */
export interface Correlation {
  readonly correlationId: string | undefined;
  /** Id of the decision that this run rolls back. */
  readonly rollbackOf: string | undefined;
}

/** Execution of an audit event. */
export interface EventSubject extends Correlation {
  readonly ticket: Ticket;
  /** Undefined if no intent was recorded. */
  readonly intentId?: string;
}

/** Authorization with a used ticket and a running time limit. */
export interface StartedRun extends Authorization, Correlation {
  readonly limit: TimeLimit;
  /** In milliseconds since 1970 (UTC). */
  readonly startedAt: number;
}

/** Run whose intent is in the log. */
export interface IntendedRun extends StartedRun {
  readonly intentId: string;
  /** Id of the lease, which is recorded before the request to the vault. Undefined if no credentials are issued. */
  readonly leaseId: string | undefined;
}

/** Declared state fields, in plain text and as recorded. */
export interface CapturedState {
  /** Original values. They are never recorded. */
  readonly clear: JsonObject;
  /** Values for the log: sensitive fields masked, and other secrets redacted. */
  readonly recorded: JsonObject;
  /** Fields whose recorded value differs from the original. */
  readonly altered: readonly string[];
  readonly missing: readonly MissingField[];
  /** Time of reading, in milliseconds since 1970 (UTC). */
  readonly at: number;
}

/** Results of a run after its intent, for the last stages. */
export interface PerformedRun {
  readonly ending: Ending;
  readonly lease: CredentialLease | null;
  /** Whether the vault may still issue the credentials. */
  readonly isLeasePending: boolean;
  readonly prechecks: readonly CheckedPrecheck[];
  readonly before: CapturedState | undefined;
  /** Whether the action may have had an effect. */
  readonly hasBegun: boolean;
  /** Whether the executor is certain that the action had no effect. */
  readonly nothingDone: boolean;
  readonly output: JsonValue;
}

/** Reason of a refusal for an executor that returned no valid result. Such a result never means success. */
export const NO_ANSWER = 'The executor returned neither { ok: true, … } nor { ok: false, code, reason }.';

/** Returns the reason of an executor. An executor that is written in JavaScript may return any value. */
export function reasonOf(answer: { readonly reason?: unknown; readonly ok?: unknown } | null | undefined): string {
  const reason = answer?.reason;
  if (typeof reason === 'string' && reason !== '') return reason;
  return answer?.ok === true ? 'The executor gave no reason.' : NO_ANSWER;
}

/** Arguments and services for one call of an executor. */
export interface ExecutorCall {
  readonly executor: Executor;
  readonly execution: Execution;
  readonly context: ExecutionContext;
  readonly limit: TimeLimit;
  readonly redactor: Redactor;
}

/** Creates the arguments and services for a call of an executor. */
export function callOf(
  run: RunContext,
  { execution, executor }: Pick<Authorization, 'execution' | 'executor'>,
  limit: TimeLimit,
  lease: CredentialLease | null = null,
): ExecutorCall {
  const { deadline, signal } = limit;
  const context = {
    deadline,
    signal,
    clock: run.services.clock,
    progress: (message: string) => run.progress(message),
    warn: (message: string) => run.warn(message),
  };
  return { executor, execution: { ...execution, credentials: lease }, context, limit, redactor: run.redactor };
}
