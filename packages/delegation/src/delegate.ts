import { describeType, type JsonObject, PASSED, type Passed, quote, type Refused } from '@agent-safe/core';
import type { AgentIdentity, DelegationLink, Holding } from './agent-identity.ts';
import { nestActors } from './identity-claims.ts';
import { type IdentityIssuer, issue, unique } from './issue-identity.ts';
import { readRequest } from './request.ts';
import { checkRevoked, type IdentityTrust, verifyIdentity } from './verify-identity.ts';

/** A delegation from a parent agent to a child agent. */
export interface DelegationRequest {
  readonly child_agent_id: string;
  /** Display name. */
  readonly child_agent_name?: string | undefined;
  /** Roles of the child. The parent must hold them. Default: none. */
  readonly child_roles?: readonly string[] | undefined;
  /** Groups of the child. The parent must be in them. Default: none. */
  readonly child_groups?: readonly string[] | undefined;
  /** Globs over action names, which limit the child in addition to the limits of the parent. Default: no additional limit. */
  readonly actions?: readonly string[] | undefined;
  /**
   * Globs over target ids, which limit the child in addition to the limits of the parent. `*` stays within a part of an id, `**` crosses
   * `/`, `:` and `@`. Default: no additional limit.
   */
  readonly targets?: readonly string[] | undefined;
  /** Lifetime of the child's token, in seconds. The token expires no later than the parent's. Default: the rest of the parent's. */
  readonly ttl_seconds?: number | undefined;
  /** Maximum number of delegations in the chain, counted from the root. The limits of the parent and of the server also apply. */
  readonly max_depth?: number | undefined;
}

export type DelegationResult =
  | {
      readonly ok: true;
      readonly token: string;
      readonly jti: string;
      readonly child_identity: AgentIdentity;
      readonly parent_agent_id: string;
      readonly child_agent_id: string;
      readonly delegation_depth: number;
    }
  | {
      readonly ok: false;
      readonly code: DelegationRefusal;
      readonly reason: string;
      /** Null if the parent's token is not valid. */
      readonly parent_agent_id: string | null;
      /** Null if the request is not valid. */
      readonly child_agent_id: string | null;
    };

export const DELEGATION_REFUSAL_CODES = [
  'caller_invalid',
  'caller_revoked',
  'state_unavailable',
  'request_invalid',
  'role_not_held',
  'group_not_held',
  'depth_exceeded',
  'child_revoked',
  'audit_unavailable',
] as const;
export type DelegationRefusal = (typeof DELEGATION_REFUSAL_CODES)[number];

const REQUEST_KEYS = [
  'child_agent_id',
  'child_agent_name',
  'child_roles',
  'child_groups',
  'actions',
  'targets',
  'ttl_seconds',
  'max_depth',
] as const satisfies readonly (keyof DelegationRequest)[];

/**
 * Issues a delegation token for a child of an agent. The child gets a subset of the roles and groups of the parent, the same or
 * fewer actions and targets, and no later expiry.
 *
 * @param parentToken token of the agent that delegates
 * @returns the token, or a refusal with a reason
 */
export async function delegate(
  parentToken: string,
  given: DelegationRequest,
  issuer: IdentityIssuer,
  trust: IdentityTrust,
): Promise<DelegationResult> {
  const read = readRequest(given, REQUEST_KEYS);
  const child_agent_id = read.ok ? read.request.child_agent_id : null;
  const refuse = (code: DelegationRefusal, reason: string, parent: AgentIdentity | undefined): DelegationResult => {
    return { ok: false, code, reason, parent_agent_id: parent?.agent_id ?? null, child_agent_id };
  };
  // Read before the revocations: a later revocation then also covers the new token.
  const now = issuer.clock();
  if (typeof parentToken !== 'string') {
    // Without this check, a missing field would be reported as an empty token.
    const reason = `"parent_token" must be the token of the agent that delegates, but it is ${describeType(parentToken)}.`;
    return refuse('caller_invalid', reason, undefined);
  }
  const verified = await verifyIdentity(parentToken, trust);
  if (!verified.ok) return refuse(verified.code, verified.reason, verified.identity);
  const { identity: parent } = verified;
  if (!read.ok) return refuse(read.code, read.reason, parent);
  const narrowed = narrow(parent, read.request, trust.maxDepth, now);
  if (!narrowed.ok) return refuse(narrowed.code, narrowed.reason, parent);
  const { child } = narrowed;
  const standing = await checkChildRevoked(child.agent_id, now, trust);
  if (!standing.ok) return refuse(standing.code, standing.reason, parent);
  const chain = [...parent.delegation_chain, toLink(parent, now)];
  const { token, jti } = issue('delegation', toClaims(child, chain), { now, exp: child.exp }, issuer);
  return {
    ok: true,
    token,
    jti,
    child_identity: {
      ...child,
      jti,
      delegation_chain: chain,
      delegation_depth: chain.length,
      issued_at: new Date(now).toISOString(),
      expires_at: new Date(child.exp * 1_000).toISOString(),
    },
    parent_agent_id: parent.agent_id,
    child_agent_id: child.agent_id,
    delegation_depth: chain.length,
  };
}

