import {
  type ApprovalEntry,
  type ApprovalRequest,
  type ApprovalResolution,
  type ApprovalStatus,
  currentApprovals,
} from '@agent-safe/core';
import { rootOf } from './approvers.ts';
import type { EntryWithoutMac } from './entry-mac.ts';

/**
 * Returns the request as of a version, without later changes. The store may hold changes that the audit log does not have yet; only
 * recorded changes are valid.
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

/** Returns an entry with one more resolution. */
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
 * Returns an entry without a change that could not be recorded. It skips the version of that change, so that a late record of the
 * change is void.
 */
export function takeBack(entry: ApprovalEntry): EntryWithoutMac {
  return { ...withoutMac(entry), version: entry.version + 2, recorded_version: entry.version };
}

/** Whether a request has expired. A claimed request does not expire. */
export function isOver({ claimed_by_audit_id, expires_at, status }: ApprovalRequest, now: number): boolean {
  const canEnd = status === 'pending' || (status === 'approved' && claimed_by_audit_id === null);
  // An invalid time counts as expired.
  return canEnd && !(now < Date.parse(expires_at));
}

/** Returns the status after all resolutions. A canceled or expired request keeps its status. A denial can be lifted. */
function statusAfter(resolutions: readonly ApprovalResolution[], quorum: number): ApprovalStatus {
  const ended = resolutions.findLast(({ decision }) => ENDS[decision] !== undefined);
  if (ended !== undefined) return ENDS[ended.decision] ?? 'cancelled';
  const roots = new Set(currentApprovals({ resolutions }).map(({ approver, chain }) => rootOf(chain, approver ?? '')));
  return roots.size >= quorum ? 'approved' : 'pending';
}

const ENDS: Readonly<Partial<Record<ApprovalResolution['decision'], ApprovalStatus>>> = {
  deny: 'denied',
  cancel: 'cancelled',
  expire: 'expired',
  reopen: 'cancelled',
};

function withoutMac(entry: EntryWithoutMac & { readonly mac?: string }): EntryWithoutMac {
  const { mac: _, ...rest } = entry;
  return rest;
}
