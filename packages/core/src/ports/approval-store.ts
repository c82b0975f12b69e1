import type { ApprovalEntry, ApprovalStatus } from '../model/approval.ts';

export interface ApprovalFilter {
  readonly status?: ApprovalStatus | undefined;
  readonly digest?: string | undefined;
  readonly caller?: string | undefined;
  /**
   * Only requests that are pending or approved at this time, as far as the store can tell. Milliseconds since 1970,
   * UTC.
   */
  readonly open_at?: number | undefined;
  /** The highest number of entries; 1,000 by default. */
  readonly limit?: number | undefined;
}

/**
 * Stores approval requests for all processes that share it. It verifies nothing: its callers verify each entry. A write
 * resolves after it would survive a power failure. When an entry is created, the store may delete a few entries that
 * expired more than 30 days ago.
 */
export interface ApprovalStore {
  /**
   * Stores a new entry atomically: if several callers race, one creates the entry, and all get the same entry.
   *
   * Returns an existing entry with the same id, or a pending entry with the same {@link pendingKey}, instead of storing
   * a new one. Stores nothing if the same requester ({@link requesterOf}) has `mostPending` pending entries that have
   * not expired.
   *
   * @param mostPending no limit by default
   */
  create(entry: ApprovalEntry, mostPending?: number): Promise<ApprovalCreation>;
  get(requestId: string): Promise<ApprovalEntry | undefined>;
  /** Returns the entries that match every field of the filter, the oldest first. */
  list(filter?: ApprovalFilter): Promise<readonly ApprovalEntry[]>;
  /**
   * Replaces the entry of the same id if it still has the expected version: if several callers race, one gets `true`. A
   * pending entry is not stored while another entry with the same {@link pendingKey} is pending.
   */
  resolve(requestId: string, next: ApprovalEntry, expectedVersion: number): Promise<boolean>;
}

/** The new entry, the existing entry (`created: false`), or no entry because too many are pending. */
export type ApprovalCreation =
  | { readonly created: boolean; readonly entry: ApprovalEntry }
  | { readonly created: false; readonly entry: undefined };
