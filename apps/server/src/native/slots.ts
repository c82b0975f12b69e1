/** Bounds work that takes long, such as waits and streams: for all callers, and for each of them. */
export class Slots {
  readonly #most: number;
  readonly #mostOfOne: number;
  readonly #used = new Map<string, number>();
  #all = 0;

  constructor(most: number, mostOfOne: number) {
    this.#most = most;
    this.#mostOfOne = mostOfOne;
  }

  /** @returns a function that frees the slot; undefined if all slots are taken */
  take(caller: string): (() => void) | undefined {
    const used = this.#used.get(caller) ?? 0;
    if (this.#all >= this.#most || used >= this.#mostOfOne) return undefined;
    this.#all += 1;
    this.#used.set(caller, used + 1);
    let isFree = false;
    return () => {
      if (isFree) return;
      isFree = true;
      this.#all -= 1;
      const left = (this.#used.get(caller) ?? 1) - 1;
      if (left === 0) this.#used.delete(caller);
      else this.#used.set(caller, left);
    };
  }
}
