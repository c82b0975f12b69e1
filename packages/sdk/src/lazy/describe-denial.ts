import { type ApprovalRequest, quote } from '@agent-safe/core';

/** Says who denied a request, why, and how it can be made again. */
export function describeDenial({ expires_at, request_id, resolutions }: ApprovalRequest): string {
  const denial = resolutions.findLast(({ decision }) => decision === 'deny');
  const from =
    denial === undefined || denial.chain.length === 0
      ? ''
      : ` (delegated by ${denial.chain.map((name) => quote(name)).join(' > ')})`;
  const who = `${quote(denial?.approver ?? '')}${from}`;
  return `Denied by ${who}: ${denial?.reason ?? ''}. The denial counts until ${expires_at}. To lift it, an approver runs: agent-safe approval reopen ${request_id}`;
}
