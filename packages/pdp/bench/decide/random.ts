/** Seed of every world. The same seed gives the same rules, targets, callers and requests on every machine. */
export const SEED = 20_260_101;

/** Random number generator (mulberry32). Its numbers depend only on the seed. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** Returns a number from 0 to 1, without 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** Returns an integer, both bounds included. */
  integer(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<Value>(values: readonly Value[]): Value {
    const value = values[this.integer(0, values.length - 1)];
    if (value === undefined) throw new Error('The list to pick from is empty.');
    return value;
  }

  /** Returns distinct values in the given order. */
  pickSome<Value>(values: readonly Value[], least: number, most: number): readonly Value[] {
    const count = Math.min(this.integer(least, most), values.length);
    const chosen = new Set(this.shuffle(values).slice(0, count));
    return values.filter((value) => chosen.has(value));
  }

  shuffle<Value>(values: readonly Value[]): readonly Value[] {
    return values
      .map((value) => [this.next(), value] as const)
      .toSorted(([left], [right]) => left - right)
      .map(([, value]) => value);
  }
}
