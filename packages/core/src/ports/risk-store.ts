import type { KeyListing } from './key-listing.ts';

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
