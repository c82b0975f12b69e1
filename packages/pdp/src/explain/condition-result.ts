import type { JsonValue } from '@agent-safe/core';

/** One condition of a rule, with the value of the request. */
export interface ConditionResult {
  /** Path in the policy: `targets.environments`, `callers.roles`, `time_windows`. */
  readonly condition: string;
  readonly holds: boolean;
  readonly expected: JsonValue;
  /** Null if the request has no such value. */
  readonly actual: JsonValue;
  /**
   * Why the condition holds or fails, if `expected` and `actual` do not show it: the caller or a name is not proven, or a delegator
   * meets the condition. It begins with `not proven: floor` if the rule is a floor.
   */
  readonly note?: string;
}
