import type { Bearer, Caller, DelegationScope } from '@agent-safe/core';

/** What an agent held when it delegated, or holds now: nobody hands on more. */
export interface Holding {
  readonly agent_id: string;
  /** For people; empty where there is none. */
  readonly agent_name: string;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  /** The id of its token; null for tokens of Agent-Safe 0.11, which have none. */
  readonly jti: string | null;
  /** Seconds since 1970; null where a token of 0.11 does not say. */
  readonly exp: number | null;
  /** Globs over action names that the hop to this agent added. */
  readonly actions?: readonly string[];
  /** Globs over target ids that the hop to this agent added. */
  readonly targets?: readonly string[];
  /** How long the chain may get, counted from the root. */
  readonly max_depth?: number;
}

/** One that delegated. */
export interface DelegationLink extends Holding {
  /** RFC 3339, UTC. */
  readonly delegated_at: string;
}

/** Who an agent is, as its token proves it. */
export interface AgentIdentity extends Holding {
  readonly exp: number;
  /** Those that delegated, outermost first; empty for an agent that acts for itself. */
  readonly delegation_chain: readonly DelegationLink[];
  readonly delegation_depth: number;
  /** RFC 3339, UTC. */
  readonly issued_at: string;
  readonly expires_at: string;
}

/** The agent as decisions see it. */
export function toCaller({ agent_id, delegation_chain: chain, groups, roles, ...own }: AgentIdentity): Caller {
  const caller: Caller = {
    agent_id,
    verified: true,
    // In one order, whatever the token has: nothing should remember an order that makes no difference.
    roles: roles.toSorted(),
    groups: groups.toSorted(),
    delegation_chain: chain.map((link) => link.agent_id),
  };
  // The root was not delegated to: its own token says nothing about scopes.
  return chain.length === 0 ? caller : { ...caller, delegation_scopes: [...chain.slice(1), own].map(toScope) };
}

function toScope({ actions, exp, targets }: Pick<Holding, 'actions' | 'exp' | 'targets'>): DelegationScope {
  return {
    ...(actions === undefined ? {} : { actions }),
    ...(targets === undefined ? {} : { targets }),
    ...(exp === null ? {} : { exp }),
  };
}

/** What a revocation of the agent may be about: itself, and all whom its authority comes from. */
export function toBearer({ agent_id, delegation_chain: chain, issued_at, jti }: AgentIdentity): Bearer {
  return {
    issuedAt: Date.parse(issued_at),
    agents: [agent_id, ...chain.map((link) => link.agent_id)],
    tokens: [jti, ...chain.map((link) => link.jti)].filter((id) => id !== null),
  };
}
