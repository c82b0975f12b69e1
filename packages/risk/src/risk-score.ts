import type { CumulativeRisk, RiskClass } from '@agent-safe/core';

/**
 * Returns the points that a request adds to the score: those of the risk class of its action or of its effective risk,
 * whichever are more. So many actions of high risk on targets of low sensitivity still add up.
 */
export function riskWeight(
  riskClass: RiskClass,
  effectiveRisk: RiskClass,
  scores: CumulativeRisk['risk_scores'],
): number {
  return Math.max(scores[riskClass], scores[effectiveRisk]);
}

/** Result of comparing a score with the thresholds. `escalate`: allowed requests need an approval. `deny`: all requests are denied. */
export type RiskEvaluation = 'within' | 'escalate' | 'deny';

/**
 * Compares a score with the thresholds. A score equal to a threshold reaches it, as in agent-safe 0.11: a score of 30
 * escalates if `escalation_threshold` is 30.
 */
export function evaluateRisk(
  score: number,
  { deny_threshold, escalation_threshold }: Pick<CumulativeRisk, 'deny_threshold' | 'escalation_threshold'>,
): RiskEvaluation {
  if (score >= deny_threshold) return 'deny';
  return score >= escalation_threshold ? 'escalate' : 'within';
}

/** Returns the class of a score: critical if it denies, high if it escalates, medium from half of `escalation_threshold` on. */
export function riskClassOf(
  score: number,
  config: Pick<CumulativeRisk, 'deny_threshold' | 'escalation_threshold'>,
): RiskClass {
  const evaluation = evaluateRisk(score, config);
  if (evaluation !== 'within') return evaluation === 'deny' ? 'critical' : 'high';
  return score >= Math.max(1, Math.floor(config.escalation_threshold / 2)) ? 'medium' : 'low';
}
