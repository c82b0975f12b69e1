import type { RiskClass } from './vocabulary.ts';

/** Rate limit and circuit breaker of a caller. */
export interface RateLimit {
  readonly max_requests: number;
  /** A sliding window: no span of this length admits more than `max_requests`. */
  readonly window_seconds: number;
  /** The number of denials within the window that opens the circuit; 0: no circuit breaker. */
  readonly circuit_breaker_threshold: number;
  readonly circuit_breaker_window_seconds: number;
  /**
   * How long an open circuit refuses every request, in seconds. Then it admits one request, whose outcome closes it or
   * opens it again.
   */
  readonly circuit_breaker_cooldown_seconds: number;
}

/** The limits of one key of a `LimitStore`. */
export interface KeyLimits extends RateLimit {
  /**
   * How the circuit breaker of the key works.
   *
   * - `own` (default): the key belongs to one caller. After the cooldown, one request decides whether the circuit closes.
   * - `shared`: several callers share the key. The circuit closes by itself after the cooldown, so that one caller cannot
   *   keep it open for the others.
   * - `ignored`: the circuit is neither checked nor changed. The key counts a request of the rate limit only.
   */
  readonly circuit?: 'own' | 'shared' | 'ignored';
}

/** Limits on the total risk of a caller's recent requests, even if each request is allowed by itself. */
export interface CumulativeRisk {
  readonly window_seconds: number;
  /** From this score on, an allowed request requires an approval. */
  readonly escalation_threshold: number;
  /** From this score on, every request is denied. */
  readonly deny_threshold: number;
  /** The weight that a request of each risk class adds to the score. */
  readonly risk_scores: Readonly<Record<RiskClass, number>>;
}

/** `off`: no circuit breaker. `half_open`: one request is admitted, and its outcome closes or opens the circuit. */
export type CircuitState = 'off' | 'closed' | 'open' | 'half_open';
