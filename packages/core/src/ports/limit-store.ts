import type { RateLimit } from '../model/limits.ts';
import type { DecisionResult } from '../model/vocabulary.ts';
import type { KeyListing } from './key-listing.ts';

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
