import type { NonceStore } from '@agent-safe/core';

/** Milliseconds that a nonce is kept after its time. What is over for longer is refused, whether it is known or not. */
const MARGIN = 600_000;
/** So many are looked at each time that one is used: more than come, so that those that are over do not pile up. */
const BATCH = 4;

export interface MemoryNonceStoreOptions {
  /** Milliseconds since 1970, UTC; the system's where it is left out. */
  readonly clock?: (() => number) | undefined;
}

/**
 * Used tickets, as long as this process lives. It is for tests, and for one process that does not outlive its tickets: after a
 * restart, a ticket that was used is fresh again.
 */
export class MemoryNonceStore implements NonceStore {
  readonly #clock: () => number;
  /** When each ends. */
  readonly #nonces = new Map<string, number>();
  #sweep: MapIterator<[string, number]> = this.#nonces.entries();
  /** When the last of those ended that were forgotten. */
  #forgotten = 0;

  constructor(options: MemoryNonceStoreOptions = {}) {
    this.#clock = options.clock ?? Date.now;
  }

  /** How many it remembers. */
  get size(): number {
    return this.#nonces.size;
  }

  async redeem(nonce: string, expiresAt: number): Promise<'fresh' | 'replayed'> {
    const over = this.#clock() - MARGIN;
    // What was forgotten stays used, even if the clock is set back to when it was not over. What is no time is refused.
    if (!(expiresAt > Math.max(over, this.#forgotten)) || this.#nonces.has(nonce)) return 'replayed';
    this.#nonces.set(nonce, expiresAt);
    for (let count = 0; count < BATCH; count += 1) this.#forgetNext(over);
    return 'fresh';
  }

  /** Goes round and round through all of them. */
  #forgetNext(over: number): void {
    const { done, value } = this.#sweep.next();
    if (done === true) {
      this.#sweep = this.#nonces.entries();
      return;
    }
    const [nonce, end] = value;
    if (end > over) return;
    this.#nonces.delete(nonce);
    this.#forgotten = Math.max(this.#forgotten, end);
  }
}
