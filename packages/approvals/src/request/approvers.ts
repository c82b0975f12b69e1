import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { ApprovalEntry, ApprovalRequest, ApproverRequirement } from '@agent-safe/core';

/**
 * Who approves, as its token proves it. What `verifyIdentity` of @agent-safe/delegation answers with is one, with `verified: true`
 * beside it.
 */
export interface Approver {
  readonly agent_id: string;
  /** Whether a token proved it. A bare name approves nothing. */
  readonly verified: boolean;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  /** The id of its token. */
  readonly jti: string | null;
  /** Those that delegated to it, outermost first. */
  readonly delegation_chain: readonly { readonly agent_id: string; readonly jti: string | null }[];
}

/** Who says that it is the one that asked. */
export interface Claimant {
  /** Its agent id, or the name that it gives; null for neither. */
  readonly agent_id: string | null;
  readonly verified: boolean;
  /** Agent ids of those that delegated to it, outermost first: a name alone is chosen by whoever delegates. */
  readonly chain?: readonly string[] | undefined;
  /** What it was given when it asked, where nothing proved who it is. */
  readonly secret?: string | undefined;
}

/**
 * Whether somebody has a part on both sides. Not only the requester itself and those above it: who was delegated to by one of
 * those would answer with the authority that asks.
 */
export function isInvolved(request: ApprovalRequest, { agent_id, delegation_chain, jti }: Approver): boolean {
  const agents = new Set([...request.chain, ...(request.caller === null ? [] : [request.caller])]);
  const tokens = new Set(request.caller_tokens);
  return [{ agent_id, jti }, ...delegation_chain].some(
    (each) => agents.has(each.agent_id) || (each.jti !== null && tokens.has(each.jti)),
  );
}

export function isAllowed({ groups, roles }: ApproverRequirement, approver: Approver): boolean {
  const meets = (asked: readonly string[], held: readonly string[]) =>
    asked.length === 0 || asked.some((name) => held.includes(name));
  // Where nobody is named, nobody may.
  return roles.length + groups.length > 0 && meets(roles, approver.roles) && meets(groups, approver.groups);
}

/** Whose authority it is in the end: two that the same one delegated to are one. */
export function rootOf(chain: readonly string[], agentId: string): string {
  return chain[0] ?? agentId;
}

/** 256 bits, for whoever asks without a proof of who it is. */
export function makeSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** It needs no salt and no slowness: nobody guesses 256 random bits. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('base64url');
}

/** Whether it is the one that asked: by its verified identity, or else by the secret. Never by a name alone. */
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
