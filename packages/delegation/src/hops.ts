import type { AgentIdentity, Holding } from './agent-identity.ts';

/** One agent of a delegation chain, and the difference from the agent before it. */
export interface DelegationHop {
  readonly agent_id: string;
  readonly agent_name: string;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  /** RFC 3339, UTC; null if a token of 0.11 does not contain it. */
  readonly expires_at: string | null;
  /** Roles, groups and limits that the agent before has and this agent does not have. */
  readonly gave_up: {
    readonly roles: readonly string[];
    readonly groups: readonly string[];
    /** Globs over action names that this delegation added as a limit. */
    readonly actions_only?: readonly string[];
    /** Globs over target ids that this delegation added as a limit. */
    readonly targets_only?: readonly string[];
    /** Present if an earlier version issued the token: a star in `targets_only` also matches `/`, `:` and `@`. */
    readonly target_globs?: 'text';
    readonly max_depth?: number;
    /** Seconds by which the token expires earlier. */
    readonly seconds: number;
  };
}

/** Returns all agents of the chain of an identity, root first, with the difference that each delegation made. */
export function describeHops(identity: AgentIdentity): readonly DelegationHop[] {
  const holdings: readonly Holding[] = [...identity.delegation_chain, identity];
  return holdings.map((holding, index) => describeHop(holding, holdings[index - 1]));
}

function describeHop(own: Holding, parent: Holding | undefined): DelegationHop {
  const { actions, agent_id, agent_name, exp, groups, max_depth, roles, target_globs, targets } = own;
  const without = (held: readonly string[] = [], kept: readonly string[]) =>
    held.filter((each) => !kept.includes(each));
  return {
    agent_id,
    agent_name,
    roles,
    groups,
    expires_at: exp === null ? null : new Date(exp * 1_000).toISOString(),
    gave_up: {
      roles: without(parent?.roles, roles),
      groups: without(parent?.groups, groups),
      ...(actions === undefined ? {} : { actions_only: actions }),
      ...(targets === undefined ? {} : { targets_only: targets }),
      ...(targets === undefined || target_globs === 'parts' ? {} : { target_globs: 'text' }),
      ...(max_depth === undefined || max_depth === parent?.max_depth ? {} : { max_depth }),
      seconds: typeof parent?.exp === 'number' && exp !== null ? parent.exp - exp : 0,
    },
  };
}
