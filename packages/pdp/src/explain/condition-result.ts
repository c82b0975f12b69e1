import type { JsonValue } from '@agent-safe/core';

/** One condition of a rule, beside what the request says. */
export interface ConditionResult {
  /** As it is written in the policy: `targets.environments`, `callers.roles`, `time_windows`. */
  readonly condition: string;
  readonly holds: boolean;
  readonly expected: JsonValue;
  /** Null where the request has nothing of the kind. */
  readonly actual: JsonValue;
  /** Why it holds or fails, where `expected` and `actual` do not show it: nothing proves what the request says. */
  readonly note?: string;
}
