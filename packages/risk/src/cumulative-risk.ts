import { type CumulativeRisk, DEFAULT_CUMULATIVE_RISK, type RiskReport, SETTING_LIMITS } from '@agent-safe/core';
import { fail, integer, object, readOptions, refine, type Shape, seconds, setting } from '@agent-safe/core/options';
import { evaluateRisk, type RiskEvaluation } from './risk-score.ts';

/** Settings of cumulative risk. A missing setting gets its default, and so does each missing risk score. */
export type CumulativeRiskOptions = Partial<Omit<CumulativeRisk, 'risk_scores'>> & {
  readonly risk_scores?: Partial<CumulativeRisk['risk_scores']>;
};

const { risk_scores: DEFAULT_SCORES } = DEFAULT_CUMULATIVE_RISK;
const score = integer(SETTING_LIMITS.riskScore.least, SETTING_LIMITS.riskScore.most);

/** Reads the option `cumulativeRisk`, which has the same members as `cumulative_risk` of agent-safe.yaml. */
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
 * Completes settings of cumulative risk by their defaults: `window_seconds` 3,600, `escalation_threshold` 30,
 * `deny_threshold` 75, and the risk scores low 1, medium 5, high 15 and critical 50.
 *
 * @param option the given settings. A member that is `null` gets its default
 * @param name the name of the option in error messages
 * @throws AgentSafeError ERR_CONFIG_INVALID, which names the key, if a value is wrong, if a key is unknown, or if
 *   `deny_threshold` is below `escalation_threshold`
 * @example
 * completeCumulativeRisk({ deny_threshold: 100, risk_scores: { critical: 100 } });
 */
export function completeCumulativeRisk(option: CumulativeRiskOptions, name = 'cumulativeRisk'): CumulativeRisk {
  return readOptions(cumulativeRiskShape, option, name);
}

/** Effect of the score on a request that is not counted yet. */
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
