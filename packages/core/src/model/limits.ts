import type { RiskClass } from './vocabulary.ts';

/** How often a caller may ask, and when it has been denied so often that it is not asked for at all. */
export interface RateLimit {
  readonly max_requests: number;
  /** Any stretch of time this long has no more than `max_requests`. */
  readonly window_seconds: number;
  /** So many denials within their window open the circuit; 0 is without one. */
  readonly circuit_breaker_threshold: number;
  readonly circuit_breaker_window_seconds: number;
  /** How long an open circuit refuses everything. After that it lets one request through, whose answer closes or opens it. */
  readonly circuit_breaker_cooldown_seconds: number;
}

/** When the risk of all that a caller did lately is too much, though each step by itself is allowed. */
export interface CumulativeRisk {
  readonly window_seconds: number;
  /** The score from which on what would be allowed needs an approval. */
  readonly escalation_threshold: number;
  /** The score from which on everything is denied. */
  readonly deny_threshold: number;
  /** What one request of each class adds to the score. */
  readonly risk_scores: Readonly<Record<RiskClass, number>>;
}
