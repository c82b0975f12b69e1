import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { ApprovalEntry, ApprovalRequest, ApproverCriteria, ApproverRequirement } from '@agent-safe/core';

/**
 * An approver with the roles and groups of its token. `verifyIdentity` of @agent-safe/delegation returns these fields; add
 * `verified: true`.
 */
export interface Approver {
  readonly agent_id: string;
  /** Whether a token proves the identity. An unverified approver is refused. */
  readonly verified: boolean;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  /** Id of its token. */
  readonly jti: string | null;
  /** Agents that delegated to the approver, outermost first. */
  readonly delegation_chain: readonly { readonly agent_id: string; readonly jti: string | null }[];
}

/** The caller that claims to be the requester. */
export interface Claimant {
  /** Its agent id, or the name that it gives; null for none. */
  readonly agent_id: string | null;
  readonly verified: boolean;
  /** Agent ids of its delegators, outermost first. Compared with the request, because a delegator chooses the name of its agent. */
  readonly chain?: readonly string[] | undefined;
  /** Secret that `request` returned to an unverified requester. */
  readonly secret?: string | undefined;
}

/**
 * Whether the approver is the requester, one of the requester's delegators, or an agent with authority delegated from any of them.
 * Such an approver would use the authority of the requester.
 */
export function isInvolved(request: ApprovalRequest, { agent_id, delegation_chain, jti }: Approver): boolean {
  const agents = new Set([...request.chain, ...(request.caller === null ? [] : [request.caller])]);
  const tokens = new Set(request.caller_tokens);
  return [{ agent_id, jti }, ...delegation_chain].some(
    (each) => agents.has(each.agent_id) || (each.jti !== null && tokens.has(each.jti)),
  );
}

export function isAllowed({ also = [], ...own }: ApproverRequirement, approver: Approver): boolean {
  return [own, ...also].every((criteria) => meetsCriteria(criteria, approver));
}

function meetsCriteria({ groups, roles }: ApproverCriteria, approver: Approver): boolean {
  const meets = (asked: readonly string[], held: readonly string[]) =>
    asked.length === 0 || asked.some((name) => held.includes(name));
  // A requirement without roles and groups allows no approver.
  return roles.length + groups.length > 0 && meets(roles, approver.roles) && meets(groups, approver.groups);
}

/** Returns the root of a delegation chain. Approvers with the same root count once. */
export function rootOf(chain: readonly string[], agentId: string): string {
  return chain[0] ?? agentId;
}

/** Returns a secret of 256 random bits for an unverified requester. */
export function makeSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Returns the SHA-256 of a secret. Salt and a slow hash are unnecessary: 256 random bits cannot be guessed. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('base64url');
}

/** Whether the claimant is the requester, by verified identity or by secret. A name alone is not enough. */
export function isRequester(entry: ApprovalEntry, { agent_id, chain = [], secret, verified }: Claimant): boolean {
  if (entry.caller_verified) {
    return verified && agent_id !== null && agent_id === entry.caller && isSameList(chain, entry.chain);
  }
  if (entry.requester_secret_hash === null || secret === undefined) return false;
  return timingSafeEqual(Buffer.from(hashSecret(secret)), Buffer.from(entry.requester_secret_hash));
}

function isSameList(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((each, index) => each === right[index]);
}
