import type { RateLimit } from '../model/limits.ts';
import type { Passed } from '../model/result.ts';
import type { DecisionResult } from '../model/vocabulary.ts';
import type { KeyListing } from './key-listing.ts';

/**
 * Whether a request is admitted. `retry_at` is in milliseconds since 1970, UTC: the earliest time at which a request may be
 * admitted. Whoever asks knows the limits, and words the reason.
 */
export type Admission =
  | Passed
  | { readonly ok: false; readonly code: 'rate_limited' | 'circuit_open'; readonly retry_at: number };

/** `off`: there is no circuit breaker. `half_open`: one request is admitted, and its outcome closes or opens the circuit. */
export type CircuitState = 'off' | 'closed' | 'open' | 'half_open';

/** The limits of a caller as they stand, for people to look at. */
export interface LimitReport {
  /** How many requests count now. */
  readonly requests: number;
  /** How many more requests the rate limit would admit now, whatever the circuit says. */
  readonly remaining: number;
  readonly circuit: CircuitState;
  /** How many denials count now; 0 if the circuit is not closed. */
  readonly denials: number;
  /** How a request would be answered now. */
  readonly next: Admission;
}

/**
 * Counts the requests and the denials of each key. All that decide for the same callers must share one store.
 *
 * `now` is in milliseconds since 1970, UTC. For one key, time does not go back: a request with an earlier time counts as if it came
 * at the latest time seen, so that a clock that is set back refunds nothing. A clock that is back by more than the longest window
 * was wrong before: then the store moves all entries of the key back by the same span.
 *
 * With more than 128 requests in a window, a store may count a request up to a 64th of the window too long, and never too short.
 * A key is deleted when nothing of it counts any more.
 */
export interface LimitStore extends KeyListing {
  /**
   * Counts a request and answers, in one atomic step: callers that race are never admitted beyond the limit. A refused request does
   * not count. After its cooldown, an open circuit admits one request. It admits the next when that one has an outcome, or has had
   * none for a whole cooldown.
   */
  admit(key: string, limits: RateLimit, now: number): Promise<Admission>;
  /**
   * Records the outcome of a request that was admitted. Denials open the circuit. While it is half open, a denial opens it again, and
   * any other outcome closes it and clears the denials. An open circuit ignores outcomes. A half-open circuit without outcomes closes
   * by itself after the longest of the limits.
   */
  recordOutcome(key: string, outcome: DecisionResult, limits: RateLimit, now: number): Promise<void>;
  /**
   * Closes the circuit breaker of a key and removes its denials, in one atomic step. It removes what counted up to `until`. Later
   * denials, up to `now`, stay. Entries after `now` come from a clock that was ahead, and are removed. The requests of the rate limit
   * stay.
   *
   * @param until milliseconds since 1970, UTC
   */
  reset(key: string, limits: RateLimit, until: number, now: number): Promise<void>;
  /** Reports the limits of a key. It changes nothing. */
  inspect(key: string, limits: RateLimit, now: number): Promise<LimitReport>;
}
