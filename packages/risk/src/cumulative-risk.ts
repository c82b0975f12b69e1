import {
  type CumulativeRisk,
  DEFAULT_CUMULATIVE_RISK,
  type RiskClass,
  type RiskReport,
  SETTING_LIMITS,
} from '@agent-safe/core';
import { fail, integer, object, readOptions, refine, type Shape, seconds, setting } from '@agent-safe/core/options';

/** What may be given: all that is left out is filled in, each risk score by itself. */
export type CumulativeRiskOptions = Partial<Omit<CumulativeRisk, 'risk_scores'>> & {
  readonly risk_scores?: Partial<CumulativeRisk['risk_scores']>;
};

const { risk_scores: DEFAULT_SCORES } = DEFAULT_CUMULATIVE_RISK;
const score = integer(SETTING_LIMITS.riskScore.least, SETTING_LIMITS.riskScore.most);

/** `cumulative_risk` of agent-safe.yaml, as a program gives it. */
export const cumulativeRiskShape: Shape<CumulativeRisk> = refine(
  object<CumulativeRisk>({
    window_seconds: setting(seconds, DEFAULT_CUMULATIVE_RISK.window_seconds),
    escalation_threshold: setting(integer(1), DEFAULT_CUMULATIVE_RISK.escalation_threshold),
    deny_threshold: setting(integer(1), DEFAULT_CUMULATIVE_RISK.deny_threshold),
    risk_scores: setting(
      object<CumulativeRisk['risk_scores']>({
        low: setting(score, DEFAULT_SCORES.low),
        medium: setting(score, DEFAULT_SCORES.medium),
        high: setting(score, DEFAULT_SCORES.high),
        critical: setting(score, DEFAULT_SCORES.critical),
      }),
      DEFAULT_SCORES,
    ),
  }),
  ({ deny_threshold: deny, escalation_threshold: escalation }, path) => {
    if (deny >= escalation) return;
    fail(`${path}.deny_threshold`, `is ${deny}, and must not be below escalation_threshold, which is ${escalation}`);
  },
);

/**
 * Fills in what is left out: within 3,600 seconds, an approval from a score of 30 on and a denial from 75 on, where low is 1,
 * medium 5, high 15 and critical 50.
 *
 * @param option what a program gave, or the settings. `null` stands for left out
 * @param name what to call it in an error
 * @throws AgentSafeError ERR_CONFIG_INVALID, with the key, for a value that is wrong, a key that is unknown, and a threshold
 * for denials below the one for approvals
 * @example
 * completeCumulativeRisk({ deny_threshold: 100, risk_scores: { critical: 100 } });
 */
export function completeCumulativeRisk(option: CumulativeRiskOptions, name = 'cumulativeRisk'): CumulativeRisk {
  return readOptions(cumulativeRiskShape, option, name);
}

/**
 * What a request adds to the score: that of the class of its action or of its effective risk, whichever is more. Many
 * actions of high risk on targets of low sensitivity still add up.
 */
export function riskWeight(
  riskClass: RiskClass,
  effectiveRisk: RiskClass,
  scores: CumulativeRisk['risk_scores'],
): number {
  return Math.max(scores[riskClass], scores[effectiveRisk]);
}

/** Whether a score stays within the thresholds, needs an approval (`escalate`) or denies. */
export type RiskEvaluation = 'within' | 'escalate' | 'deny';

/**
 * Compares a score with the thresholds. A score that equals a threshold reaches it, as in agent-safe 0.11: 30 escalates where
 * `escalation_threshold` is 30.
 */
export function evaluateRisk(
  score: number,
  { deny_threshold, escalation_threshold }: Pick<CumulativeRisk, 'deny_threshold' | 'escalation_threshold'>,
): RiskEvaluation {
  if (score >= deny_threshold) return 'deny';
  return score >= escalation_threshold ? 'escalate' : 'within';
}

/** What the score does to a request that is not counted yet, and until when. */
export interface RiskForecast {
  /** The score with the request. */
  readonly score: number;
  readonly evaluation: RiskEvaluation;
  /**
   * When the evaluation becomes less strict if no other request is counted, in milliseconds since 1970, UTC. Null if it is
   * `within`, or if the weight alone reaches the threshold.
   */
  readonly until: number | null;
}

/**
 * Evaluates the score as if a request of this weight was counted now.
 *
 * @example
 * const now = Date.now();
 * const config = completeCumulativeRisk({});
 * const report = await new MemoryRiskStore().inspect('agent:worker', config.window_seconds * 1_000, now);
 * const { evaluation, until } = forecastRisk(report, riskWeight('high', 'high', config.risk_scores), config);
 * console.log(evaluation, until); // 'within', null
 */
export function forecastRisk(
  { entries, score }: Pick<RiskReport, 'entries' | 'score'>,
  weight: number,
  config: CumulativeRisk,
): RiskForecast {
  const evaluation = evaluateRisk(score + weight, config);
  const forecast = { score: score + weight, evaluation };
  if (evaluation === 'within') return { ...forecast, until: null };
  const threshold = evaluation === 'deny' ? config.deny_threshold : config.escalation_threshold;
  let left = score + weight;
  for (const entry of entries) {
    left -= entry.weight;
    if (left < threshold) return { ...forecast, until: Math.ceil(entry.at + config.window_seconds * 1_000) };
  }
  return { ...forecast, until: null };
}

/** The score in a word: critical where it denies, high where it escalates, and medium from half of the way there on. */
export function riskClassOf(
  score: number,
  config: Pick<CumulativeRisk, 'deny_threshold' | 'escalation_threshold'>,
): RiskClass {
  const evaluation = evaluateRisk(score, config);
  if (evaluation !== 'within') return evaluation === 'deny' ? 'critical' : 'high';
  return score >= Math.max(1, Math.floor(config.escalation_threshold / 2)) ? 'medium' : 'low';
}
