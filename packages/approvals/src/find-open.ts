import type { ApprovalEntry, ApprovalRequest } from '@agent-safe/core';
import { isOver } from './entry.ts';
import type { ApprovalLedger } from './ledger.ts';
import { type Claimant, isRequester } from './people.ts';
import type { ApprovalRefusal } from './refusal.ts';

/** A request that is open, if there is one; or why nobody can tell. */
export type ApprovalFound = { readonly ok: true; readonly request?: ApprovalRequest } | ApprovalRefusal;

/**
 * The request that asking for the same again is about: an approved one that the caller may claim, or else the pending one. An entry
 * that does not count is none of them.
 *
 * @param now milliseconds since 1970, UTC
 */
export async function findOpen(
  ledger: ApprovalLedger,
  digest: string,
  caller: Claimant,
  now: number,
): Promise<ApprovalFound> {
  const entries = await ledger.list({ digest, open_at: now });
  if ('ok' in entries) return entries;
  let pending: ApprovalRequest | undefined;
  for (const found of entries.filter((entry) => mayBeOpen(entry, digest, caller)).sort(approvedFirst)) {
    const reading = await ledger.judge(found);
    if (!reading.ok) {
      if (reading.code === 'state_unavailable' || reading.code === 'audit_unavailable') return reading;
      continue;
    }
    // What the store was asked for is believed only now.
    const { entry, request } = reading;
    if (!mayBeOpen(request, digest, caller) || isOver(request, now)) continue;
    if (request.status === 'approved' && isRequester(entry, caller)) return { ok: true, request };
    if (request.status === 'pending') pending ??= request;
  }
  return pending === undefined ? { ok: true } : { ok: true, request: pending };
}

/** Of the same {@link pendingKey}, and not used. */
function mayBeOpen(request: ApprovalRequest, digest: string, { agent_id, verified }: Claimant): boolean {
  const { caller, caller_verified, claimed_by_audit_id, status } = request;
  const isSame = request.digest === digest && caller === agent_id && caller_verified === verified;
  return isSame && claimed_by_audit_id === null && (status === 'approved' || status === 'pending');
}

function approvedFirst(left: ApprovalEntry, right: ApprovalEntry): number {
  return Number(right.status === 'approved') - Number(left.status === 'approved');
}
