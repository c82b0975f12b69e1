import type { ApprovalEntry, ApprovalStatus } from '../model/approval.ts';

export interface ApprovalFilter {
  readonly status?: ApprovalStatus | undefined;
  readonly digest?: string | undefined;
  readonly caller?: string | undefined;
  /** Milliseconds since 1970, UTC: those that are pending or approved and end after it, as far as the store can tell. */
  readonly open_at?: number | undefined;
  /** At most so many: 1,000 where it is left out. */
  readonly limit?: number | undefined;
}

/**
 * Keeps requests for approval for all processes that share it. It judges nothing: whoever asks verifies what it is given. What it
 * answers that it has done survives a loss of power. Entries that ended more than 30 days before a new one begins may be
 * forgotten then, a few each time.
 */
export interface ApprovalStore {
  /**
   * Keeps a new entry, unless there is a pending one of the same request, as {@link pendingKey} has it, or one of the same id:
   * then that is the answer; nor is it kept where as many as there may be of the same requester are pending and not over when it
   * begins, as {@link requesterOf} has it; any number where `mostPending` is left out. In one step: of any number of racers one creates, and all have the same.
   */
  create(entry: ApprovalEntry, mostPending?: number): Promise<ApprovalCreation>;
  get(requestId: string): Promise<ApprovalEntry | undefined>;
  /** Those that meet all that is given, the oldest first. */
  list(filter?: ApprovalFilter): Promise<readonly ApprovalEntry[]>;
  /**
   * Puts an entry in the place of the one of the same id, if that still has the expected version: of any number of racers one is
   * told `true`. Nor is it put there if it is pending and another one of the same request is.
   */
  resolve(requestId: string, next: ApprovalEntry, expectedVersion: number): Promise<boolean>;
}

/** What became of a request that was to be created: it is the entry, or another one is, or there are too many. */
export type ApprovalCreation =
  | { readonly created: boolean; readonly entry: ApprovalEntry }
  | { readonly created: false; readonly entry: undefined };
