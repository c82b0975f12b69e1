/**
 * How far a condition holds. Doubt is not a match for an allow rule, and a match for a rule that restricts. The order is that of the
 * numbers, so that the least certain of several conditions counts.
 */
export type Certainty = typeof FAILS | typeof UNKNOWN | typeof HOLDS;

export const FAILS = 0;
/** A value is missing, masked, ambiguous or of another type. */
export const UNKNOWN = 1;
export const HOLDS = 2;

export function certain(holds: boolean): Certainty {
  return holds ? HOLDS : FAILS;
}

/** Returns the certainty that a condition does not hold. */
export function negate(certainty: Certainty): Certainty {
  return (HOLDS - certainty) as Certainty;
}

export function leastOf(left: Certainty, right: Certainty): Certainty {
  return left < right ? left : right;
}

export function mostOf(left: Certainty, right: Certainty): Certainty {
  return left > right ? left : right;
}
