/** The seed of every world: the same one gives the same rules, targets, callers and requests on every machine. */
export const SEED = 20_260_101;

/** A small generator of random numbers (mulberry32): what is drawn depends on the seed and on nothing else. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** From 0 up to 1, without 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number, both ends included. */
  integer(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<Value>(values: readonly Value[]): Value {
    const value = values[this.integer(0, values.length - 1)];
    if (value === undefined) throw new Error('There is nothing to pick from.');
    return value;
  }

  /** Different ones, in the order in which they were given. */
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
