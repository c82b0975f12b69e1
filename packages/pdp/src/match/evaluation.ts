import type { Action, Caller, JsonObject, Target, Verdict } from '@agent-safe/core';

/** A verdict, and the documents that it is based on. */
export interface Evaluation {
  readonly verdict: Verdict;
  /** The definition of the action; undefined if the registry has none. */
  readonly action: Action | undefined;
  /** The target of the inventory; undefined if the inventory has none. */
  readonly target: Target | undefined;
  /** The caller; undefined if the request has none or the caller was refused. */
  readonly caller: Caller | undefined;
  /** The parameters with defaults applied; undefined if they are invalid. */
  readonly params: JsonObject | undefined;
  /**
   * The first instant at which the answer may no longer hold, because a rule that gave it ends, in milliseconds since 1970, UTC. Nothing
   * that the answer grants may outlive it. Undefined if no such rule ends, and for a denial.
   */
  readonly validUntil: number | undefined;
}
