import { describeType, type JsonObject, PASSED, type Passed, quote, type Refused } from '@agent-safe/core';
import type { AgentIdentity, DelegationLink, Holding } from './agent-identity.ts';
import { nestActors } from './identity-claims.ts';
import { type IdentityIssuer, issue, unique } from './issue-identity.ts';
import { readRequest } from './request.ts';
import { checkRevoked, type IdentityTrust, verifyIdentity } from './verify-identity.ts';

/** What an agent hands on, to whom. What is left out is not handed on, but for the time, which is the rest of the parent's. */
export interface DelegationRequest {
  readonly child_agent_id: string;
  /** For people. */
  readonly child_agent_name?: string | undefined;
  /** Of the parent's own. */
  readonly child_roles?: readonly string[] | undefined;
  /** Of the parent's own. */
  readonly child_groups?: readonly string[] | undefined;
  /** Globs over action names: the child may do nothing else, beside what its parent may not do. */
  readonly actions?: readonly string[] | undefined;
  /** Globs over target ids: the child may touch nothing else. */
  readonly targets?: readonly string[] | undefined;
  /** The child's token ends then, or with its parent's. */
  readonly ttl_seconds?: number | undefined;
  /** How long the chain may get, counted from the root; the limits of the parent and of the server hold as well. */
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
      /** Null where the parent's token proves nothing. */
      readonly parent_agent_id: string | null;
      /** Null where the request names none. */
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
 * Makes a token for a child of an agent, which holds no more than the agent does: some of its roles and groups, fewer
 * actions and targets, and not for longer.
 *
 * @param parentToken proves who delegates
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
  // Before anything is asked: what is revoked from now on was issued before.
  const now = issuer.clock();
  if (typeof parentToken !== 'string') {
    // A missing field would be reported as an empty token.
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

/** A token for whom a revocation is about would be dead when it is issued. */
async function checkChildRevoked(
  agent: string,
  now: number,
  trust: IdentityTrust,
): Promise<Passed | DelegationRefused> {
  const standing = await checkRevoked({ issuedAt: now, agents: [agent], tokens: [] }, agent, trust);
  if (standing.ok) return PASSED;
  return { ...standing, code: standing.code === 'caller_revoked' ? 'child_revoked' : standing.code };
}

/** What a child holds: never more than its parent. */
type Narrowed = Omit<Holding, 'jti' | 'exp'> & { readonly exp: number };

type DelegationRefused = Refused<DelegationRefusal>;

/** What a child gets of what it asks for, or why it gets nothing: asking for more than there is, is refused and not cut. */
export function narrow(
  parent: AgentIdentity,
  request: DelegationRequest,
  serverDepth: number,
  now: number,
): { readonly ok: true; readonly child: Narrowed } | DelegationRefused {
  const roles = unique(request.child_roles);
  const groups = unique(request.child_groups);
  const role = roles.find((each) => !parent.roles.includes(each));
  if (role !== undefined) return notHeld('role_not_held', parent, `does not hold the role ${quote(role)}`);
  const group = groups.find((each) => !parent.groups.includes(each));
  if (group !== undefined) return notHeld('group_not_held', parent, `is not in the group ${quote(group)}`);
  const depth = parent.delegation_depth + 1;
  const deepest = Math.min(serverDepth, parent.max_depth ?? serverDepth, request.max_depth ?? serverDepth);
  if (depth > deepest) {
    const reason = `This would be delegation ${depth} in a row, and ${deepest} is the most.`;
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
    ...(request.targets === undefined ? {} : { targets: unique(request.targets) }),
    ...(limits.length === 0 ? {} : { max_depth: Math.min(...limits) }),
    exp: Math.min(parent.exp, end),
  };
  return { ok: true, child };
}

function notHeld(code: DelegationRefusal, { agent_id }: AgentIdentity, lacks: string): DelegationRefused {
  return { ok: false, code, reason: `${quote(agent_id)} ${lacks}, and nobody hands on what they do not hold.` };
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
