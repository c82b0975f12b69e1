/** Records used execution tickets. All executors that accept the same tickets must share one store. */
export interface NonceStore {
  /**
   * Redeems a nonce: if several callers race, exactly one gets `fresh`. Resolves after the entry would survive a power
   * failure. The store may delete an expired nonce; it then still answers `replayed`, even if the clock was set back.
   *
   * @param expiresAt end of the ticket, in milliseconds since 1970, UTC
   */
  redeem(nonce: string, expiresAt: number): Promise<'fresh' | 'replayed'>;
  /**
   * Whether the store has a redemption of this nonce. It changes nothing. `false` is no permission to execute: another caller may redeem
   * the nonce at any time, and the store may have deleted an expired nonce. Only {@link redeem} decides.
   */
  isRedeemed(nonce: string): Promise<boolean>;
  /**
   * Tickets issued until this time are refused, because the store lacks the uses of such tickets: it was rebuilt. Milliseconds since
   * 1970, UTC; 0 if there is no such time.
   */
  ticketsUntil?(): Promise<number>;
}
