import type { PolicyRule } from '@agent-safe/core';
import { matchesTime } from '../match/match.ts';

const MINUTE = 60_000;
/** From 1973 on every zone's clock is whole minutes from UTC, so that what holds in a minute holds throughout it. */
const FIRST_EVEN_MINUTE = Date.UTC(1973, 0, 1);

/** Which rules a time admits. Only rules that nothing else excludes are looked at, and each once a minute. */
export class TimeIndex {
  /** Whether any rule has time windows. */
  readonly isUsed: boolean;
  readonly #rules: readonly PolicyRule[];
  readonly #words: Uint32Array;
  /** The minute that a word was worked out for. */
  readonly #minutes: Float64Array;

  constructor(rules: readonly PolicyRule[]) {
    const words = (rules.length + 31) >>> 5;
    this.isUsed = rules.some(({ match }) => match.time_windows !== undefined);
    this.#rules = rules;
    this.#words = new Uint32Array(words);
    this.#minutes = new Float64Array(words).fill(Number.NaN);
  }

  /** One word: 32 rules. */
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
