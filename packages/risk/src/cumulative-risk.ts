import { type CumulativeRisk, RISK_CLASSES, type RiskClass } from '@agent-safe/core';
import { OptionReader, refuse } from './option-reader.ts';

/** What may be given: all that is left out is filled in, each risk score by itself. */
export type CumulativeRiskOptions = Partial<Omit<CumulativeRisk, 'risk_scores'>> & {
  readonly risk_scores?: Partial<CumulativeRisk['risk_scores']>;
};

const KEYS: readonly (keyof CumulativeRisk)[] = [
  'window_seconds',
  'escalation_threshold',
  'deny_threshold',
  'risk_scores',
];
/** So high that one request decides, and so low that a sum of them is exact. */
const HIGHEST = 1_000_000_000;

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
  const reader = new OptionReader(name, option, KEYS);
  const scores = new OptionReader(`${name}.risk_scores`, reader.value('risk_scores') ?? {}, RISK_CLASSES);
  const score = (riskClass: RiskClass, standard: number): number => {
    const given = scores.integer(riskClass, 0, standard);
    if (given > HIGHEST) throw refuse(`${name}.risk_scores.${riskClass}`, `must be at most ${HIGHEST}`);
    return given;
  };
  const config = {
    window_seconds: reader.seconds('window_seconds', 3_600),
    escalation_threshold: reader.integer('escalation_threshold', 1, 30),
    deny_threshold: reader.integer('deny_threshold', 1, 75),
    risk_scores: {
      low: score('low', 1),
      medium: score('medium', 5),
      high: score('high', 15),
      critical: score('critical', 50),
    },
  };
  if (config.deny_threshold >= config.escalation_threshold) return config;
  const why = `is ${config.deny_threshold}, and must not be below escalation_threshold, which is ${config.escalation_threshold}`;
  throw refuse(`${name}.deny_threshold`, why);
}

/**
 * What a request adds to the score: that of the class of its action or of its effective risk, whichever is more. A harmless
 * target does not make many grave actions harmless.
 */
export function riskWeight(
  riskClass: RiskClass,
  effectiveRisk: RiskClass,
  scores: CumulativeRisk['risk_scores'],
): number {
  return Math.max(scores[riskClass], scores[effectiveRisk]);
}

export type RiskJudgement = 'within' | 'escalate' | 'deny';

/**
 * What a score means. A threshold is reached by a score that equals it, as it was in agent-safe 0.11: 30 escalates where
 * `escalation_threshold` is 30.
 */
export function judgeRisk(
  score: number,
  { deny_threshold, escalation_threshold }: Pick<CumulativeRisk, 'deny_threshold' | 'escalation_threshold'>,
): RiskJudgement {
  if (score >= deny_threshold) return 'deny';
  return score >= escalation_threshold ? 'escalate' : 'within';
}

/** The score in a word: critical where it denies, high where it escalates, and medium from half of the way there on. */
export function riskClassOf(
  score: number,
  config: Pick<CumulativeRisk, 'deny_threshold' | 'escalation_threshold'>,
): RiskClass {
  const judgement = judgeRisk(score, config);
  if (judgement !== 'within') return judgement === 'deny' ? 'critical' : 'high';
  return score >= Math.max(1, Math.floor(config.escalation_threshold / 2)) ? 'medium' : 'low';
}
