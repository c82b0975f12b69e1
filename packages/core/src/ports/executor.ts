import type { JsonObject, JsonValue } from '../json/json.ts';
import type { Action } from '../model/action.ts';
import type { CredentialLease } from '../model/credentials.ts';
import type { ExecutionOutcome, MissingField } from '../model/execution.ts';
import type { CheckResult, Refused } from '../model/result.ts';
import type { TargetScope } from '../model/target.ts';

/** One execution in full. The runner redeems the ticket and records the intent before an executor executes it. */
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

/** Deadline, clock and cancellation of one step. */
export interface ExecutionContext {
  /** Aborted at the deadline, or when the caller cancels the run. After that, start nothing more. */
  readonly signal: AbortSignal;
  /** Milliseconds since 1970, UTC. */
  readonly deadline: number;
  /** Milliseconds since 1970, UTC. */
  readonly clock: () => number;
  /** Reports a step that takes long. The message must hold no secret. */
  readonly progress: (message: string) => void;
}

/** Why an executor cannot do an action at all. */
export type SupportResult = CheckResult<'action_unsupported' | 'parameter_unsupported'>;

/** `scope_unknown`: the executor is not configured for it. `scope_mismatch`: the system says that it is another one. */
export type ScopeResult = CheckResult<'scope_unknown' | 'scope_mismatch'>;

/** For {@link Executor.checkScope}: the execution for which the system is asked who it is. */
export interface ScopeProbe {
  readonly execution: Execution;
  readonly context: ExecutionContext;
}

/** `cannot_tell`: the system did not answer, or the executor does not know the check. A blocking check fails then. */
export type PrecheckResult = { readonly ok: true; readonly reason: string } | Refused<'failed' | 'cannot_tell'>;

/** The declared state fields that were read, and those that were not, with the reason. */
export interface StateReading {
  readonly state: JsonObject;
  readonly missing: readonly MissingField[];
}

/** `state_unavailable`: no field could be read. */
export type StateResult = ({ readonly ok: true } & StateReading) | Refused<'state_unavailable'>;

/** How an executor ended an action. An executor that cannot tell throws instead. */
export type ExecutionResult = (
  | { readonly ok: true; readonly reason: string }
  | Refused<Exclude<ExecutionOutcome, 'success' | 'unknown'>>
) & {
  /** The output for the caller, such as logs or the value of a secret. It is never recorded. */
  readonly output: JsonValue;
  /** Whether the executor is certain that nothing was changed. There is nothing to roll back then. */
  readonly nothingDone?: boolean;
};

/** `effect_missing`: the effect was not observed, or the target was changed since. */
export type EffectResult = CheckResult<'effect_missing'>;

/** The plan of a run. A dry run changes nothing. */
export type DryRunResult = (
  | { readonly ok: true; readonly reason: string }
  /** `failure`: the system would refuse. `error`: the system could not be asked. */
  | Refused<'failure' | 'error'>
) & {
  /** What would be done, such as a command line: free of secrets. */
  readonly steps: readonly string[];
  /** What would change, where the system can tell; otherwise null. */
  readonly difference: string | null;
};

/** Which values one type of credentials takes where a template of an action names a parameter. */
export interface CredentialRules {
  /** Whether a value names exactly one thing in the system. */
  readonly checkValue: (value: string) => CheckResult<'value_invalid'>;
  /**
   * Whether a value that is only a part of a text may hold a separator, such as `/` or `:`. Left out: it may not.
   *
   * @param before the text of the template before the value
   * @param after the text after it
   */
  readonly allowsSeparators?: (before: string, after: string) => boolean;
}

/**
 * Executes actions in one kind of system. It sees only executions that are already authorized, and decides nothing but whether it
 * can do exactly this. Every method answers `{ ok: true, … }` or `{ ok: false, code, reason }`; the runner reads any other answer
 * as a refusal, and what a method throws as an outcome `error`.
 */
export interface Executor {
  /** As it stands in a record and on a command line, such as `subprocess`. */
  readonly name: string;
  /** Whether it changes nothing, whatever it is asked for. It then gets no credentials, and no check blocks it. */
  readonly hasNoEffect?: boolean;
  /** The fields of a target's scope that it understands, such as `cluster`. A scope with any other field is refused. */
  readonly scopeFields: readonly string[];
  /** Rules for the credentials that it uses, by their type. */
  readonly credentialRules?: Readonly<Record<string, CredentialRules>>;
  /** Whether it can do this action, with every parameter that the action has. */
  supports(action: Action): SupportResult;
  /**
   * Whether it reaches the place that a scope names. Without `probe` it answers from its configuration alone, before the ticket is
   * used. With `probe` it also asks the system who it is: first without the credentials of the execution, then with them where
   * there are any. An executor that cannot ask without credentials answers yes the first time.
   */
  checkScope(scope: TargetScope, probe?: ScopeProbe): Promise<ScopeResult>;
  /** Runs one check. It reads the system, and changes nothing. */
  precheck(name: string, execution: Execution, context: ExecutionContext): Promise<PrecheckResult>;
  /** Reads the declared fields. Called before and after; values of sensitive fields are in clear. */
  readState(execution: Execution, context: ExecutionContext): Promise<StateResult>;
  /** Executes the action, once. Where it cannot tell whether it had an effect, it throws. */
  execute(execution: Execution, context: ExecutionContext): Promise<ExecutionResult>;
  /** Waits until the effect of {@link execute} is observed. */
  waitForEffect(execution: Execution, context: ExecutionContext): Promise<EffectResult>;
  /** Finds out what would change, by the system's own means where it has some. */
  dryRun(execution: Execution, context: ExecutionContext): Promise<DryRunResult>;
}
