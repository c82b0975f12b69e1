import type { KeyListing } from './key-listing.ts';

export interface RiskScore {
  readonly score: number;
  /** Number of requests in the score. */
  readonly count: number;
}

/** Requests that count as a group until the last request leaves the window. */
export interface RiskEntry {
  /** Time of the last request, in milliseconds since 1970, UTC. */
  readonly at: number;
  readonly weight: number;
  readonly count: number;
}

/** The parts of a score, for display. */
export interface RiskReport extends RiskScore {
  /** The oldest first. */
  readonly entries: readonly RiskEntry[];
  /**
   * The next decrease of the score: its time, in milliseconds since 1970, UTC, and the score after it. Null if the
   * score is 0.
   */
  readonly falls: { readonly at: number; readonly to: number } | null;
}

/**
 * Adds up the risk of the requests of each key within a window. All processes that decide for the same callers must
 * share one store. For clocks that go back, and for more than 128 requests in a window, it behaves like `LimitStore`: a
 * weight may count a little too long, never too short.
 */
export interface RiskStore extends KeyListing {
  /**
   * Adds a weight and returns the sum over the window, this weight included. Racing callers are served one after the
   * other. A weight of 0 adds nothing and reads the score.
   *
   * @param weight an integer, at least 0
   * @param window milliseconds
   * @param once a name: its weight counts once, even if it is added again; undefined: every call counts. The store
   *   remembers the last 64 names of a key until all its entries have left the window.
   * @param now milliseconds since 1970, UTC
   */
  weigh(key: string, weight: number, window: number, once: string | undefined, now: number): Promise<RiskScore>;
  /**
   * Takes back the newest added weight of this size: the request could not be recorded, which is no fault of its
   * caller. A store without this method keeps the weight.
   *
   * @param window milliseconds
   */
  refund?(key: string, weight: number, window: number, now: number): Promise<void>;
  /**
   * Removes the weights of a key up to `until`, atomically. Later weights stay. The remembered names of the key are
   * deleted.
   *
   * @param window milliseconds
   * @param until milliseconds since 1970, UTC
   */
  reset(key: string, window: number, until: number, now: number): Promise<void>;
  /** Reports the parts of the score. Changes nothing. */
  inspect(key: string, window: number, now: number): Promise<RiskReport>;
}
