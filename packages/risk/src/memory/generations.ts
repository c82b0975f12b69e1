/** Entries that were changed at about the same time, and go together when the last of them is over. */
interface Generation<Value> {
  readonly entries: Map<string, Value>;
  begins: number;
  /** When the last of its entries is over. */
  ends: number;
}

/**
 * A map whose entries end, each at its own time. They are not looked for one by one: what is changed moves to the newest
 * generation, and a generation whose last entry is over is let go of as a whole, however many it has. There are few of them,
 * because a new one begins when the newest has lived for half of its time.
 */
export class Generations<Value> {
  /** The newest first. */
  readonly #generations: Generation<Value>[] = [];
  #seen = Number.NEGATIVE_INFINITY;

  /** How many it holds, those that are over included. */
  get size(): number {
    return this.#generations.reduce((sum, { entries }) => sum + entries.size, 0);
  }

  get(key: string): Value | undefined {
    for (const { entries } of this.#generations) {
      const value = entries.get(key);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /**
   * Sets an entry, and lets go of what is over.
   *
   * @param value undefined takes the entry away
   * @param ends when the entry is over
   * @param span milliseconds by which `now` must go back until it is believed
   */
  set(key: string, value: Value | undefined, ends: number, span: number, now: number): void {
    this.#follow(now, span);
    const newest = value === undefined ? undefined : this.#newest();
    for (const generation of this.#generations) if (generation !== newest && generation.entries.delete(key)) break;
    if (value !== undefined && newest !== undefined) {
      newest.entries.set(key, value);
      // Where the clock is a little back, it lives as long as it would have.
      newest.ends = Math.max(newest.ends, ends + this.#seen - now);
    }
    this.#letGo();
  }

  #letGo(): void {
    for (let index = this.#generations.length - 1; index >= 0; index -= 1) {
      const generation = this.#generations[index];
      if (generation === undefined || (generation.entries.size > 0 && generation.ends > this.#seen)) continue;
      this.#generations.splice(index, 1);
    }
  }

  /** Those that were changed last come first, as far as their generations tell. */
  *keys(): Generator<string> {
    for (const { entries } of this.#generations) yield* entries.keys();
  }

  /** A clock that was far ahead must not keep anything until that time comes: what there is ends as much later as it did. */
  #follow(now: number, span: number): void {
    const isBack = this.#seen - now > span;
    if (isBack) {
      for (const generation of this.#generations) {
        generation.begins += now - this.#seen;
        generation.ends += now - this.#seen;
      }
    }
    this.#seen = isBack ? now : Math.max(this.#seen, now);
  }

  #newest(): Generation<Value> {
    const [newest] = this.#generations;
    if (newest !== undefined && this.#seen - newest.begins < newest.ends - this.#seen) return newest;
    const next = { entries: new Map<string, Value>(), begins: this.#seen, ends: this.#seen };
    this.#generations.unshift(next);
    return next;
  }
}

/** The first of some keys that begin with a prefix. */
export function firstKeys(keys: Iterable<string>, prefix: string, limit: number): readonly string[] {
  const found: string[] = [];
  for (const key of keys) {
    if (found.length >= limit) break;
    if (key.startsWith(prefix)) found.push(key);
  }
  return found;
}
