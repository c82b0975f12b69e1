import type { CumulativeRisk, LimitStore, RateLimit, RiskStore } from '@agent-safe/core';
import type { Limiting } from '@agent-safe/risk/check';

/** The limits of a project, and the stores that count requests. */
export interface LimitServices {
  /** Undefined if there is no rate limit. */
  readonly rateLimit: RateLimit | undefined;
  /** Undefined if cumulative risk is not limited. */
  readonly cumulativeRisk: CumulativeRisk | undefined;
  readonly limitStore: LimitStore;
  readonly riskStore: RiskStore;
}

/** Returns the rate limit with its store; undefined if there is no rate limit. */
export function toLimiting({ limitStore, rateLimit }: LimitServices, verifiesCallers: boolean): Limiting | undefined {
  return rateLimit === undefined ? undefined : { store: limitStore, limits: rateLimit, verifiesCallers };
}
