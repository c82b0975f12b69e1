import type { JsonObject, JsonValue } from '../json/json.ts';
import type { Action } from '../model/action.ts';
import type { TargetScope } from '../model/target.ts';

/** How an execution ended. `unknown`: nobody can tell whether it had an effect, and so it is never run again by itself. */
export const EXECUTION_OUTCOMES = ['success', 'failure', 'timeout', 'skipped', 'error', 'unknown'] as const;
export type ExecutionOutcome = (typeof EXECUTION_OUTCOMES)[number];

/** What exactly is to be done. It was decided, its ticket redeemed, and the intent recorded, before an executor sees it. */
export interface Execution {
  /** Of the decision. */
  readonly audit_id: string;
  /** The definition whose digest the ticket binds. */
  readonly action: Action;
  /** In clear, with defaults applied: what the ticket's digest was computed over. */
  readonly params: JsonObject;
  readonly target: {
    readonly id: string;
    readonly type: string;
    /** Where it lives; null where the ticket names no such place. */
    readonly scope: TargetScope | null;
  } | null;
  /** What it may use; null where it uses whatever the process has, which had to be configured. */
  readonly credentials: CredentialLease | null;
}

/** Within what an executor works. */
export interface ExecutionContext {
  /** Aborted at the deadline, or when whoever runs it is stopped: then nothing more is begun. */
  readonly signal: AbortSignal;
  /** Milliseconds since 1970, UTC: when the time of this step is over. */
  readonly deadline: number;
  /** Milliseconds since 1970, UTC. */
  readonly clock: () => number;
  /** Tells people what takes long. It must hold no secret. */
  readonly progress: (message: string) => void;
}

/** `cannot_tell`: the system did not answer, or this executor does not know the check. It fails a check that blocks. */
export const PRECHECK_OUTCOMES = ['passed', 'failed', 'cannot_tell'] as const;
export type PrecheckOutcome = (typeof PRECHECK_OUTCOMES)[number];

export interface PrecheckResult {
  readonly name: string;
  readonly outcome: PrecheckOutcome;
  /** For people and the log: free of secrets. */
  readonly reason: string;
}

/** What was read of the fields that an action declares as its state. What could not be read is said, and never left out. */
export interface StateReading {
  readonly state: JsonObject;
  readonly missing: readonly MissingField[];
}

/** A field of a state that has no value. */
export interface MissingField {
  readonly field: string;
  readonly reason: string;
  /** Whether it was read, and there is none: a rollback has nothing to bring back then. Else nobody knows what it would have to be. */
  readonly absent?: boolean;
}

export interface ExecutionResult {
  readonly outcome: Exclude<ExecutionOutcome, 'unknown'>;
  /** For people and the log: free of secrets. Every text of the output is taken out of it, to be sure. */
  readonly reason: string;
  /** What the caller asked for, such as logs or the value of a secret. It goes to the caller alone, and into no record. */
  readonly output: JsonValue;
  /** Whether it is certain that nothing was changed, however it ended: then there is nothing to take back. */
  readonly nothingDone?: boolean;
}

/** What would happen. Nothing did. */
export interface DryRunResult {
  readonly outcome: 'success' | 'failure' | 'error';
  readonly reason: string;
  /** What would be done, such as a command line: free of secrets. */
  readonly steps: readonly string[];
  /** What would be different, where the system can tell; null where it cannot. */
  readonly difference: string | null;
}

/**
 * Does what actions say, in one kind of system. It sees an execution that is already authorised, and decides nothing but whether it
 * can do exactly this. Whatever it throws is an outcome `error`.
 */
export interface Executor {
  /** As it stands in a record and on a command line: `subprocess`. */
  readonly name: string;
  /**
   * Whether it changes nothing, whatever it is asked for. Then nothing has to hold it back: it gets no credentials, and no check
   * blocks it.
   */
  readonly isHarmless?: boolean;
  /** Whether it can do this action at all. */
  supports(action: Action): boolean;
  /**
   * Whether it is configured to reach a place at all, told without asking anybody. Who is refused here keeps the ticket.
   *
   * @returns why it is not; undefined where it is
   */
  serves?(scope: TargetScope): string | undefined;
  /**
   * Asks the system who it is: before anything is recorded, with no credentials, and once more with those of the execution where
   * it has some. One that cannot ask without them answers undefined the first time.
   *
   * @returns why it is not the one that the scope names; undefined where it is
   */
  refuseScope(scope: TargetScope, execution: Execution, context: ExecutionContext): Promise<string | undefined>;
  /** Reads the system, and changes nothing. */
  precheck(name: string, execution: Execution, context: ExecutionContext): Promise<PrecheckResult>;
  /** Reads the declared fields. Called before and after; values of sensitive fields are in clear. */
  readState(execution: Execution, context: ExecutionContext): Promise<StateReading>;
  /** Does it, once. Where it cannot tell whether it had an effect, it throws. It is not asked again. */
  execute(execution: Execution, context: ExecutionContext): Promise<ExecutionResult>;
  /** Waits until the effect is there. @returns why it is not; undefined where it is */
  settle(execution: Execution, context: ExecutionContext): Promise<string | undefined>;
  /** Finds out what would happen, by the system's own means where it has some. */
  dryRun(execution: Execution, context: ExecutionContext): Promise<DryRunResult>;
}

/** What one execution needs, with every template filled in and every value validated. */
export interface CredentialRequest {
  /** Chosen and recorded before it is asked for, so that it can be revoked after a crash. */
  readonly lease_id: string;
  readonly audit_id: string;
  readonly type: string;
  readonly fields: JsonObject;
  readonly scope: TargetScope | null;
  /** Seconds. */
  readonly ttl: number;
}

/** Credentials for one execution. */
export interface CredentialLease {
  readonly lease_id: string;
  readonly type: string;
  /** The secret itself, by name: a token, a key. In no record, error or message. */
  readonly values: Readonly<Record<string, string>>;
  /** RFC 3339, UTC. */
  readonly expires_at: string;
}

/** Where credentials come from. */
export interface CredentialVault {
  readonly name: string;
  /** Whether what it issues is good for no more than was asked for, and for no longer. One that cannot do that says so. */
  readonly isScoped: boolean;
  /** @throws LeaseRefused where none were issued, nor will be; whatever else it throws leaves that in doubt */
  issue(request: CredentialRequest, signal: AbortSignal): Promise<CredentialLease>;
  /** What was never issued, or is over, is revoked already. */
  revoke(leaseId: string, signal: AbortSignal): Promise<void>;
  /**
   * Issues nothing.
   *
   * @param type of credentials that it will be asked for
   * @returns why it cannot be used for these; undefined where it can
   */
  test(type: string, signal: AbortSignal): Promise<string | undefined>;
}

/** A vault has issued nothing for a request, and nothing comes of it later. After any other error its lease is revoked once more. */
export class LeaseRefused extends Error {
  override readonly name = 'LeaseRefused';
}

/**
 * Keeps what a rollback needs in clear and the log has masked, encrypted by whoever puts it there: the store cannot read it.
 */
export interface SealedStateStore {
  /**
   * Keeps it for ever under the id of the decision. It survives a loss of power before it resolves. What was put there first stays.
   *
   * @returns whether it was the first
   */
  put(auditId: string, sealed: string): Promise<boolean>;
  get(auditId: string): Promise<string | undefined>;
}
