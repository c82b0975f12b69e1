import type { CumulativeRisk, RateLimit } from '@agent-safe/core';
import * as z from 'zod';
import { mapping, optional, report, seconds, withDefault } from '../zod/schema-helpers.ts';

/** An empty mapping is a rate limit with every default. Defaults and bounds are those of options: @agent-safe/risk has them too. */
export const rateLimitSchema = mapping({
  max_requests: withDefault(z.int().min(1), 100).describe('How many requests of a caller any window may have.'),
  window_seconds: withDefault(seconds, 60),
  circuit_breaker_threshold: withDefault(z.int().min(0), 0).describe(
    'So many denials of a caller within their window pause it; 0 pauses nobody.',
  ),
  circuit_breaker_window_seconds: optional(seconds).describe(
    'For how long a denial counts; window_seconds where it is left out.',
  ),
  circuit_breaker_cooldown_seconds: withDefault(seconds, 300).describe('How long a caller is paused.'),
}).transform(
  ({ circuit_breaker_window_seconds: window, ...limit }): RateLimit => ({
    ...limit,
    circuit_breaker_window_seconds: window ?? limit.window_seconds,
  }),
);

/** So high that one request decides, and so low that a sum of them is exact. */
const HIGHEST = 1_000_000_000;
const DEFAULT_SCORES = { low: 1, medium: 5, high: 15, critical: 50 } as const;

const threshold = z.int().min(1);
const score = z.int().min(0).max(HIGHEST);

const riskScores = mapping({
  low: withDefault(score, DEFAULT_SCORES.low),
  medium: withDefault(score, DEFAULT_SCORES.medium),
  high: withDefault(score, DEFAULT_SCORES.high),
  critical: withDefault(score, DEFAULT_SCORES.critical),
});

/** An empty mapping adds risk up with every default. */
export const cumulativeRiskSchema = mapping({
  window_seconds: withDefault(seconds, 3_600).describe('For how long a request counts.'),
  escalation_threshold: optional(threshold).describe(
    'The score from which on what is allowed needs an approval; 30 where it is left out.',
  ),
  deny_threshold: optional(threshold).describe(
    'The score from which on everything is denied; 75 where it is left out.',
  ),
  risk_scores: withDefault(riskScores, DEFAULT_SCORES).describe('What a request adds, by the class of its risk.'),
}).transform((given, context): CumulativeRisk => {
  const { deny_threshold = 75, escalation_threshold = 30 } = given;
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
