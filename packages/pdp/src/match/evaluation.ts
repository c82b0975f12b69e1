import type { Action, Caller, JsonObject, Target, Verdict } from '@agent-safe/core';

/** A verdict, and what it was about. */
export interface Evaluation {
  readonly verdict: Verdict;
  /** The definition of the action, where the registry has it. */
  readonly action: Action | undefined;
  /** The inventory's entry, where it has one. */
  readonly target: Target | undefined;
  /** Who asked; undefined where nobody did, or where the caller was refused. */
  readonly caller: Caller | undefined;
  /** The parameters with defaults applied; undefined where they are not valid. */
  readonly params: JsonObject | undefined;
}
