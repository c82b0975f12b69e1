import type { CumulativeRisk, LimitStore, RateLimit, RiskStore } from '@agent-safe/core';

/** The limits of a project, and the stores that count requests. */
export interface LimitServices {
  /** Undefined if there is no rate limit. */
  readonly rateLimit: RateLimit | undefined;
  /** Undefined if cumulative risk is not limited. */
  readonly cumulativeRisk: CumulativeRisk | undefined;
  readonly limitStore: LimitStore;
  readonly riskStore: RiskStore;
}
