import type {
  CumulativeRisk,
  LimitReport,
  LimitStore,
  RateLimit,
  RiskClass,
  RiskReport,
  RiskStore,
} from '@agent-safe/core';
import { riskClassOf } from '@agent-safe/risk';

/** What slows an agent down, and stops it. */
export interface Restraint {
  /** Undefined where nobody is limited. */
  readonly rateLimit: RateLimit | undefined;
  /** Undefined where risk is not added up. */
  readonly cumulativeRisk: CumulativeRisk | undefined;
  readonly limits: LimitStore;
  readonly risks: RiskStore;
}

/** Where a caller stands. */
export interface Standing {
  /** Whose budget it is, after its kind: `agent:`, `name:`, `unverified:` or `nobody:`. */
  readonly key: string;
  readonly risk: (RiskReport & { readonly class: RiskClass }) | null;
  readonly rate: LimitReport | null;
}

/** Where callers stand, those that were seen last first; all of them, or the one with a key. */
export async function listStandings(restraint: Restraint, now: number, only?: string): Promise<readonly Standing[]> {
  const { cumulativeRisk, limits, rateLimit, risks } = restraint;
  const keys = only === undefined ? [...new Set([...(await risks.keys()), ...(await limits.keys())])] : [only];
  const standings: Standing[] = [];
  for (const key of keys) {
    const risk = cumulativeRisk && (await risks.inspect(key, cumulativeRisk.window_seconds * 1_000, now));
    const rate = rateLimit && (await limits.inspect(key, rateLimit, now));
    standings.push({
      key,
      risk: cumulativeRisk && risk ? { ...risk, class: riskClassOf(risk.score, cumulativeRisk) } : null,
      rate: rate ?? null,
    });
  }
  return standings;
}
