import type { JsonValue, PolicyRule } from '@agent-safe/core';
import { type Certainty, HOLDS, UNKNOWN } from '../match/certainty.ts';

/** One condition of a rule, with the value of the request. */
export interface ConditionResult {
  /** Path in the policy: `targets.environments`, `callers.roles`, `params.replicas.max_value`, `not`. */
  readonly condition: string;
  readonly holds: boolean;
  readonly expected: JsonValue;
  /** Null if the request has no such value. */
  readonly actual: JsonValue;
  /**
   * Why the condition holds or fails, if `expected` and `actual` do not show it: the caller, a name or a value is not certain, or a
   * delegator meets the condition. It begins with `not proven: floor` if the rule is a floor.
   */
  readonly note?: string;
}

/** Returns the result of a condition that may be in doubt. @param doubt why, as a sentence */
export function resultFor(
  { decision }: PolicyRule,
  found: Pick<ConditionResult, 'condition' | 'expected' | 'actual'>,
  certainty: Certainty,
  doubt: string,
): ConditionResult {
  if (certainty !== UNKNOWN) return { ...found, holds: certainty === HOLDS };
  if (decision === 'allow') return { ...found, holds: false, note: `${doubt} An allow rule needs certainty.` };
  const effect = decision === 'deny' ? 'A deny rule holds in doubt.' : 'not proven: floor.';
  return { ...found, holds: true, note: decision === 'deny' ? `${doubt} ${effect}` : `${effect} ${doubt}` };
}
