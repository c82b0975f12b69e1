import type {
  AuditDraft,
  CredentialLease,
  Execution,
  ExecutionContext,
  ExecutionOutcome,
  JsonValue,
} from '@agent-safe/core';
import type { Ticket } from '@agent-safe/tickets';
import type { Permit } from '../preflight/authorize-execution.ts';
import type { CheckedPrecheck } from '../preflight/prechecks.ts';
import type { CapturedState } from '../preflight/read-state.ts';
import type { ExecutionRecord } from '../rollback/execution-record.ts';
import type { Services } from './options.ts';
import { Secrets } from './redactor.ts';
import type { RunEndingCode, RunOptions, RunRefusalCode } from './run-result.ts';
import type { TimeLimit } from './time-limit.ts';

/** Why nothing is begun. */
export interface Refusal {
  readonly code: RunRefusalCode;
  readonly reason: string;
  /** Whether it is in the log already. */
  readonly isRecorded: boolean;
}

/** How a run ended. */
export interface Ending {
  readonly outcome: ExecutionOutcome;
  readonly code: RunEndingCode | null;
  readonly reason: string;
}

/** One run of one ticket, from stage to stage. Each stage adds what it found out, and no other changes it. */
export class Run {
  readonly services: Services;
  readonly token: string;
  readonly options: RunOptions;
  readonly secrets = new Secrets();
  readonly warnings: string[] = [];
  /** What it says, where it is genuine. */
  ticket: Ticket | undefined;
  /** By this run. */
  isTicketUsed = false;
  /** When it was begun: milliseconds since 1970, UTC. */
  startedAt = 0;
  /** When it was known how it ended: the state afterwards and the end of the credentials are no part of its time. */
  endedAt = 0;
  intentId = '';
  /** Of the credentials that were recorded as issued, whether or not they were. */
  leaseId: string | undefined;
  lease: CredentialLease | undefined;
  isRevoked = false;
  /** Whether the vault may issue them yet. */
  isLeasePending = false;
  prechecks: readonly CheckedPrecheck[] = [];
  before: CapturedState | undefined;
  after: CapturedState | undefined;
  /** From here on it may have had an effect. */
  hasBegun = false;
  /** What it takes back, as the log has it. */
  original: ExecutionRecord | undefined;
  /** What the log says of its decision. */
  decided: { readonly correlation_id: string | null; readonly rollback_of: string | null } | undefined;
  /** Whether the executor is certain that it had none. */
  nothingDone = false;
  output: JsonValue = null;
  /** What the executor said of a success. */
  reason = '';
  isRecorded = false;
  #permit: Permit | undefined;
  #limit: TimeLimit | undefined;

  constructor(services: Services, token: string, options: RunOptions) {
    this.services = services;
    this.token = token;
    this.options = options;
  }

  get permit(): Permit {
    return have(this.#permit);
  }

  set permit(permit: Permit) {
    this.#permit = permit;
  }

  get limit(): TimeLimit {
    return have(this.#limit);
  }

  set limit(limit: TimeLimit) {
    this.#limit = limit;
  }

  get execution(): Execution {
    return { ...this.permit.execution, credentials: this.lease ?? null };
  }

  get context(): ExecutionContext {
    const { deadline, signal } = this.limit;
    return { deadline, signal, clock: this.services.clock, progress: (message) => this.progress(message) };
  }

  /** Tells whoever waits. What that throws stops nothing. */
  progress(message: string): void {
    try {
      this.options.progress?.(this.secrets.clean(message));
    } catch {
      // It is only told.
    }
  }

  get correlationId(): string | undefined {
    return this.options.correlationId ?? this.decided?.correlation_id ?? undefined;
  }

  /** The decision that it takes back. */
  get rollbackOf(): string | undefined {
    return this.options.rollbackOf ?? this.decided?.rollback_of ?? undefined;
  }

  /** @throws AgentSafeError ERR_AUDIT_UNAVAILABLE */
  async record(...drafts: readonly AuditDraft[]): Promise<void> {
    await this.services.audit.append(drafts);
  }

  /** Frees what it holds. */
  close(): void {
    this.#limit?.close();
  }
}

function have<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('a stage came before the one that it needs');
  return value;
}
