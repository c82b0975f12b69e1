import type { ApprovalRequest, ApprovalResolution } from '../model/approval.ts';

/**
 * A new approval request: version 1 of it. Its parameters are those of the decision that `audit_id` names. The `event_id` is
 * `<request_id>-1`.
 */
export interface ApprovalRequestedFields
  extends Omit<ApprovalRequest, 'claimed_by_audit_id' | 'params' | 'resolutions' | 'status'> {
  /** A MAC over this version of the request, which proves the stored copy. */
  readonly mark: string;
}

/** One change of an approval request. The `event_id` is `<request_id>-<version>`. */
export interface ApprovalResolvedFields
  extends Pick<
    ApprovalRequest,
    'action' | 'audit_id' | 'caller' | 'claimed_by_audit_id' | 'digest' | 'request_id' | 'status' | 'target'
  > {
  /** From 2. A number may be missing: a version that could not be recorded does not count. */
  readonly version: number;
  /** `claim`: an execution ticket is issued for it. `withdraw`: the version before could not be recorded and does not count. */
  readonly decision: ApprovalResolution['decision'] | 'withdraw';
  /** The agent id of the approver, or of the requester who canceled. Null for `expire` and `withdraw`. */
  readonly approver: string | null;
  /** Agent ids of those that delegated to the approver, outermost first. */
  readonly approver_chain: readonly string[];
  readonly reason: string;
  /** A MAC over this version of the request, which proves the stored copy. */
  readonly mark: string;
}
