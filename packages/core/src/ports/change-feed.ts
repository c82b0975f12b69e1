/**
 * Wakes those who wait for a change that any process may make: a file watch, a notification of a database, or a poll. A feed is
 * a hint and never the truth: it may call too often, and it may miss a change. Whoever waits also looks by itself from time to
 * time.
 */
export interface ChangeFeed {
  /**
   * @param listener is called without delay, and must return quickly
   * @returns a function that ends the subscription
   */
  subscribe(listener: () => void): () => void;
}

/** The changes that this process makes, told to its own subscribers at once. */
export class LocalChangeFeed implements ChangeFeed {
  readonly #listeners = new Set<() => void>();

  subscribe(listener: () => void): () => void {
    // A listener that subscribes twice is called twice.
    const own = () => listener();
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