/** Checks that the child itself is not revoked, because its token would be void from the start. */
async function checkChildRevoked(
  agent: string,
  now: number,
  trust: IdentityTrust,
): Promise<Passed | DelegationRefused> {
  const standing = await checkRevoked({ issuedAt: now, agents: [agent], tokens: [] }, agent, trust);
  if (standing.ok) return PASSED;
  return { ...standing, code: standing.code === 'caller_revoked' ? 'child_revoked' : standing.code };
}

/** Roles, groups and limits of a child. */
type Narrowed = Omit<Holding, 'jti' | 'exp'> & { readonly exp: number };

type DelegationRefused = Refused<DelegationRefusal>;

/** Computes the holding of a child. A request for more than the parent holds is refused, not reduced. */
export function narrow(
  parent: AgentIdentity,
  request: DelegationRequest,
  serverDepth: number,
  now: number,
): { readonly ok: true; readonly child: Narrowed } | DelegationRefused {
  const roles = unique(request.child_roles);
  const groups = unique(request.child_groups);
  const role = roles.find((each) => !parent.roles.includes(each));
  if (role !== undefined) {
    const reason = `The agent ${quote(parent.agent_id)} does not hold the role ${quote(role)}. Delegate only roles that it holds.`;
    return { ok: false, code: 'role_not_held', reason };
  }
  const group = groups.find((each) => !parent.groups.includes(each));
  if (group !== undefined) {
    const reason = `The agent ${quote(parent.agent_id)} is not in the group ${quote(group)}. Delegate only groups that it is in.`;
    return { ok: false, code: 'group_not_held', reason };
  }
  const depth = parent.delegation_depth + 1;
  const deepest = Math.min(serverDepth, parent.max_depth ?? serverDepth, request.max_depth ?? serverDepth);
  if (depth > deepest) {
    const reason = `The delegation depth would be ${depth}, but the limit is ${deepest}. Delegate from an earlier agent of the chain.`;
    return { ok: false, code: 'depth_exceeded', reason };
  }
  const limits = [parent.max_depth, request.max_depth].filter((limit) => limit !== undefined);
  const end = Math.floor(now / 1_000) + (request.ttl_seconds ?? Number.POSITIVE_INFINITY);
  const child = {
    agent_id: request.child_agent_id,
    agent_name: request.child_agent_name ?? '',
    roles,
    groups,
    ...(request.actions === undefined ? {} : { actions: unique(request.actions) }),
    ...(request.targets === undefined ? {} : { targets: unique(request.targets), target_globs: 'parts' as const }),
    ...(limits.length === 0 ? {} : { max_depth: Math.min(...limits) }),
    exp: Math.min(parent.exp, end),
  };
  return { ok: true, child };
}

function toLink(parent: AgentIdentity, now: number): DelegationLink {
  const { delegation_chain: _, delegation_depth: __, expires_at: ___, issued_at: ____, ...holding } = parent;
  return { ...holding, delegated_at: new Date(now).toISOString() };
}

function toClaims(child: Narrowed, chain: readonly DelegationLink[]): JsonObject {
  const { exp: _, ...holding } = child;
  const act = nestActors([...chain.slice(1), child]);
  return {
    sub: chain[0]?.agent_id ?? child.agent_id,
    ...(act === undefined ? {} : { act }),
    ...holding,
    delegation_chain: chain.map((link) => ({ ...link })),
    delegated_roles: child.roles,
    delegation_depth: chain.length,
  };
}
