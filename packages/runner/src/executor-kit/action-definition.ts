import type { ExecutionContext, ExecutionResult, JsonObject, JsonValue, PrecheckResult } from '@agent-safe/core';
import type { Observation } from './wait-until.ts';

/** One execution, for the code of an action. `Reach` is the access that the executor opened, such as a cluster client. */
export type ActionContext<Reach extends object> = ExecutionContext &
  Reach & {
    readonly params: JsonObject;
    readonly warn: NonNullable<ExecutionContext['warn']>;
    /** Values that `execute` passes to `waitForEffect`, such as the uid of a deleted object. */
    readonly carry: Map<string, string>;
  };

/** Value of a state field, or the reason why it has none. `absent`: the object has no such value. */
export type Field = { readonly value: JsonValue } | { readonly missing: string; readonly absent?: true };

/** Result of a dry run. */
export interface Preview {
  /** Steps that a run would take, such as command lines, without secrets. */
  readonly steps: readonly string[];
  /** Difference that a run would make; undefined if the system cannot report it. */
  readonly difference?: string | undefined;
  /** Reason why the system would refuse the action. */
  readonly refused?: string | undefined;
  /** Steps that the system did not check, as a sentence. */
  readonly unasked?: string | undefined;
}

/** One action of the catalog as an executor implements it. */
export interface ActionDefinition<Reach extends object> {
  /** Every parameter that takes effect. An action with another parameter is not supported, because the parameter would be ignored. */
  readonly parameters: readonly string[];
  /** Parameters that other users of the machine can see while the action runs. They must not be sensitive. */
  readonly onCommandLine?: readonly string[];
  /** Reads the state of the target, as fields by their names. */
  readonly readState?: (context: ActionContext<Reach>) => Promise<Readonly<Record<string, Field>>>;
  /** Executes the action. An error that is thrown before the first change is reported as "Nothing was done". */
  readonly execute: (context: ActionContext<Reach>) => Promise<ExecutionResult>;
  /** Waits for the effect. Without this function, the effect exists when `execute` returns. */
  readonly waitForEffect?: (context: ActionContext<Reach>) => Promise<Observation>;
  readonly dryRun: (context: ActionContext<Reach>) => Promise<Preview>;
}

/** Runs one check. It reads the system and changes nothing. */
export type PrecheckDefinition<Reach extends object> = (
  context: ActionContext<Reach>,
) => Promise<PrecheckResult> | PrecheckResult;

export function success(reason: string, output: JsonValue = null): ExecutionResult {
  return { ok: true, reason, output };
}

export function failure(reason: string, output: JsonValue = null): ExecutionResult {
  return { ok: false, code: 'failure', reason, output };
}

export function passed(reason: string): PrecheckResult {
  return { ok: true, reason };
}

export function failed(reason: string): PrecheckResult {
  return { ok: false, code: 'failed', reason };
}

export function cannotTell(reason: string): PrecheckResult {
  return { ok: false, code: 'cannot_tell', reason };
}

/** Returns the field for a value that an object may lack. */
export function field(value: JsonValue | undefined): Field {
  return value === undefined || value === null ? { missing: 'It has no value.', absent: true } : { value };
}
