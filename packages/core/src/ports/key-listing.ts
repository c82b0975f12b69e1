/**
 * Which keys a store holds. It may still name those of whom nothing counts any more. Where there are more than `limit`, those
 * that were used last come first, as far as the store can tell.
 */
export interface KeyListing {
  /** @param limit 100 where it is left out */
  keys(prefix?: string, limit?: number): Promise<readonly string[]>;
}
