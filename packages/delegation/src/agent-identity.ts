import type { Bearer, Caller, DelegationScope } from '@agent-safe/core';

/** Roles, groups and limits of an agent in a delegation chain. An agent cannot delegate more than it holds. */
export interface Holding {
  readonly agent_id: string;
  /** Display name; empty if there is none. */
  readonly agent_name: string;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  /** Id of its token; null for tokens of Agent-Safe 0.11, which have none. */
  readonly jti: string | null;
  /** Expiry of its token, in seconds since 1970; null if a token of 0.11 does not contain it. */
  readonly exp: number | null;
  /** Globs over action names. The delegation to this agent added this limit. */
  readonly actions?: readonly string[];
  /** Globs over target ids. The delegation to this agent added this limit. */
  readonly targets?: readonly string[];
  /** How to read `targets`. Tokens that were issued before globs of parts have none: they are read as `text`. */
  readonly target_globs?: 'parts';
  /** Maximum number of delegations in the chain, counted from the root. */
  readonly max_depth?: number;
}

/** An agent that delegated. */
export interface DelegationLink extends Holding {
  /** Time of the delegation, RFC 3339, UTC. */
  readonly delegated_at: string;
}

/** Identity of an agent, from its verified token. */
export interface AgentIdentity extends Holding {
  readonly exp: number;
  /** Agents that delegated, root first; empty for an agent that acts for itself. */
  readonly delegation_chain: readonly DelegationLink[];
  /** Length of the chain; 0 for an agent that acts for itself. */
  readonly delegation_depth: number;
  /** Time of issue, RFC 3339, UTC. */
  readonly issued_at: string;
  /** Expiry, RFC 3339, UTC. */
  readonly expires_at: string;
}

/** Returns the caller of a request, for `@agent-safe/pdp`. */
export function toCaller({ agent_id, delegation_chain: chain, groups, roles, ...own }: AgentIdentity): Caller {
  const caller: Caller = {
    agent_id,
    verified: true,
    // Sorted, so that tokens with another order give the same digest.
    roles: roles.toSorted(),
    groups: groups.toSorted(),
    delegation_chain: chain.map((link) => link.agent_id),
  };
  // No delegation leads to the root, so the root has no scope.
  if (chain.length === 0) return caller;
  return {
    ...caller,
    delegation_scopes: [...chain.slice(1), own].map(toScope),
    delegation_holdings: chain.map((link) => ({ roles: link.roles.toSorted(), groups: link.groups.toSorted() })),
  };
}

function toScope(holding: Pick<Holding, 'actions' | 'exp' | 'target_globs' | 'targets'>): DelegationScope {
  const { actions, exp, target_globs, targets } = holding;
  return {
    ...(actions === undefined ? {} : { actions }),
    ...(targets === undefined ? {} : { targets }),
    ...(targets === undefined || target_globs === 'parts' ? {} : { target_globs: 'text' }),
    ...(exp === null ? {} : { exp }),
  };
}

/** Returns the agents and tokens whose revocation affects an agent: its own, and those of its delegation chain. */
export function toBearer({ agent_id, delegation_chain: chain, issued_at, jti }: AgentIdentity): Bearer {
  return {
    issuedAt: Date.parse(issued_at),
    agents: [agent_id, ...chain.map((link) => link.agent_id)],
    tokens: [jti, ...chain.map((link) => link.jti)].filter((id) => id !== null),
  };
}
