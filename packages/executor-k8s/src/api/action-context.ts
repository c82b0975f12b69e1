import type { ExecutionContext, ExecutionResult, JsonObject, JsonValue } from '@agent-safe/core';
import type { Command } from '../kubectl/kubectl.ts';
import type { Cluster } from './cluster.ts';
import { at } from './json.ts';

/** One execution, as an action sees it. */
export interface Work {
  readonly params: JsonObject;
  readonly cluster: Pick<Cluster, keyof Cluster>;
  readonly context: ExecutionContext;
  /** What `execute` has to tell `settle`, such as which pod it was that is to be gone. */
  readonly notes: Map<string, string>;
}

/** A field of a state; or why there is none. */
export type Field = { readonly value: JsonValue } | { readonly missing: string; readonly absent?: true };

/** What a change would be, and how it is found out what would be different. */
interface Rehearsal {
  readonly commands: readonly Command[];
  /** Undefined where the API cannot say. */
  readonly difference?: string | undefined;
  /** Why it would not be done. */
  readonly refused?: string | undefined;
  /** What was not asked, and may be otherwise. */
  readonly unasked?: string | undefined;
}

/** One action of the catalogue, by kubectl. */
export interface KubernetesAction {
  /** All that take effect. One that has others is not supported: what is ignored is a promise that is not kept. */
  readonly parameters: readonly string[];
  /** Those that others on the machine see while it runs: one that is sensitive is not supported. */
  readonly onCommandLine?: readonly string[];
  /** Fields of its state by their names. */
  readonly readState?: (work: Work) => Promise<Readonly<Record<string, Field>>>;
  /** What is thrown before anything was begun says that nothing was done. */
  readonly execute: (work: Work) => Promise<ExecutionResult>;
  /** @returns why the effect is not there; undefined where it is */
  readonly settle?: (work: Work) => Promise<string | undefined>;
  readonly rehearse: (work: Work) => Promise<Rehearsal>;
}

export function success(reason: string, output: JsonValue = null): ExecutionResult {
  return { outcome: 'success', reason, output };
}

export function failure(reason: string, output: JsonValue = null): ExecutionResult {
  return { outcome: 'failure', reason, output };
}

/** What tells an object from another one of its name. */
export function uidOf(object: JsonValue): Field {
  return field(at(object, 'metadata', 'uid'));
}

/** A field that an object may lack by right. */
export function field(value: JsonValue | undefined): Field {
  return value === undefined || value === null ? { missing: 'There is none.', absent: true } : { value };
}
