import type { RiskStore } from '@agent-safe/core';

/** Prefix of the keys that count the refused tokens of a minute. */
export const REFUSED_TOKENS = 'refused-tokens:';
export const MINUTE = 60_000;

/** Remembers whether refused tokens of earlier minutes may lack their summary in the log. */
export class RefusedTokens {
  readonly #counts: RiskStore;
  #nextLook = 0;

  constructor(counts: RiskStore) {
    this.#counts = counts;
  }

  /** Looks for counted tokens, at most once a minute. @param now milliseconds since 1970, UTC */
  async isDue(now: number): Promise<boolean> {
    if (now < this.#nextLook) return false;
    this.#nextLook = (Math.floor(now / MINUTE) + 1) * MINUTE;
    // A store that does not answer is reported by the request that needs it.
    return (await this.#counts.keys(REFUSED_TOKENS, 1).catch(() => [])).length > 0;
  }
}
