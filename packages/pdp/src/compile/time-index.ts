import type { PolicyRule } from '@agent-safe/core';
import { FIRST_EVEN_MINUTE } from '../match/local-time.ts';
import { matchesTime, timeConditionOf } from '../match/time-condition.ts';

const MINUTE = 60_000;

/** Rules that admit a time. Evaluates only rules that passed all other conditions, at most once a minute and at ends of periods. */
export class TimeIndex {
  /** Whether any rule has a condition on the time. */
  readonly isUsed: boolean;
  readonly #rules: readonly PolicyRule[];
  readonly #words: Uint32Array;
  /** The first millisecond for which each word was computed. */
  readonly #from: Float64Array;
  /** The first millisecond for which each word must be computed again. */
  readonly #until: Float64Array;

  constructor(rules: readonly PolicyRule[]) {
    const words = (rules.length + 31) >>> 5;
    this.isUsed = rules.some(({ match }) => match.time_windows !== undefined || match.valid !== undefined);
    this.#rules = rules;
    this.#words = new Uint32Array(words);
    this.#from = new Float64Array(words).fill(Number.NaN);
    this.#until = new Float64Array(words);
  }

  /** Returns one word, which covers 32 rules. */
  word(index: number, at: number): number {
    const isKnown = at >= (this.#from[index] ?? Number.NaN) && at < (this.#until[index] ?? Number.NaN);
    if (!isKnown) this.#workOut(index, at);
    return this.#words[index] ?? 0;
  }

  /** Computes a word, and the time for which it stays the same: the minute, cut at the ends of periods. */
  #workOut(index: number, at: number): void {
    let bits = 0;
    let from = at < FIRST_EVEN_MINUTE ? at : Math.floor(at / MINUTE) * MINUTE;
    let until = at < FIRST_EVEN_MINUTE ? at : from + MINUTE;
    for (let bit = 0; bit < 32; bit++) {
      const match = this.#rules[index * 32 + bit]?.match;
      if (match === undefined) break;
      if (matchesTime(match, at)) bits |= 1 << bit;
      if (match.valid === undefined) continue;
      const period = timeConditionOf(match);
      for (const end of [period.from, period.until]) {
        if (end <= at) from = Math.max(from, end);
        else until = Math.min(until, end);
      }
    }
    this.#words[index] = bits;
    this.#from[index] = from;
    this.#until[index] = until;
  }
}
