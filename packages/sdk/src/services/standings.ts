import { type LimitReport, RISK_CLASSES, type RiskClass, type RiskReport } from '@agent-safe/core';
import { riskClassOf } from '@agent-safe/risk';
import { admissionEffect, type LimitEffect, scoreEffect } from './limit-effect.ts';
import type { LimitServices } from './limits.ts';

/** How limits change the answer to the next request of one risk class that the policy allows. */
export interface NextRequest {
  /** The higher of the action's risk class and the effective risk. */
  readonly risk_class: RiskClass;
  /** Null if the policy alone decides. */
  readonly limit: LimitEffect | null;
}

/** How much of its limits a caller has used. */
export interface Standing {
  /** The key of the limits: `agent:ID`, `name:NAME`, `unverified:` or `nobody:`. */
  readonly key: string;
  /** Null if the project has no `cumulative_risk`. */
  readonly risk: (RiskReport & { readonly class: RiskClass }) | null;
  /** Null if the project has no `rate_limit`. */
  readonly rate: LimitReport | null;
  /** One entry for each risk class, the lowest first. */
  readonly next: readonly NextRequest[];
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
      next: RISK_CLASSES.map((risk_class) => ({
        risk_class,
        limit: effectOn(risk_class, limits, key, now, rate, risk),
      })),
    });
  }
  return standings;
}

function effectOn(
  risk_class: RiskClass,
  limits: LimitServices,
  key: string,
  now: number,
  rate: LimitReport | undefined,
  risk: RiskReport | undefined,
): LimitEffect | null {
  if (rate !== undefined && !rate.next.ok) return admissionEffect(rate.next, limits, key, now);
  if (risk === undefined) return null;
  return scoreEffect(risk, { result: 'allow', risk_class, effective_risk: risk_class }, limits, key, now);
}
