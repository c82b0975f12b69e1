import type {
  ApprovalRequest,
  ApprovalSettings,
  ApprovalStore,
  AuditSink,
  Bearer,
  ChangeFeed,
  NoticeStore,
  RecordedVersion,
} from '@agent-safe/core';
import type { OnNotifyFailure } from '../notify/failure.ts';
import type { Notifier } from '../notify/notifier.ts';

import type { Claimant } from '../request/approvers.ts';
import type { ApprovalRefusal } from '../request/refusal.ts';

export interface ApprovalServiceOptions {
  readonly store: ApprovalStore;
  /** Where each thing that happens to a request is recorded. Without the record it does not count. */
  readonly audit: AuditSink;
  /**
   * The highest `version` among the `approval_requested` and `approval_resolved` events of a request that the audit log has, in all
   * its files, after the event with the number `since`, and the `mark` of the first event that has it; undefined where it has none. What it answers is what counts, so it must see
   * what any process has recorded before it was asked. It is `latestVersion` of `AuditReader`.
   */
  readonly latestVersion: (requestId: string, since: number) => Promise<RecordedVersion | undefined>;
  /**
   * At least 32 random bytes each, the newest last, the same for all that share the store. The newest makes the MAC of an entry, and a MAC of any of
   * them counts. Keys of their own are derived from them.
   */
  readonly keys: readonly Uint8Array[];
  /**
   * Whether an approver was revoked since: then what it approved counts no more. Nobody is where it is left out. What it throws is a
   * refusal.
   */
  readonly isRevoked?: ((approver: Bearer) => Promise<boolean>) | undefined;
  /** Who may approve, and for how long; an approver for an hour where it is left out. */
  readonly settings?: Partial<ApprovalSettings> | undefined;
  /** No two of them have the same name. */
  readonly notifiers?: readonly Notifier[] | undefined;
  /** Where it is kept what they are still to be told, for all processes; in memory where it is left out. */
  readonly notices?: NoticeStore | undefined;
  readonly onNotifyFailure?: OnNotifyFailure | undefined;
  /** What tells of changes by other processes, such as `watchFile` of the state's file; without it they are seen within a second. */
  readonly changes?: ChangeFeed | undefined;
  /** Milliseconds since 1970, UTC; the system's where it is left out. */
  readonly clock?: (() => number) | undefined;
  /** For tests; a random UUID where it is left out. */
  readonly newId?: (() => string) | undefined;
  /** Waits so many milliseconds; it rejects when the signal is aborted. For tests. */
  readonly pause?: ((milliseconds: number, signal?: AbortSignal) => Promise<void>) | undefined;
}

export type ApprovalAsked =
  | {
      readonly ok: true;
      readonly request: ApprovalRequest;
      /** False where it was pending already. */
      readonly created: boolean;
      /**
       * Proves later that it is the one that asked, where nothing else does. It is given once, to whoever creates the request, and is
       * kept nowhere.
       */
      readonly secret?: string;
    }
  | ApprovalRefusal;

export interface ApprovalListing {
  readonly ok: true;
  /** The oldest first. */
  readonly requests: readonly ApprovalRequest[];
  /** Those that are in the store and do not count. */
  readonly refused: readonly { readonly request_id: string; readonly refusal: ApprovalRefusal }[];
}

export interface WaitOptions {
  /** Ends the waiting: then it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds. Where it is left out, it waits until the request is over. */
  readonly timeout?: number | undefined;
}

/** What a request is claimed for. */
export interface ApprovalClaim extends Claimant {
  /** Of the request that is to run. */
  readonly digest: string;
  /** The decision that the ticket is issued by. */
  readonly audit_id: string;
}
