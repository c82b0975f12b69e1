import type { AgentIdentity, Holding } from './agent-identity.ts';

/** One agent of a chain, and what it did not get of what the one before it holds. */
export interface DelegationHop {
  readonly agent_id: string;
  readonly agent_name: string;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  /** RFC 3339, UTC; null where a token of 0.11 does not say. */
  readonly expires_at: string | null;
  readonly gave_up: {
    readonly roles: readonly string[];
    readonly groups: readonly string[];
    /** The only actions that are left, beside all limits before. */
    readonly actions_only?: readonly string[];
    /** The only targets that are left, beside all limits before. */
    readonly targets_only?: readonly string[];
    readonly max_depth?: number;
    /** How much earlier it ends. */
    readonly seconds: number;
  };
}

/** The whole chain of an identity, from the root to itself, with what each hop gave up. */
export function describeHops(identity: AgentIdentity): readonly DelegationHop[] {
  const holdings: readonly Holding[] = [...identity.delegation_chain, identity];
  return holdings.map((holding, index) => describeHop(holding, holdings[index - 1]));
}

function describeHop(own: Holding, parent: Holding | undefined): DelegationHop {
  const { actions, agent_id, agent_name, exp, groups, max_depth, roles, targets } = own;
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
      ...(max_depth === undefined || max_depth === parent?.max_depth ? {} : { max_depth }),
      seconds: typeof parent?.exp === 'number' && exp !== null ? parent.exp - exp : 0,
    },
  };
}
