/**
 * Lists the keys in a store. A listed key may have no counted entries left. If there are more than `limit` keys, the
 * most recently used keys come first, as far as the store can tell.
 */
export interface KeyListing {
  /** @param limit 100 by default */
  keys(prefix?: string, limit?: number): Promise<readonly string[]>;
}
