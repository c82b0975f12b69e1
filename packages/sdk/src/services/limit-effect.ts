import { AgentSafeError, describeCause, type RiskReport, type Verdict } from '@agent-safe/core';
import {
  describeAdmission,
  describeHolder,
  describeScore,
  evaluateRisk,
  forecastRisk,
  formatUntil,
  inspectCaller,
  type LimitKeys,
  type LimitRefusal,
  limitsOfKey,
  riskWeight,
} from '@agent-safe/risk';
import { type LimitServices, toLimiting } from './limits.ts';

/** How a limit changes the answer of the policy to the next request. */
export interface LimitEffect {
  readonly result: 'require_approval' | 'deny';
  readonly code: 'rate_limited' | 'circuit_open' | 'risk_escalated' | 'risk_denied' | 'state_unavailable';
  readonly reason: string;
  /**
   * End of the effect if no other request is counted, in milliseconds since 1970, UTC. Null if the request alone
   * reaches the threshold, or if the state does not answer.
   */
  readonly until: number | null;
}

type Limits = Pick<LimitServices, 'cumulativeRisk' | 'rateLimit'>;

/** Describes a rate limit or circuit breaker that refuses the next request. */
export function admissionEffect(
  { code, key, ok, retry_at }: LimitRefusal,
  { rateLimit }: Limits,
  verifiesCallers: boolean,
  now: number,
): LimitEffect | null {
  if (rateLimit === undefined) return null;
  const limits = limitsOfKey(key, rateLimit, verifiesCallers);
  const reason = describeAdmission({ ok, code, retry_at }, limits, describeHolder(key), now);
  return { result: 'deny', code, reason, until: retry_at };
}

/** The parts of a verdict that limits depend on. */
export interface LimitedVerdict extends Pick<Verdict, 'effective_risk' | 'result' | 'risk_class'> {
  /** The open approval request of the same request, whose risk is already counted. */
  readonly openApproval?: 'pending' | 'approved' | undefined;
}

/** Describes the effect of the risk score on a request that the policy does not deny; null if there is none. */
export function scoreEffect(
  report: RiskReport,
  verdict: LimitedVerdict,
  { cumulativeRisk: config }: Limits,
  key: string,
  now: number,
): LimitEffect | null {
  if (config === undefined || verdict.result === 'deny') return null;
  const { effective_risk, openApproval, result, risk_class } = verdict;
  // As in a check: a request that no longer needs its approval counts again.
  const counts = openApproval === undefined || (result === 'allow' && evaluateRisk(report.score, config) === 'within');
  const weight = counts ? riskWeight(risk_class, effective_risk, config.risk_scores) : 0;
  const { evaluation, score, until } = forecastRisk(report, weight, config);
  if (evaluation === 'within') return null;
  if (evaluation === 'escalate' && (result !== 'allow' || openApproval === 'approved')) return null;
  const when = until === null ? null : formatUntil(until, now);
  const reason = describeScore(score, evaluation, config, describeHolder(key), when);
  return evaluation === 'deny'
    ? { result: 'deny', code: 'risk_denied', reason, until }
    : { result: 'require_approval', code: 'risk_escalated', reason, until };
}

/**
 * Finds the limit that would change the answer to a request at a given time. Counts nothing. If the state does not
 * answer, the effect is a deny, as in a check.
 *
 * @param now milliseconds since 1970, UTC
 */
export async function findLimitEffect(
  limits: LimitServices,
  keys: LimitKeys,
  verdict: LimitedVerdict,
  now: number,
  verifiesCallers: boolean,
): Promise<LimitEffect | null> {
  const { cumulativeRisk, riskStore } = limits;
  const limiting = toLimiting(limits, verifiesCallers);
  try {
    if (limiting !== undefined) {
      const next = await inspectCaller(keys, limiting, now);
      if (!next.ok) return admissionEffect(next, limits, verifiesCallers, now);
    }
    if (cumulativeRisk === undefined) return null;
    const report = await riskStore.inspect(keys.budget, cumulativeRisk.window_seconds * 1_000, now);
    return scoreEffect(report, verdict, limits, keys.budget, now);
  } catch (error) {
    const why = error instanceof AgentSafeError ? error.message : describeCause(error);
    return { result: 'deny', code: 'state_unavailable', reason: `The limits cannot be read. ${why}`, until: null };
  }
}
