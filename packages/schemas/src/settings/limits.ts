import {
  type CumulativeRisk,
  DEFAULT_CUMULATIVE_RISK,
  DEFAULT_RATE_LIMIT,
  type RateLimit,
  SETTING_LIMITS,
} from '@agent-safe/core';
import * as z from 'zod';
import { mapping, optional, report, seconds, withDefault } from '../zod/schema-helpers.ts';

/** The schema of `rate_limit`. An empty mapping sets every default. */
export const rateLimitSchema = mapping({
  max_requests: withDefault(z.int().min(1), DEFAULT_RATE_LIMIT.max_requests).describe(
    'Highest number of requests of one caller within the window. Default: 100.',
  ),
  window_seconds: withDefault(seconds, DEFAULT_RATE_LIMIT.window_seconds).describe(
    'Length of the window, in seconds. Default: 60.',
  ),
  circuit_breaker_threshold: withDefault(z.int().min(0), DEFAULT_RATE_LIMIT.circuit_breaker_threshold).describe(
    'Number of denials of one caller within the window that opens the circuit breaker. Default: 0, no circuit breaker.',
  ),
  circuit_breaker_window_seconds: optional(seconds).describe(
    'Seconds for which a denial counts. Default: window_seconds.',
  ),
  circuit_breaker_cooldown_seconds: withDefault(seconds, DEFAULT_RATE_LIMIT.circuit_breaker_cooldown_seconds).describe(
    'Seconds for which the open circuit breaker denies all requests of the caller. Default: 300.',
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
  low: withDefault(score, DEFAULT_SCORES.low).describe('Score of a low-risk request. Default: 1.'),
  medium: withDefault(score, DEFAULT_SCORES.medium).describe('Score of a medium-risk request. Default: 5.'),
  high: withDefault(score, DEFAULT_SCORES.high).describe('Score of a high-risk request. Default: 15.'),
  critical: withDefault(score, DEFAULT_SCORES.critical).describe('Score of a critical-risk request. Default: 50.'),
});

/** The schema of `cumulative_risk`. An empty mapping sets every default. */
export const cumulativeRiskSchema = mapping({
  window_seconds: withDefault(seconds, DEFAULT_CUMULATIVE_RISK.window_seconds).describe(
    'Seconds for which a request counts. Default: 3600.',
  ),
  escalation_threshold: optional(threshold).describe(
    `Score from which allowed requests require an approval. Default: ${ESCALATE}.`,
  ),
  deny_threshold: optional(threshold).describe(`Score from which all requests are denied. Default: ${DENY}.`),
  risk_scores: withDefault(riskScores, DEFAULT_SCORES).describe('Score that each request adds, by its risk class.'),
}).transform((given, context): CumulativeRisk => {
  const { deny_threshold = DENY, escalation_threshold = ESCALATE } = given;
  if (deny_threshold < escalation_threshold) {
    report(context, {
      code: 'thresholds_crossed',
      message: `"deny_threshold" (${deny_threshold}) is below "escalation_threshold" (${escalation_threshold}).`,
      fix: 'Raise "deny_threshold", or lower "escalation_threshold".',
      path: [given.deny_threshold === undefined ? 'escalation_threshold' : 'deny_threshold'],
    });
  }
  return { ...given, escalation_threshold, deny_threshold };
});
