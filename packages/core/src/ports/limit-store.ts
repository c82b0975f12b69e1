import type { DecisionResult, RiskClass } from '../model/vocabulary.ts';

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

/** `retry_at` is in milliseconds since 1970, UTC: nothing is admitted before, and something is from then on if nobody else asks. */
export type Admission =
  | { readonly admitted: true }
  | { readonly admitted: false; readonly code: 'rate_limited' | 'circuit_open'; readonly retry_at: number };

/** `off` is without a threshold. `half_open` waits for the answer to one request, or for that request. */
export type CircuitState = 'off' | 'closed' | 'open' | 'half_open';

/** Where a caller stands, for people to look at. */
export interface LimitReport {
  /** How many requests count now. */
  readonly requests: number;
  /** How many more would be admitted now, for all that the circuit says. */
  readonly remaining: number;
  readonly circuit: CircuitState;
  /** How many denials count now; 0 where the circuit is not closed. */
  readonly denials: number;
  /** What a request would be told now. */
  readonly next: Admission;
}

/**
 * Which keys a store holds. It may still name those of whom nothing counts any more. Where there are more than `limit`, those
 * that were used last come first, as far as the store can tell.
 */
export interface KeyListing {
  /** @param limit 100 where it is left out */
  keys(prefix?: string, limit?: number): Promise<readonly string[]>;
}

/**
 * Counts the requests and the denials of each key. Whoever decides for the same callers must share it.
 *
 * `now` is in milliseconds since 1970, UTC. For one key, time does not go back: what comes with an earlier time counts as
 * if it came at the last one that counted, so that a clock that is set back refunds nothing and counts nothing twice. One
 * that is back by more than the longest of the limits was wrong before: then all that is remembered of the key is moved
 * back with it, and is as old as it was.
 *
 * A store may count a request for up to a 64th of the window longer than it should where a key has more than 128 in it,
 * and never for less. Nothing is remembered of a key when nothing of it counts any more.
 */
export interface LimitStore extends KeyListing {
  /**
   * Counts a request and answers, in one step: of any number of racers no more are admitted than may be. What is refused
   * does not count. From an open circuit that is cooled down one request is admitted; the next one when that has its
   * outcome, or has been without one for as long as the circuit cools down.
   */
  admit(key: string, limits: RateLimit, now: number): Promise<Admission>;
  /**
   * Says what became of a request that was admitted. Denials open the circuit; while it is half open, any other outcome closes
   * it and forgets the denials, and a denial opens it again. An open circuit takes no notice. Half open, and left alone for
   * the longest of the limits, it closes by itself.
   */
  recordOutcome(key: string, outcome: DecisionResult, limits: RateLimit, now: number): Promise<void>;
  /** Where a key stands. It changes nothing. */
  inspect(key: string, limits: RateLimit, now: number): Promise<LimitReport>;
}

export interface RiskScore {
  readonly score: number;
  /** How many requests it is the sum of. */
  readonly count: number;
}

/** Requests that count together until the last of them ends. */
export interface RiskEntry {
  /** When the last of them came, in milliseconds since 1970, UTC. */
  readonly at: number;
  readonly weight: number;
  readonly count: number;
}

/** What makes up a score, for people to look at. */
export interface RiskReport extends RiskScore {
  /** The oldest first. */
  readonly entries: readonly RiskEntry[];
  /** When the score falls next, in milliseconds since 1970, UTC, and to what; null where it is 0. */
  readonly falls: { readonly at: number; readonly to: number } | null;
}

/**
 * Adds up the risk of what each key did within a window. Whoever decides for the same callers must share it. Of time, and of
 * more than 128 requests in a window, the same holds as for `LimitStore`: a weight may count a little longer, never shorter.
 */
export interface RiskStore extends KeyListing {
  /**
   * Adds a weight, and answers with the sum over the window, this one included. Any number of racers are answered as if one
   * came after the other. A weight of 0 adds nothing: so the score is read as it is.
   *
   * @param weight a whole number, not negative
   * @param window milliseconds
   * @param once names what is weighed, which then counts once, however often it is asked about; undefined where each
   *   counts. Remembered are the last 64 of a key, as long as anything of it counts; one that is forgotten counts again
   * @param now milliseconds since 1970, UTC
   */
  weigh(key: string, weight: number, window: number, once: string | undefined, now: number): Promise<RiskScore>;
  /** What makes up the score. It changes nothing. */
  inspect(key: string, window: number, now: number): Promise<RiskReport>;
}
