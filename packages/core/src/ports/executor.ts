import type { JsonObject, JsonValue } from '../json/json.ts';
import type { Action } from '../model/action.ts';
import type { CredentialLease } from '../model/credentials.ts';
import type { ExecutionOutcome, MissingField } from '../model/execution.ts';
import type { CheckResult, Refused } from '../model/result.ts';
import type { TargetScope } from '../model/target.ts';

/** One authorized execution. The runner redeems the ticket and records the intent before it calls the executor. */
export interface Execution {
  /** The id of the decision. */
  readonly audit_id: string;
  /** The definition whose digest the ticket binds. */
  readonly action: Action;
  /** In plain text, with defaults applied. The ticket's digest covers these values. */
  readonly params: JsonObject;
  readonly target: {
    readonly id: string;
    readonly type: string;
    /** Its location; null if the ticket names none. */
    readonly scope: TargetScope | null;
  } | null;
  /**
   * Credentials issued for this execution. Null: the executor uses the credentials of the process, which the settings
   * must allow.
   */
  readonly credentials: CredentialLease | null;
}

/** Deadline, clock and cancellation of one step. */
export interface ExecutionContext {
  /** Aborted at the deadline, when the caller cancels the run, and at the end of the run. After that, start nothing more. */
  readonly signal: AbortSignal;
  /** Milliseconds since 1970, UTC. */
  readonly deadline: number;
  /** Milliseconds since 1970, UTC. */
  readonly clock: () => number;
  /** Reports progress of a long step. The message must hold no secret. */
  readonly progress: (message: string) => void;
  /**
   * Adds a warning to the report, such as a value that a rollback cannot restore. The message must hold no secret. A
   * repeated warning is reported once.
   */
  readonly warn?: (message: string) => void;
}

/** Whether an executor can execute an action at all. */
export type SupportResult = CheckResult<'action_unsupported' | 'parameter_unsupported'>;

/**
 * `scope_unknown`: the executor is not configured for this scope. `scope_mismatch`: the system reports a different
 * identity.
 */
export type ScopeResult = CheckResult<'scope_unknown' | 'scope_mismatch'>;

/** For {@link Executor.checkScope}: the execution for which the executor asks the system for its identity. */
export interface ScopeProbe {
  readonly execution: Execution;
  readonly context: ExecutionContext;
}

/** `cannot_tell`: the system did not answer, or the executor does not know the check. A blocking check then fails. */
export type PrecheckResult = { readonly ok: true; readonly reason: string } | Refused<'failed' | 'cannot_tell'>;

/** The declared state fields that were read, and the reasons for missing fields. */
export interface StateReading {
  readonly state: JsonObject;
  readonly missing: readonly MissingField[];
}

/** `state_unavailable`: no field could be read. */
export type StateResult = ({ readonly ok: true } & StateReading) | Refused<'state_unavailable'>;

/** The result of an action. If the executor does not know the result, it throws. */
export type ExecutionResult = (
  | { readonly ok: true; readonly reason: string }
  | Refused<Exclude<ExecutionOutcome, 'success' | 'unknown'>>
) & {
  /** The output for the caller, such as logs or the value of a secret. It is never recorded. */
  readonly output: JsonValue;
  /** Whether the executor is certain that it changed nothing. A rollback is then unnecessary. */
  readonly nothingDone?: boolean;
};

/** `effect_missing`: the effect was not observed, or the target was changed again. */
export type EffectResult = CheckResult<'effect_missing'>;

/** The plan of a run. A dry run changes nothing. */
export type DryRunResult = (
  | { readonly ok: true; readonly reason: string }
  /** `failure`: the system would refuse. `error`: the system did not answer. */
  | Refused<'failure' | 'error'>
) & {
  /** The planned steps, such as a command line. They must hold no secret. */
  readonly steps: readonly string[];
  /** The expected changes; null if the system cannot report them. */
  readonly difference: string | null;
};

/** Rules for parameter values in the credential templates of an action, for one type of credentials. */
export interface CredentialRules {
  /** Whether a value names exactly one thing in the system. */
  readonly checkValue: (value: string) => CheckResult<'value_invalid'>;
  /**
   * Whether a value may contain a separator, such as `/` or `:`, if the template has text around it. No by default.
   *
   * @param before the text of the template before the value
   * @param after the text after it
   */
  readonly allowsSeparators?: (before: string, after: string) => boolean;
}

/**
 * Executes actions in one kind of system. It receives authorized executions only, and decides only whether it can
 * execute them exactly. Every method returns `{ ok: true, … }` or `{ ok: false, code, reason }`. The runner treats any
 * other answer as a refusal, and an exception as the outcome `error`.
 */
export interface Executor {
  /** Name in records and on the command line, such as `subprocess`. */
  readonly name: string;
  /** Whether the executor never changes anything. It then gets no credentials, and no precheck blocks it. */
  readonly hasNoEffect?: boolean;
  /**
   * The fields of a target's scope that the executor supports, such as `cluster`. A scope with any other field is
   * refused.
   */
  readonly scopeFields: readonly string[];
  /** Rules for the credentials that the executor uses, by type. */
  readonly credentialRules?: Readonly<Record<string, CredentialRules>>;
  /** Checks whether the executor can execute an action with all its parameters. */
  supports(action: Action): SupportResult;
  /**
   * Checks whether the executor reaches the system that a scope names. Without `probe`, it answers from its
   * configuration. With `probe`, it also asks the system for its identity. The runner does so before it redeems the
   * ticket, so a probe must change nothing. It probes first without the credentials of the execution, then with them if there are any. An executor that cannot
   * probe without credentials answers yes the first time.
   */
  checkScope(scope: TargetScope, probe?: ScopeProbe): Promise<ScopeResult>;
  /** Runs one precheck. It reads the system and changes nothing. */
  precheck(name: string, execution: Execution, context: ExecutionContext): Promise<PrecheckResult>;
  /** Reads the declared state fields, before and after the execution. Values of sensitive fields are in plain text. */
  readState(execution: Execution, context: ExecutionContext): Promise<StateResult>;
  /** Executes the action once. Throws if it does not know whether the action had an effect. */
  execute(execution: Execution, context: ExecutionContext): Promise<ExecutionResult>;
  /** Waits until the effect of {@link execute} is observed. */
  waitForEffect(execution: Execution, context: ExecutionContext): Promise<EffectResult>;
  /** Finds out what would change, with the system's own dry run if it has one. */
  dryRun(execution: Execution, context: ExecutionContext): Promise<DryRunResult>;
}
