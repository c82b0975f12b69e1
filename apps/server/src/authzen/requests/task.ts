import type { ApprovalRequest } from '@agent-safe/core';
import type { TaskAnswer } from './schemas.ts';

/** Returns the state of a task for its gateway. It does not name the approvers. */
export function toTaskAnswer(handle: string, request: ApprovalRequest, base: string): TaskAnswer {
  const { expires_at, resolutions, status } = request;
  const endpoint = `${base}/access/v1/requests/${handle}`;
  const task = {
    id: handle,
    status,
    status_endpoint: endpoint,
    expires_at,
    links: status === 'pending' ? { cancel: `${endpoint}/cancel` } : {},
  };
  if (status !== 'approved') return { task };
  const approved_at = resolutions.findLast(({ decision }) => decision === 'approve')?.at;
  const approval = { id: handle, ...(approved_at === undefined ? {} : { approved_at }), approved_until: expires_at };
  return { task, result: { mode: 'reevaluate', approval } };
}
