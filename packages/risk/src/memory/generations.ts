/** Entries that were changed at about the same time. They are deleted together when the last one has ended. */
interface Generation<Value> {
  readonly entries: Map<string, Value>;
  begins: number;
  /** When the last entry ends. */
  ends: number;
}

/**
 * A map whose entries end, each at its own time. A changed entry moves to the newest generation. When the last entry of a
 * generation has ended, the whole generation is deleted at once, without a search for single entries. There are few
 * generations: a new one begins when half of the newest one's time has passed.
 */
export class Generations<Value> {
  /** The newest first. */
  readonly #generations: Generation<Value>[] = [];
  #seen = Number.NEGATIVE_INFINITY;

  /** Number of entries, including ended ones. */
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
   * Sets an entry, and deletes generations that have ended.
   *
   * @param value undefined deletes the entry
   * @param ends when the entry ends
   * @param span the number of milliseconds by which `now` must go back until the map follows it
   */
  set(key: string, value: Value | undefined, ends: number, span: number, now: number): void {
    this.#follow(now, span);
    const newest = value === undefined ? undefined : this.#newest();
    for (const generation of this.#generations) if (generation !== newest && generation.entries.delete(key)) break;
    if (value !== undefined && newest !== undefined) {
      newest.entries.set(key, value);
      // If the clock was set back a little, the entry still lives its full time.
      newest.ends = Math.max(newest.ends, ends + this.#seen - now);
    }
    this.#deleteEnded();
  }

  #deleteEnded(): void {
    for (let index = this.#generations.length - 1; index >= 0; index -= 1) {
      const generation = this.#generations[index];
      if (generation === undefined || (generation.entries.size > 0 && generation.ends > this.#seen)) continue;
      this.#generations.splice(index, 1);
    }
  }

  /** Lists the keys, those of the newest generation first. */
  *keys(): Generator<string> {
    for (const { entries } of this.#generations) yield* entries.keys();
  }

  /** If the clock was far ahead before, all generations move back with it. Otherwise they would stay until that time. */
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

/** Returns the first keys that begin with a prefix. */
export function firstKeys(keys: Iterable<string>, prefix: string, limit: number): readonly string[] {
  const found: string[] = [];
  for (const key of keys) {
    if (found.length >= limit) break;
    if (key.startsWith(prefix)) found.push(key);
  }
  return found;
}
