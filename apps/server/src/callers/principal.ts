import type { VerifiedSession } from '@agent-safe/accounts';
import type { ApiKeyScope } from '@agent-safe/core';
import type { VerifiedRequest } from '@agent-safe/sdk';

/** Roles of users. `admin` has all of them, and each of the others has `viewer`. */
export const ROLES = ['viewer', 'operator', 'approver', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** The party that sends a request over HTTP. */
export type Principal = AgentPrincipal | PepPrincipal | UserPrincipal | { readonly kind: 'anonymous' };

/** An agent, which speaks for itself only. */
export interface AgentPrincipal {
  readonly kind: 'agent';
  readonly agentId: string;
  /** Agent ids of its delegators, outermost first. An agent may give its child any name, so a name without its chain proves nothing. */
  readonly chain: readonly string[];
  /** Its identity token; undefined if another issuer verified it. */
  readonly token?: string;
  /** The caller, if the token of another issuer proved it. */
  readonly verified?: VerifiedRequest;
}

/** A policy enforcement point, such as a gateway: it may assert subjects and resources of the types in the settings. */
export interface PepPrincipal {
  readonly kind: 'pep';
  readonly agentId: string;
  readonly scopes: readonly ApiKeyScope[];
}

/** A person with a session. */
export interface UserPrincipal {
  readonly kind: 'user';
  readonly id: string;
  readonly agentId: string;
  readonly roles: readonly Role[];
  readonly groups: readonly string[];
  /** The session that proved the user. Undefined for a user that another system proved, such as Slack. */
  readonly session?: VerifiedSession;
}

export function hasRole(user: UserPrincipal, role: Role): boolean {
  return user.roles.some((own) => own === 'admin' || own === role || role === 'viewer');
}

/** The caller of a request, as decisions, approvals and tickets have it. */
interface RecordedCaller {
  readonly caller?: unknown;
  readonly caller_verified?: unknown;
  /** Absent: no delegators. */
  readonly chain?: unknown;
}

/** Whether this agent made the recorded request itself. */
export function isOwn({ agentId, chain }: AgentPrincipal, recorded: RecordedCaller): boolean {
  const { caller, caller_verified, chain: delegators = [] } = recorded;
  const isSameChain =
    Array.isArray(delegators) &&
    delegators.length === chain.length &&
    delegators.every((each, index) => each === chain[index]);
  return caller === agentId && caller_verified === true && isSameChain;
}
