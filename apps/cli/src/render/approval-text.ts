import {
  type ApprovalRequest,
  type ApprovalResolution,
  type ApproverRequirement,
  currentApprovals,
  quote,
} from '@agent-safe/core';
import { describeSpan } from './describe-span.ts';

export const STATUS_COLORS = {
  pending: 'yellow',
  approved: 'green',
  denied: 'red',
  expired: 'dim',
  cancelled: 'dim',
} as const;

/** Whether the request may still lead to a ticket. */
export function isOpen({ claimed_by_audit_id, status }: ApprovalRequest): boolean {
  return status === 'pending' || (status === 'approved' && claimed_by_audit_id === null);
}

/** Returns the command of an approver. */
export function answerCommand(verb: 'approve' | 'deny', requestId: string): string {
  return `agent-safe approval ${verb} ${requestId} --as "$APPROVER" --reason "…"`;
}

/** Describes action and target in one line. */
export function describeSubject({ action, action_version, target }: ApprovalRequest): string {
  const version = action_version === null ? '' : ` ${action_version}`;
  return `${action}${version} on ${target ?? 'no target'}`;
}

export function describeCaller({ caller, caller_verified, chain }: ApprovalRequest): string {
  if (caller === null) return 'none';
  return `${nameOf(caller)}${caller_verified ? describeChain(chain) : ' (not verified)'}`;
}

function describeChain(chain: readonly string[]): string {
  return chain.length === 0 ? '' : `, delegated by ${chain.map(nameOf).join(' → ')}`;
}

/** Quotes unusual names: a delegator chooses the names of its children, and one name must not look like several. */
function nameOf(name: string): string {
  return /^[\w.@:/-]+$/.test(name) ? name : quote(name);
}

/** Describes the approvers, and how many must approve. */
export function describeRequirement({ also = [], quorum, ...own }: ApproverRequirement): string {
  const list = (what: string, names: readonly string[]) =>
    names.length === 0 ? [] : [`the ${what} ${names.join(' or ')}`];
  const needs = [own, ...also].flatMap(({ groups, roles }) => [...list('role', roles), ...list('group', groups)]);
  const who = needs.join(' and ');
  return `${quorum === 1 ? '1 approver' : `${quorum} approvers`} with ${who}`;
}

/** @param now milliseconds since 1970, UTC */
export function describeExpiry({ expires_at }: ApprovalRequest, now: number): string {
  const left = Date.parse(expires_at) - now;
  return left > 0 ? `${expires_at}, in ${describeSpan(left)}` : expires_at;
}

const DONE = {
  approve: 'approved',
  deny: 'denied',
  cancel: 'cancelled',
  expire: 'expired',
  claim: 'ticket issued',
  retract: 'approval withdrawn',
  reopen: 'denial lifted',
} as const;

/** Describes one change of a request. */
export function describeResolution({ approver, chain, decision, reason }: ApprovalResolution): string {
  // The requester has the ticket, so it is not named.
  const who = approver === null || decision === 'claim' ? '' : ` by ${nameOf(approver)}${describeChain(chain)}`;
  return `${DONE[decision]}${who}: ${reason}`;
}

/** Counts the approvals toward the quorum: approvers delegated from the same root count once. */
export function countApprovals(request: ApprovalRequest): number {
  return new Set(currentApprovals(request).map(({ approver, chain }) => chain[0] ?? approver)).size;
}

/** Describes the end of a request, or its last change. For an approval, all approvers are named. */
export function describeOutcome({ expires_at, resolutions, status }: ApprovalRequest): string {
  // The request may have expired before a process recorded it.
  if (status === 'expired') return `expired at ${expires_at}`;
  const approvals = currentApprovals({ resolutions });
  const told = status === 'approved' ? approvals : resolutions.slice(-1);
  return told.map(describeResolution).join('; ');
}
