import { AgentSafeError } from '@agent-safe/core';

/**
 * How a check uses and requests approvals. `none`: it uses no approval, and requests none. `request`: it requests an approval if it needs
 * one, and uses none. `use`: it uses only the approval request with this id, and requests none.
 */
export type ApprovalUse = 'none' | 'request' | { readonly use: string };

/** Whether a check may use the approval request with this id. */
export function mayUse(approvals: ApprovalUse | undefined, requestId: string): boolean {
  return approvals === undefined || (typeof approvals === 'object' && approvals.use === requestId);
}

/** Whether a check may request an approval. */
export function mayRequest(approvals: ApprovalUse | undefined): boolean {
  return approvals === undefined || approvals === 'request';
}

/** @throws AgentSafeError ERR_CONFIG_INVALID for any other value: a misspelled one must not use an approval */
export function checkApprovalUse(given: unknown): void {
  if (given === undefined || given === 'none' || given === 'request') return;
  const isUse = typeof given === 'object' && given !== null && Object.keys(given).join() === 'use';
  if (isUse && typeof (given as { readonly use: unknown }).use === 'string') return;
  throw new AgentSafeError('ERR_CONFIG_INVALID', 'The option "approvals" is not "none", "request" or { use: id }.');
}
