/**
 * Lists the keys in a store. A key may still be listed when nothing of it counts any more. If there are more than `limit`, the keys
 * used last come first, as far as the store can tell.
 */
export interface KeyListing {
  /** @param limit 100 by default */
  keys(prefix?: string, limit?: number): Promise<readonly string[]>;
}
