import {
  type CumulativeRisk,
  DEFAULT_CUMULATIVE_RISK,
  DEFAULT_RATE_LIMIT,
  type RateLimit,
  SETTING_LIMITS,
} from '@agent-safe/core';
import * as z from 'zod';
import { mapping, optional, report, seconds, withDefault } from '../zod/schema-helpers.ts';

/** An empty mapping is a rate limit with every default. */
export const rateLimitSchema = mapping({
  max_requests: withDefault(z.int().min(1), DEFAULT_RATE_LIMIT.max_requests).describe(
    'How many requests of a caller any window may have.',
  ),
  window_seconds: withDefault(seconds, DEFAULT_RATE_LIMIT.window_seconds),
  circuit_breaker_threshold: withDefault(z.int().min(0), DEFAULT_RATE_LIMIT.circuit_breaker_threshold).describe(
    'So many denials of a caller within their window pause it; 0 pauses nobody.',
  ),
  circuit_breaker_window_seconds: optional(seconds).describe(
    'For how long a denial counts; window_seconds where it is left out.',
  ),
  circuit_breaker_cooldown_seconds: withDefault(seconds, DEFAULT_RATE_LIMIT.circuit_breaker_cooldown_seconds).describe(
    'How long a caller is paused.',
  ),
}).transform(
  ({ circuit_breaker_window_seconds: window, ...limit }): RateLimit => ({
    ...limit,
    circuit_breaker_window_seconds: window ?? limit.window_seconds,
  }),
);

const { deny_threshold: DENY, escalation_threshold: ESCALATE, risk_scores: DEFAULT_SCORES } = DEFAULT_CUMULATIVE_RISK;

const threshold = z.int().min(1);
const score = z.int().min(SETTING_LIMITS.riskScore.least).max(SETTING_LIMITS.riskScore.most);

const riskScores = mapping({
  low: withDefault(score, DEFAULT_SCORES.low),
  medium: withDefault(score, DEFAULT_SCORES.medium),
  high: withDefault(score, DEFAULT_SCORES.high),
  critical: withDefault(score, DEFAULT_SCORES.critical),
});

/** An empty mapping adds risk up with every default. */
export const cumulativeRiskSchema = mapping({
  window_seconds: withDefault(seconds, DEFAULT_CUMULATIVE_RISK.window_seconds).describe(
    'For how long a request counts.',
  ),
  escalation_threshold: optional(threshold).describe(
    `The score from which on what is allowed needs an approval; ${ESCALATE} where it is left out.`,
  ),
  deny_threshold: optional(threshold).describe(
    `The score from which on everything is denied; ${DENY} where it is left out.`,
  ),
  risk_scores: withDefault(riskScores, DEFAULT_SCORES).describe('What a request adds, by the class of its risk.'),
}).transform((given, context): CumulativeRisk => {
  const { deny_threshold = DENY, escalation_threshold = ESCALATE } = given;
  if (deny_threshold < escalation_threshold) {
    report(context, {
      code: 'thresholds_crossed',
      message: `"deny_threshold" is ${deny_threshold}, and must not be below "escalation_threshold", which is ${escalation_threshold}.`,
      fix: 'Raise "deny_threshold", or lower "escalation_threshold".',
      path: [given.deny_threshold === undefined ? 'escalation_threshold' : 'deny_threshold'],
    });
  }
  return { ...given, escalation_threshold, deny_threshold };
});
