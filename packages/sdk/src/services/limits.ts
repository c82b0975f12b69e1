import type { CumulativeRisk, LimitStore, RateLimit, RiskStore } from '@agent-safe/core';

/** The limits of a project, and the stores that count against them. */
export interface LimitServices {
  /** Undefined if requests are not limited. */
  readonly rateLimit: RateLimit | undefined;
  /** Undefined if risk is not added up. */
  readonly cumulativeRisk: CumulativeRisk | undefined;
  readonly limitStore: LimitStore;
  readonly riskStore: RiskStore;
}
