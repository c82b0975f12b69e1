import type { Action } from '@agent-safe/core';
import { type Certainty, certain, HOLDS, leastOf, UNKNOWN } from './certainty.ts';
import type { PreparedConditions } from './prepared-conditions.ts';

/** Returns how far the conditions on the definition of an action hold. */
export function judgeDefinition(
  { matchesTag, reversible }: Pick<PreparedConditions, 'matchesTag' | 'reversible'>,
  definition: Action | undefined,
): Certainty {
  if (matchesTag === undefined && reversible === undefined) return HOLDS;
  if (definition === undefined) return UNKNOWN;
  const tagged = matchesTag === undefined ? HOLDS : certain(definition.tags.some(matchesTag));
  return leastOf(tagged, certain(reversible === undefined || reversible === definition.reversible));
}
