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

/** Why a run does not begin. */
export interface Refusal extends Refused<RunRefusalCode> {
  /** Whether it is in the log already. */
  readonly isRecorded: boolean;
}

export function refuse(code: RunRefusalCode, reason: string): Refusal {
  return { ok: false, code, reason, isRecorded: false };
}

/** How a run ended that had begun. */
export interface Ending {
  readonly outcome: ExecutionOutcome;
  /** Null where the action itself says how it ended. */
  readonly code: RunEndingCode | null;
  readonly reason: string;
}

/** A stage that ends the run: the stages after it are left out. */
export interface Ended {
  readonly ok: false;
  readonly ending: Ending;
}

export function end(outcome: ExecutionOutcome, code: RunEndingCode | null, reason: string): Ended {
  return { ok: false, ending: { outcome, code, reason } };
}

/** Credentials that an execution may be given: a request that has no lease yet. */
export interface CredentialGrant {
  readonly type: string;
  readonly fields: JsonObject;
  readonly scope: TargetScope | null;
  /** Seconds. */
  readonly ttl: number;
}

/** The execution that a ticket authorizes, with its action, target and executor. */
export interface Authorization {
  readonly ticket: Ticket;
  readonly action: Action;
  readonly executor: Executor;
  /** In clear, and without credentials. */
  readonly execution: Execution;
  /** The credentials that the action declares, whether or not any are issued. */
  readonly declared: CredentialGrant | null;
  /** Those that are issued for it: null where none are declared, or there is no vault, or the executor has no effect. */
  readonly grant: CredentialGrant | null;
  /** Seconds. */
  readonly timeout: number;
}

/** The correlation of a run: from its options, else from the decision in the log. */
export interface Correlation {
  readonly correlationId: string | undefined;
  /** The decision that it takes back. */
  readonly rollbackOf: string | undefined;
}

/** The execution that an audit event belongs to. */
export interface EventSubject extends Correlation {
  readonly ticket: Ticket;
  /** Undefined where there is no intent. */
  readonly intentId?: string;
}

/** An authorization whose ticket is used, and whose time runs. */
export interface StartedRun extends Authorization, Correlation {
  readonly limit: TimeLimit;
  /** Milliseconds since 1970, UTC. */
  readonly startedAt: number;
}

/** A run whose intent is in the log. */
export interface IntendedRun extends StartedRun {
  readonly intentId: string;
  /** Of the credentials that are recorded as issued, before the vault is asked for them. */
  readonly leaseId: string | undefined;
}

/** The declared fields of a state, as they are and as they may be recorded. */
export interface CapturedState {
  /** Never recorded. */
  readonly clear: JsonObject;
  /** Sensitive fields masked, and what looks like a secret redacted. */
  readonly recorded: JsonObject;
  /** The fields that are recorded otherwise than they are. */
  readonly altered: readonly string[];
  readonly missing: readonly MissingField[];
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
}

/** A run that was performed, or ended on the way: what its last stages need to know. */
export interface PerformedRun {
  readonly ending: Ending;
  readonly lease: CredentialLease | null;
  /** Whether the vault may still issue the credentials. */
  readonly isLeasePending: boolean;
  readonly prechecks: readonly CheckedPrecheck[];
  readonly before: CapturedState | undefined;
  /** Whether it may have had an effect. */
  readonly hasBegun: boolean;
  /** Whether the executor is certain that it had none. */
  readonly nothingDone: boolean;
  readonly output: JsonValue;
}

/** The reason of a refusal where an executor gave no answer: no answer never means yes. */
export const NO_ANSWER = 'The executor did not answer with { ok: true, … } or { ok: false, code, reason }.';

/** The reason that an executor gave. Types do not reach an executor that is written in JavaScript. */
export function reasonOf(answer: { readonly reason?: unknown; readonly ok?: unknown } | null | undefined): string {
  const reason = answer?.reason;
  if (typeof reason === 'string' && reason !== '') return reason;
  return answer?.ok === true ? 'The executor gave no reason.' : NO_ANSWER;
}

/** What a call of an executor needs. */
export interface ExecutorCall {
  readonly executor: Executor;
  readonly execution: Execution;
  readonly context: ExecutionContext;
  readonly limit: TimeLimit;
  readonly redactor: Redactor;
}

export function callOf(
  run: RunContext,
  { execution, executor }: Pick<Authorization, 'execution' | 'executor'>,
  limit: TimeLimit,
  lease: CredentialLease | null = null,
): ExecutorCall {
  const { deadline, signal } = limit;
  const context = { deadline, signal, clock: run.services.clock, progress: (message: string) => run.progress(message) };
  return { executor, execution: { ...execution, credentials: lease }, context, limit, redactor: run.redactor };
}
