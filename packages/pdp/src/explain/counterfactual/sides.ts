import type { Edit } from './edits.ts';
import type { Scenario } from './scenario.ts';

/** The sides of a request, easiest to change first. `proof` is whether the caller is verified. */
export const SIDES = ['ticket', 'time', 'proof', 'roles', 'groups', 'agent', 'delegation', 'target', 'params'] as const;
export type Side = (typeof SIDES)[number];

/** The sides that concern the caller. */
const CALLER_SIDES = ['proof', 'roles', 'groups', 'agent', 'delegation'] as const;
export type CallerSide = (typeof CALLER_SIDES)[number];

export function isCallerSide(side: Side): side is CallerSide {
  return (CALLER_SIDES as readonly Side[]).includes(side);
}

/** One way to change a request. */
export interface Variant {
  readonly edits: readonly Edit[];
  apply(scenario: Scenario): Scenario;
}
