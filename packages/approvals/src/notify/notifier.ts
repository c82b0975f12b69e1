import type { ApprovalRequest } from '@agent-safe/core';

/** Notice to approvers about one request. It contains no secret: parameters are masked as in the decision. */
export interface ApprovalNotice {
  /** The same for each attempt, so that receivers can deduplicate. */
  readonly id: string;
  readonly type: 'approval.requested';
  readonly request: ApprovalRequest;
  /** Commands that an approver can run. */
  readonly commands: { readonly approve: string; readonly deny: string };
}

/** Sends notices to approvers. */
export interface Notifier {
  /** Name in delivery errors and in the notice store. It must not contain a secret. */
  readonly name: string;
  /**
   * Resolves when the notice was delivered. Any error leads to another attempt.
   *
   * @param signal aborted when the attempt takes too long or the process ends
   */
  readonly notify: (notice: ApprovalNotice, signal: AbortSignal) => Promise<void>;
}

export function noticeOf(request: ApprovalRequest): ApprovalNotice {
  const { request_id } = request;
  const command = (verb: string) => `agent-safe approval ${verb} ${request_id} --as "$APPROVER" --reason "…"`;
  return {
    id: `${request_id}-requested`,
    type: 'approval.requested',
    request,
    commands: { approve: command('approve'), deny: command('deny') },
  };
}
