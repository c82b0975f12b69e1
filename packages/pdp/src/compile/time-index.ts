import type { PolicyRule } from '@agent-safe/core';
import { matchesTime } from '../match/match.ts';

const MINUTE = 60_000;
/** Since 1973 the offset of every time zone is a whole number of minutes, so a time window holds for a whole minute or not at all. */
const FIRST_EVEN_MINUTE = Date.UTC(1973, 0, 1);

/** Rules that admit a time. Evaluates only rules that passed all other conditions, at most once a minute. */
export class TimeIndex {
  /** Whether any rule has time windows. */
  readonly isUsed: boolean;
  readonly #rules: readonly PolicyRule[];
  readonly #words: Uint32Array;
  /** The minute for which each word was computed. */
  readonly #minutes: Float64Array;

  constructor(rules: readonly PolicyRule[]) {
    const words = (rules.length + 31) >>> 5;
    this.isUsed = rules.some(({ match }) => match.time_windows !== undefined);
    this.#rules = rules;
    this.#words = new Uint32Array(words);
    this.#minutes = new Float64Array(words).fill(Number.NaN);
  }

  /** Returns one word, which covers 32 rules. */
  word(index: number, at: number): number {
    if (at < FIRST_EVEN_MINUTE) return this.#workOut(index, at);
    const minute = Math.floor(at / MINUTE);
    if (this.#minutes[index] !== minute) {
      this.#words[index] = this.#workOut(index, at);
      this.#minutes[index] = minute;
    }
    return this.#words[index] ?? 0;
  }

  #workOut(index: number, at: number): number {
    let bits = 0;
    for (const [bit, { match }] of this.#rules.slice(index * 32, index * 32 + 32).entries()) {
      if (matchesTime(match, at)) bits |= 1 << bit;
    }
    return bits;
  }
}
