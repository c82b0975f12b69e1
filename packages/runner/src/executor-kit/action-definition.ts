import type { ExecutionContext, ExecutionResult, JsonObject, JsonValue, PrecheckResult } from '@agent-safe/core';
import type { Observation } from './wait-until.ts';

/** One execution, as an action sees it. `Reach` is what the executor has opened for it, such as a cluster. */
export type ActionContext<Reach extends object> = ExecutionContext &
  Reach & {
    readonly params: JsonObject;
    /** What `execute` has to tell `waitForEffect`, such as which object it has deleted. */
    readonly carry: Map<string, string>;
  };

/** A field of a state, or why it has no value. */
export type Field = { readonly value: JsonValue } | { readonly missing: string; readonly absent?: true };

/** What an action would change. */
export interface Preview {
  /** What would be done, such as command lines: free of secrets. */
  readonly steps: readonly string[];
  /** Undefined where the system cannot say. */
  readonly difference?: string | undefined;
  /** Why the system would refuse it. */
  readonly refused?: string | undefined;
  /** What was not asked, and may turn out otherwise. */
  readonly unasked?: string | undefined;
}

/** One action of the catalogue as an executor implements it. */
export interface ActionDefinition<Reach extends object> {
  /** Every parameter that takes effect. An action that has others is not supported: a parameter without effect is a broken promise. */
  readonly parameters: readonly string[];
  /** Parameters that other users of the machine see while the action runs. They must not be sensitive. */
  readonly onCommandLine?: readonly string[];
  /** The fields of its state by their names. */
  readonly readState?: (context: ActionContext<Reach>) => Promise<Readonly<Record<string, Field>>>;
  /** An error that is thrown before anything was begun says that nothing was done. */
  readonly execute: (context: ActionContext<Reach>) => Promise<ExecutionResult>;
  /** Left out: the effect is there when `execute` is done. */
  readonly waitForEffect?: (context: ActionContext<Reach>) => Promise<Observation>;
  readonly dryRun: (context: ActionContext<Reach>) => Promise<Preview>;
}

/** Reads the system, and changes nothing. */
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

/** A field that an object may lack by right. */
export function field(value: JsonValue | undefined): Field {
  return value === undefined || value === null ? { missing: 'There is none.', absent: true } : { value };
}
