import type { ApprovalEntry, ApprovalRequest, ApprovalResolution, ApprovalStatus } from '@agent-safe/core';
import { rootOf } from './approvers.ts';
import type { EntryWithoutMac } from './entry-mac.ts';

/**
 * The request as it was at a version: what happened to it up to then, and nothing after. A store may hold more than the audit log
 * knows of, and only what that knows of counts.
 */
export function requestAt(entry: EntryWithoutMac, version: number): ApprovalRequest {
  const { claimed_by_audit_id, recorded_version: _, requester_secret_hash: __, ...request } = withoutMac(entry);
  const resolutions = entry.resolutions.filter((each) => each.version <= version);
  const isClaimed = resolutions.some(({ decision }) => decision === 'claim');
  return {
    ...request,
    version,
    status: statusAfter(resolutions, entry.required.quorum),
    resolutions,
    claimed_by_audit_id: isClaimed ? claimed_by_audit_id : null,
  };
}

/** An entry with one more thing that happened to it. */
export function addResolution(
  entry: ApprovalEntry,
  resolution: Omit<ApprovalResolution, 'version'>,
  claimedBy: string | null = entry.claimed_by_audit_id,
): EntryWithoutMac {
  const version = entry.version + 1;
  const resolutions = [...entry.resolutions, { version, ...resolution }];
  return {
    ...withoutMac(entry),
    version,
    recorded_version: entry.version,
    status: statusAfter(resolutions, entry.required.quorum),
    resolutions,
    claimed_by_audit_id: claimedBy,
  };
}

/**
 * An entry as it was before something that could not be recorded. It takes the version after that: what was recorded after all, too
 * late, must not count either.
 */
export function takeBack(entry: ApprovalEntry): EntryWithoutMac {
  return { ...withoutMac(entry), version: entry.version + 2, recorded_version: entry.version };
}

/** Whether its time is over. What a ticket was issued for stays as it is. */
export function isOver({ claimed_by_audit_id, expires_at, status }: ApprovalRequest, now: number): boolean {
  const canEnd = status === 'pending' || (status === 'approved' && claimed_by_audit_id === null);
  // What is no time is over.
  return canEnd && !(now < Date.parse(expires_at));
}

/** Nothing follows on what ended a request but a claim on what approved it. */
function statusAfter(resolutions: readonly ApprovalResolution[], quorum: number): ApprovalStatus {
  const ended = resolutions.find(({ decision }) => ENDS[decision] !== undefined);
  if (ended !== undefined) return ENDS[ended.decision] ?? 'cancelled';
  const approvals = resolutions.filter(({ decision }) => decision === 'approve');
  const roots = new Set(approvals.map(({ approver, chain }) => rootOf(chain, approver ?? '')));
  return roots.size >= quorum ? 'approved' : 'pending';
}

const ENDS: Readonly<Partial<Record<ApprovalResolution['decision'], ApprovalStatus>>> = {
  deny: 'denied',
  cancel: 'cancelled',
  expire: 'expired',
};

function withoutMac(entry: EntryWithoutMac & { readonly mac?: string }): EntryWithoutMac {
  const { mac: _, ...rest } = entry;
  return rest;
}
