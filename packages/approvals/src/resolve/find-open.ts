import {
  type ApprovalBasis,
  type ApprovalEntry,
  type ApprovalRequest,
  type ApproverRequirement,
  pendingKey,
} from '@agent-safe/core';
import { type Claimant, isRequester } from '../request/approvers.ts';
import { isOver } from '../request/entry.ts';
import type { ApprovalCheck, ApprovalRefusal } from '../request/refusal.ts';
import type { ApprovalLedger } from './ledger.ts';

/** The open request, if there is one, or a refusal. */
export type ApprovalFound = { readonly ok: true; readonly request?: ApprovalRequest } | ApprovalRefusal;

/** The request that is asked for again. */
export interface Sought {
  readonly digest: string;
  readonly caller: Claimant;
  /** The current requirement. An approval under another requirement does not match. */
  readonly required: ApproverRequirement;
  /** The current answer of the policy. An approval of another answer does not match. */
  readonly basis: ApprovalBasis;
  /** Current time, in milliseconds since 1970, UTC. */
  readonly now: number;
  /** Checks that an approval is still valid. */
  readonly checkApproved: (request: ApprovalRequest) => Promise<ApprovalCheck>;
}

/**
 * Returns the open request for the same digest, caller, requirement and answer of the policy: an approved request that the caller may claim, or else the
 * pending one. Skips entries that fail verification.
 */
export async function findOpen(ledger: ApprovalLedger, sought: Sought): Promise<ApprovalFound> {
  const { caller, digest, now, checkApproved } = sought;
  const listed = await ledger.list({ digest, open_at: now });
  if (!listed.ok) return listed;
  let pending: ApprovalRequest | undefined;
  // A damaged entry can have any shape, so only entries with a valid MAC are compared.
  const genuine = listed.entries.filter((entry) => ledger.isGenuine(entry));
  for (const found of genuine.filter((entry) => mayBeOpen(entry, sought)).sort(approvedFirst)) {
    const reading = await ledger.verifyEntry(found);
    if (!reading.ok) {
      if (reading.code === 'state_unavailable' || reading.code === 'audit_unavailable') return reading;
      continue;
    }
    // The store's filter is not trusted: the verified request is checked again.
    const { entry, request } = reading;
    if (!mayBeOpen(request, sought) || isOver(request, now)) continue;
    if (request.status === 'approved' && isRequester(entry, caller)) {
      const checked = await checkApproved(request);
      if (checked.ok) return { ok: true, request };
      if (checked.code === 'state_unavailable') return checked;
    }
    if (request.status === 'pending') pending ??= request;
  }
  return pending === undefined ? { ok: true } : { ok: true, request: pending };
}

/** The most denials of one request that are searched. */
const MOST_DENIED = 10_000;

/**
 * Returns the request that an approver denied for the same digest and caller, until its time has passed. A denial counts
 * also if another rule requires the approval now: an approver denied the action itself.
 */
export async function findDenied(
  ledger: ApprovalLedger,
  { caller, digest, now }: Pick<Sought, 'caller' | 'digest' | 'now'>,
): Promise<ApprovalFound> {
  const listed = await ledger.list({ digest, status: 'denied', limit: MOST_DENIED });
  if (!listed.ok) return listed;
  const counts = (request: ApprovalRequest) =>
    request.digest === digest &&
    request.caller === caller.agent_id &&
    request.caller_verified === caller.verified &&
    request.status === 'denied' &&
    now < Date.parse(request.expires_at);
  for (const found of listed.entries.filter((entry) => ledger.isGenuine(entry) && counts(entry))) {
    const reading = await ledger.verifyEntry(found);
    if (reading.ok && counts(reading.request)) return { ok: true, request: reading.request };
    if (!reading.ok && (reading.code === 'state_unavailable' || reading.code === 'audit_unavailable')) return reading;
  }
  return { ok: true };
}

/** Whether an entry has the same {@link pendingKey} and no ticket was issued for it. */
function mayBeOpen(request: ApprovalRequest, sought: Sought): boolean {
  const { basis, caller, digest, required } = sought;
  const { claimed_by_audit_id, status } = request;
  const key = pendingKey({ ...basis, digest, caller: caller.agent_id, caller_verified: caller.verified, required });
  const isSame = pendingKey(request) === key;
  return isSame && claimed_by_audit_id === null && (status === 'approved' || status === 'pending');
}

function approvedFirst(left: ApprovalEntry, right: ApprovalEntry): number {
  return Number(right.status === 'approved') - Number(left.status === 'approved');
}
