import type { NonceStore } from '@agent-safe/core';

/** Milliseconds after its expiry at which a nonce is deleted. A nonce that expired earlier is refused, whether or not it is stored. */
const MARGIN = 600_000;
/** Number of nonces that each redemption examines. More than 1, so that expired nonces do not accumulate. */
const BATCH = 4;

export interface MemoryNonceStoreOptions {
  /** Returns the time in milliseconds since 1970, UTC. Default: the system clock. */
  readonly clock?: (() => number) | undefined;
}

/**
 * Used execution tickets, in the memory of one process. It is for tests. After a restart of the process, a used ticket can be redeemed
 * again.
 */
export class MemoryNonceStore implements NonceStore {
  readonly #clock: () => number;
  /** Expiry of each nonce. */
  readonly #nonces = new Map<string, number>();
  #sweep: MapIterator<[string, number]> = this.#nonces.entries();
  /** Latest expiry of the deleted nonces. */
  #lastDeleted = 0;

  constructor(options: MemoryNonceStoreOptions = {}) {
    this.#clock = options.clock ?? Date.now;
  }

  /** Number of stored nonces. */
  get size(): number {
    return this.#nonces.size;
  }

  async redeem(nonce: string, expiresAt: number): Promise<'fresh' | 'replayed'> {
    const before = this.#clock() - MARGIN;
    // A deleted nonce stays used, even if the clock is set back. The negated comparison also refuses NaN.
    if (!(expiresAt > Math.max(before, this.#lastDeleted)) || this.#nonces.has(nonce)) return 'replayed';
    this.#nonces.set(nonce, expiresAt);
    for (let count = 0; count < BATCH; count += 1) this.#deleteNextExpired(before);
    return 'fresh';
  }

  async isRedeemed(nonce: string): Promise<boolean> {
    return this.#nonces.has(nonce);
  }

  /** Examines the next nonce, in an endless loop over all nonces. Deletes the nonce if it has expired. */
  #deleteNextExpired(before: number): void {
    const { done, value } = this.#sweep.next();
    if (done === true) {
      this.#sweep = this.#nonces.entries();
      return;
    }
    const [nonce, end] = value;
    if (end > before) return;
    this.#nonces.delete(nonce);
    this.#lastDeleted = Math.max(this.#lastDeleted, end);
  }
}
