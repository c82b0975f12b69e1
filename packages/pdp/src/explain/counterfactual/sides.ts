import type { Edit } from './edits.ts';
import type { Scenario } from './scenario.ts';

/** The sides of a request, in the order in which people would change them. `proof`: that anything proves who asks. */
export const SIDES = ['ticket', 'time', 'proof', 'roles', 'groups', 'agent', 'delegation', 'target'] as const;
export type Side = (typeof SIDES)[number];

/** The sides that are about who asks. */
const CALLER_SIDES = ['proof', 'roles', 'groups', 'agent', 'delegation'] as const;
export type CallerSide = (typeof CALLER_SIDES)[number];

export function isCallerSide(side: Side): side is CallerSide {
  return (CALLER_SIDES as readonly Side[]).includes(side);
}

/** One way in which a request may be other than it is. */
export interface Variant {
  readonly edits: readonly Edit[];
  apply(scenario: Scenario): Scenario;
}
