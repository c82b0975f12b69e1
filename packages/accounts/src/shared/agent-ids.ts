import type { Bearer } from '@agent-safe/core';

/** The author of a change: the agent id of a user, such as `user:alice`, or null for an operator on the command line. */
export type ChangedBy = string | null;

/** Returns the agent id of a PEP, for policies, revocations and the log. */
export function pepAgentId(name: string): string {
  return `pep:${name}`;
}

/** Returns the agent id of a user, for policies, approvals, revocations and the log. */
export function userAgentId(userId: string): string {
  return `user:${userId}`;
}

/**
 * Returns the subjects of a revocation that end a user or a session.
 *
 * @param issuedAt undefined: only revocations without an end count
 */
export function userBearer(userId: string, issuedAt: number | undefined, sessionId?: string): Bearer {
  return { issuedAt, agents: [userAgentId(userId)], tokens: sessionId === undefined ? [] : [sessionId] };
}
