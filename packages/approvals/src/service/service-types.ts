import type {
  ApprovalBasis,
  ApprovalRequest,
  ApprovalSettings,
  ApprovalStore,
  AuditSink,
  Bearer,
  ChangeFeed,
  NoticeStore,
  RecordedVersion,
} from '@agent-safe/core';
import type { Current } from '@agent-safe/core/options';
import type { OnNotifyFailure } from '../notify/failure.ts';
import type { Notifier } from '../notify/notifier.ts';

import type { Claimant } from '../request/approvers.ts';
import type { ApprovalRefusal } from '../request/refusal.ts';

export interface ApprovalServiceOptions {
  readonly store: ApprovalStore;
  /** Records each change of a request. A change without its record is void. */
  readonly audit: AuditSink;
  /**
   * Returns the highest recorded `version` of a request and its `mark`; undefined if the log has none. Usually `latestVersion` of
   * `AuditReader`.
   *
   * It reads the `approval_requested` and `approval_resolved` events of the request after the event number `since`, in all files of
   * the log. If several events have the highest version, the mark is that of the first one. The answer decides which version is
   * valid, so it must include every event that any process recorded before the call.
   */
  readonly latestVersion: (requestId: string, since: number) => Promise<RecordedVersion | undefined>;
  /**
   * Random keys of at least 32 bytes each, newest last, the same for all processes that share the store. The newest key creates MACs;
   * every key verifies them. The MAC keys are derived from them. A function returns the current keys. While it returns none,
   * every request is refused.
   */
  readonly keys: Current<readonly Uint8Array[]>;
  /**
   * Whether an approver was revoked after its approval, which voids the approval. Default: no approver is revoked. An error is a
   * refusal.
   */
  readonly isRevoked?: ((approver: Bearer) => Promise<boolean>) | undefined;
  /** Required approvers and lifetime. Default: one approver with the role `approver`, for one hour. */
  readonly settings?: Partial<ApprovalSettings> | undefined;
  /** Each needs a different name. */
  readonly notifiers?: readonly Notifier[] | undefined;
  /** Holds the unsent notices of all processes. Default: in memory. */
  readonly notices?: NoticeStore | undefined;
  readonly onNotifyFailure?: OnNotifyFailure | undefined;
  /** Announces changes by other processes, such as `watchFile` of the state file. Default: none, so changes are seen within a second. */
  readonly changes?: ChangeFeed | undefined;
  /** Returns milliseconds since 1970, UTC. Default: the system clock. */
  readonly clock?: (() => number) | undefined;
  /** Returns a new id. Default: a random UUID. For tests. */
  readonly newId?: (() => string) | undefined;
  /** Waits for a number of milliseconds, and rejects when the signal is aborted. For tests. */
  readonly pause?: ((milliseconds: number, signal?: AbortSignal) => Promise<void>) | undefined;
}

export type ApprovalAsked =
  | {
      readonly ok: true;
      readonly request: ApprovalRequest;
      /** Whether the request is new; false if it was pending before. */
      readonly created: boolean;
      /**
       * Proves later that the claimant is the requester. Returned once, to the unverified creator of the request, and stored only as a
       * hash.
       */
      readonly secret?: string;
    }
  | ApprovalRefusal;

export interface ApprovalListing {
  readonly ok: true;
  /** Oldest first. */
  readonly requests: readonly ApprovalRequest[];
  /** Stored entries that failed verification. */
  readonly refused: readonly { readonly request_id: string; readonly refusal: ApprovalRefusal }[];
}

export interface WaitOptions {
  /** Ends the wait, which rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds. Default: until the request is no longer pending. */
  readonly timeout?: number | undefined;
}

/** A claim of an approval for one decision, with the answer of the policy now. */
export interface ApprovalClaim extends Claimant, ApprovalBasis {
  /** Digest of the request to execute. */
  readonly digest: string;
  /** Id of the decision whose ticket uses the approval. */
  readonly audit_id: string;
}
