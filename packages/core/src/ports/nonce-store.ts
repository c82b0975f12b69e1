/**
 * Remembers which tickets were used. One store serves one audience: whoever may run a ticket must share it.
 */
export interface NonceStore {
  /**
   * Uses a nonce up: of any number of racers exactly one is told `fresh`. It survives a loss of power before it resolves.
   * What a store may have forgotten, because its time is over, is `replayed`.
   *
   * @param expiresAt milliseconds since 1970, UTC, from which on nobody accepts the ticket any more
   */
  redeem(nonce: string, expiresAt: number): Promise<'fresh' | 'replayed'>;
}
