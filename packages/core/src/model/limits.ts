import type { RiskClass } from './vocabulary.ts';

/** How often a caller may ask (rate limit), and how many denials open its circuit breaker. */
export interface RateLimit {
  readonly max_requests: number;
  /** A sliding window: no span of this length has more than `max_requests`. */
  readonly window_seconds: number;
  /** How many denials within their window open the circuit; 0: there is no circuit breaker. */
  readonly circuit_breaker_threshold: number;
  readonly circuit_breaker_window_seconds: number;
  /** How long an open circuit refuses every request. Then it admits one request, whose outcome closes or opens it. */
  readonly circuit_breaker_cooldown_seconds: number;
}

/** When the total risk of a caller's recent requests is too high, although each request is allowed by itself. */
export interface CumulativeRisk {
  readonly window_seconds: number;
  /** From this score on, an allowed request needs an approval. */
  readonly escalation_threshold: number;
  /** From this score on, every request is denied. */
  readonly deny_threshold: number;
  /** What a request of each risk class adds to the score. */
  readonly risk_scores: Readonly<Record<RiskClass, number>>;
}
