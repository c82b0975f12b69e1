import type { ApprovalRequest } from '@agent-safe/core';

/** What is said of a request to those who may answer it. It holds no secret: values are masked as in the decision. */
export interface ApprovalNotice {
  /** The same however often it is sent: receivers deduplicate by it. */
  readonly id: string;
  readonly type: 'approval.requested';
  readonly request: ApprovalRequest;
  /** What an approver types. */
  readonly commands: { readonly approve: string; readonly deny: string };
}

/** Tells approvers of a request. */
export interface Notifier {
  /** For failures. It must hold no secret. */
  readonly name: string;
  /**
   * Resolves when it has arrived; whatever it throws, it is tried again.
   *
   * @param signal aborted when it takes too long, or when the process ends
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
