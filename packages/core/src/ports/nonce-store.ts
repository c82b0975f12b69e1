/**
 * Remembers which tickets were used. All executors that accept the same tickets must share one store.
 */
export interface NonceStore {
  /**
   * Uses a nonce: of several callers that race, exactly one gets `fresh`. The answer survives a loss of power before it resolves.
   * If the end of a nonce has passed, the store may have deleted it: the answer is `replayed`, also where the clock was set back since.
   *
   * @param expiresAt milliseconds since 1970, UTC, from which on no executor accepts the ticket
   */
  redeem(nonce: string, expiresAt: number): Promise<'fresh' | 'replayed'>;
}
