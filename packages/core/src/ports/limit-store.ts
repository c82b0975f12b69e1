import type { CircuitState, KeyLimits } from '../model/limits.ts';
import type { Passed } from '../model/result.ts';
import type { DecisionResult } from '../model/vocabulary.ts';
import type { KeyListing } from './key-listing.ts';

/**
 * Whether a request is admitted. `retry_at` is the earliest time at which a request may be admitted, in milliseconds
 * since 1970, UTC. The caller of the store knows the limits and writes the reason.
 */
export type Admission =
  | Passed
  | { readonly ok: false; readonly code: 'rate_limited' | 'circuit_open'; readonly retry_at: number };

/** The current limits of a caller, for display. */
export interface LimitReport {
  /** Number of requests within the window. */
  readonly requests: number;
  /** Number of further requests that the rate limit would admit now, regardless of the circuit. */
  readonly remaining: number;
  readonly circuit: CircuitState;
  /** Number of denials within their window; 0 if the circuit is not closed. */
  readonly denials: number;
  /** The answer to a request now. */
  readonly next: Admission;
}

/**
 * Counts the requests and denials of each key. All processes that decide for the same callers must share one store.
 *
 * `now` is in milliseconds since 1970, UTC. For one key, time does not go back: a request with an earlier time counts
 * at the latest time seen. Setting the clock back therefore refunds nothing. If the clock is back by more than the
 * longest window, it was wrong before: the store then moves all entries of the key back by the same span.
 *
 * With more than 128 requests in a window, a store may count a request up to a 64th of the window too long, never too
 * short. A key is deleted after its last entry has left its window.
 */
export interface LimitStore extends KeyListing {
  /**
   * Counts a request and answers atomically: racing callers never exceed the limit. A refused request does not count.
   * After its cooldown, an open circuit of one caller admits one request. It admits the next request after an outcome, or after
   * another cooldown without an outcome.
   */
  admit(key: string, limits: KeyLimits, now: number): Promise<Admission>;
  /**
   * Takes back the newest admitted request or denial of a key: the request could not be recorded, which is no fault of its
   * caller. A circuit that this denial opened closes again. A store without this method keeps both.
   *
   * @param at the `now` of the request, in milliseconds since 1970, UTC
   */
  refund?(key: string, what: 'request' | 'denial', limits: KeyLimits, at: number, now: number): Promise<void>;
  /**
   * Records the outcome of an admitted request. Denials open the circuit. While it is half open, a denial opens it
   * again; any other outcome closes it and clears the denials. An open circuit ignores outcomes. A half-open circuit
   * without outcomes closes after the longest window of the limits.
   */
  recordOutcome(key: string, outcome: DecisionResult, limits: KeyLimits, now: number): Promise<void>;
  /**
   * Removes the denials of a key up to `until`, and closes its circuit if it opened by then, atomically. Later denials
   * stay, and a circuit that opened later stays open. The requests of the rate limit stay.
   *
   * @param until milliseconds since 1970, UTC
   */
  reset(key: string, limits: KeyLimits, until: number, now: number): Promise<void>;
  /** Reports the limits of a key. Changes nothing. */
  inspect(key: string, limits: KeyLimits, now: number): Promise<LimitReport>;
}
