/**
 * Reports changes that any process may make, by a file watch, a notification of a database, or polling. A feed is only
 * a hint: it may report too often, and it may miss a change. Subscribers must also poll from time to time.
 */
export interface ChangeFeed {
  /**
   * @param listener called without delay; must return quickly
   * @returns a function that ends the subscription
   */
  subscribe(listener: () => void): () => void;
}

/** Reports the changes of this process to its own subscribers at once. */
export class LocalChangeFeed implements ChangeFeed {
  readonly #listeners = new Set<() => void>();

  subscribe(listener: () => void): () => void {
    // A listener with two subscriptions is called twice.
    const own = () => listener();
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
