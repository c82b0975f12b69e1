import type { ApprovalRequest, ApprovalResolution } from '../model/approval.ts';

/**
 * Version 1 of a new approval request. The decision that `audit_id` names has its parameters. The `event_id` is
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
  /** From 2. A number may be missing: a version that could not be recorded is void. */
  readonly version: number;
  /**
   * `claim`: an execution ticket was issued for the request. `withdraw`: the previous version could not be recorded and
   * is void.
   */
  readonly decision: ApprovalResolution['decision'] | 'withdraw';
  /** The agent id of the approver, or of the requester who canceled. Null for `expire` and `withdraw`. */
  readonly approver: string | null;
  /** Agent ids of the delegators of the approver, outermost first. */
  readonly approver_chain: readonly string[];
  readonly reason: string;
  /** A MAC over this version of the request, which proves the stored copy. */
  readonly mark: string;
}
