import type { ApprovalEntry, ApprovalStatus } from '../model/approval.ts';

export interface ApprovalFilter {
  readonly status?: ApprovalStatus | undefined;
  readonly digest?: string | undefined;
  readonly caller?: string | undefined;
  /** Milliseconds since 1970, UTC: only requests that are pending or approved then, as far as the store can tell. */
  readonly open_at?: number | undefined;
  /** The highest number of entries: 1,000 by default. */
  readonly limit?: number | undefined;
}

/**
 * Stores requests for approval for all processes that share it. It verifies nothing: its callers verify each entry. A write
 * survives a loss of power before it resolves. When a new entry is made, the store may delete a few entries that expired
 * more than 30 days before.
 */
export interface ApprovalStore {
  /**
   * Stores a new entry in one atomic step: of several callers that race, one creates the entry, and all get the same one.
   *
   * An entry of the same id, or a pending one with the same {@link pendingKey}, is the answer instead. Nothing is stored either if
   * the same requester ({@link requesterOf}) has `mostPending` pending entries that have not expired.
   *
   * @param mostPending any number where it is left out
   */
  create(entry: ApprovalEntry, mostPending?: number): Promise<ApprovalCreation>;
  get(requestId: string): Promise<ApprovalEntry | undefined>;
  /** The entries that match every field of the filter, the oldest first. */
  list(filter?: ApprovalFilter): Promise<readonly ApprovalEntry[]>;
  /**
   * Replaces the entry of the same id, if that still has the expected version: of several callers that race, one gets `true`. A
   * pending entry is not stored while another one with the same {@link pendingKey} is pending.
   */
  resolve(requestId: string, next: ApprovalEntry, expectedVersion: number): Promise<boolean>;
}

/** The new entry; or the one that was there before (`created: false`); or none, because too many are pending. */
export type ApprovalCreation =
  | { readonly created: boolean; readonly entry: ApprovalEntry }
  | { readonly created: false; readonly entry: undefined };
