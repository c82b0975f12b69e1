import type { LimitReport, RiskClass, RiskReport } from '@agent-safe/core';
import { riskClassOf } from '@agent-safe/risk';
import type { LimitServices } from './limits.ts';

/** The limit use of a caller. */
export interface Standing {
  /** The key of the budget, with a prefix for its kind, such as `agent:` or `name:`. */
  readonly key: string;
  readonly risk: (RiskReport & { readonly class: RiskClass }) | null;
  readonly rate: LimitReport | null;
}

/**
 * Lists the limit use of all callers, the most recent first, or of one key.
 *
 * @param now milliseconds since 1970, UTC
 */
export async function listStandings(limits: LimitServices, now: number, only?: string): Promise<readonly Standing[]> {
  const { cumulativeRisk, limitStore, rateLimit, riskStore } = limits;
  const keys = only === undefined ? [...new Set([...(await riskStore.keys()), ...(await limitStore.keys())])] : [only];
  const standings: Standing[] = [];
  for (const key of keys) {
    const risk = cumulativeRisk && (await riskStore.inspect(key, cumulativeRisk.window_seconds * 1_000, now));
    const rate = rateLimit && (await limitStore.inspect(key, rateLimit, now));
    standings.push({
      key,
      risk: cumulativeRisk && risk ? { ...risk, class: riskClassOf(risk.score, cumulativeRisk) } : null,
      rate: rate ?? null,
    });
  }
  return standings;
}
