import type { KeyListing } from './key-listing.ts';

export interface RiskScore {
  readonly score: number;
  /** How many requests make up the score. */
  readonly count: number;
}

/** Requests that count together until the last of them leaves the window. */
export interface RiskEntry {
  /** When the last of them came, in milliseconds since 1970, UTC. */
  readonly at: number;
  readonly weight: number;
  readonly count: number;
}

/** The parts of a score, for people to look at. */
export interface RiskReport extends RiskScore {
  /** The oldest first. */
  readonly entries: readonly RiskEntry[];
  /** When the score falls next, in milliseconds since 1970, UTC, and to which score; null if the score is 0. */
  readonly falls: { readonly at: number; readonly to: number } | null;
}

/**
 * Adds up the risk of the requests of each key within a window. All that decide for the same callers must share one store. For clocks
 * that go back, and for more than 128 requests in a window, it behaves as `LimitStore`: a weight may count a little longer, never
 * shorter.
 */
export interface RiskStore extends KeyListing {
  /**
   * Adds a weight, and answers with the sum over the window, this weight included. Callers that race are answered one after the
   * other. A weight of 0 adds nothing, and so reads the score.
   *
   * @param weight a whole number, not negative
   * @param window milliseconds
   * @param once a name that counts once, however often it comes; undefined: every call counts. The store remembers the last 64 names
   *   of a key while anything of the key counts
   * @param now milliseconds since 1970, UTC
   */
  weigh(key: string, weight: number, window: number, once: string | undefined, now: number): Promise<RiskScore>;
  /**
   * Removes from the score of a key what counted up to `until`, in one atomic step. Later weights, up to `now`, stay. Entries after
   * `now` come from a clock that was ahead, and are removed. Names that count once are forgotten.
   *
   * @param window milliseconds
   * @param until milliseconds since 1970, UTC
   */
  reset(key: string, window: number, until: number, now: number): Promise<void>;
  /** Reports the parts of the score. It changes nothing. */
  inspect(key: string, window: number, now: number): Promise<RiskReport>;
}
