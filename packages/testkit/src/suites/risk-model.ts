import type { RiskScore } from '@agent-safe/core';

/** Simple model of a `RiskStore` for one key. It stores every weight, and computes every answer from them. */
export class RiskModel {
  readonly #window: number;
  #weights: readonly { readonly at: number; readonly weight: number }[] = [];
  #once = new Set<string>();
  #seen = Number.NEGATIVE_INFINITY;

  constructor(window: number) {
    this.#window = window;
  }

  weigh(weight: number, once: string | undefined, now: number): RiskScore {
    const time = this.#goTo(now);
    // When no weight counts any longer, the ids that count once are deleted too.
    const isEmpty = this.#sum(time).count === 0;
    if (weight === 0) return this.#sum(time);
    if (isEmpty) this.#once = new Set();
    if (once !== undefined && this.#once.has(once)) return this.#sum(time);
    this.#weights = [...this.#weights, { at: time, weight }];
    if (once !== undefined) this.#once.add(once);
    this.#seen = time;
    return this.#sum(time);
  }

  reset(until: number, now: number): void {
    const time = this.#goTo(now);
    this.#weights = this.#weights.filter(({ at }) => at > until);
    this.#once = new Set();
    if (this.#sum(time).count === 0) this.#seen = Number.NEGATIVE_INFINITY;
  }

  score(now: number): RiskScore {
    return this.#sum(Math.max(now, this.#seen));
  }

  /** Returns the time to use. After a small clock change backwards, time stops. After a large one, all times are moved back. */
  #goTo(now: number): number {
    const by = now - this.#seen;
    if (-by > this.#window) {
      this.#weights = this.#weights.map(({ at, weight }) => ({ at: at + by, weight }));
      this.#seen = now;
    }
    return Math.max(now, this.#seen);
  }

  #sum(time: number): RiskScore {
    const counted = this.#weights.filter(({ at }) => at > time - this.#window);
    return { score: counted.reduce((sum, { weight }) => sum + weight, 0), count: counted.length };
  }
}
