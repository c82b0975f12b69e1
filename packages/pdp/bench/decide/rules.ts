import {
  type CallerSelector,
  ENVIRONMENTS,
  type PolicyMatch,
  type PolicyRule,
  SENSITIVITIES,
  type TargetSelector,
} from '@agent-safe/core';
import { BROAD_RULES } from './broad-rules.ts';
import { agentName, ROLES, teamName } from './inventory.ts';
import type { Random } from './random.ts';

const GLOBS = ['get-*', 'scale-*', 'update-*', 'rollout-*', 'delete-*', 'ecs-*', 'ec2-*', 'lambda-*', 's3-*', 'iam-*'];
const MORE_GLOBS = [
  '*-deployment',
  '*-pod',
  '*-node',
  '*-namespace',
  '*-configmap',
  '*-hpa',
  'ec2-st*',
  '*-role-policy',
];

/** Names that rules refer to. */
interface Names {
  readonly actions: readonly string[];
  readonly types: readonly string[];
}

/**
 * Returns the platform's rules and rules of teams and agents. A larger world has more teams and agents, not more rules for each: in
 * every world about 25 rules name a team, and about 8 an agent.
 *
 * Every deny rule has a higher priority than every allow rule. First match, "deny overrides" and "forbid overrides permit" then
 * give the same answer, so that engines with only one of them can be compared.
 */
export function makeRules(random: Random, count: number, names: Names): readonly PolicyRule[] {
  const denied = Math.round((count - BROAD_RULES.length) / 5);
  const teams = Math.max(20, Math.round(count / 25));
  const agents = Math.max(50, Math.round(count / 15));
  const rules = Array.from({ length: count - BROAD_RULES.length }, (_, place): PolicyRule => {
    const decision = place < denied ? 'deny' : 'allow';
    const team = teamName(random.integer(0, teams - 1));
    const someAgents = Array.from({ length: random.integer(1, 2) }, () => agentName(random.integer(0, agents - 1)));
    return {
      name: `${decision}-${place}`,
      description: 'A rule of a team',
      priority: decision === 'deny' ? random.integer(600, 900) : random.integer(1, 400),
      match: makeMatch(random, decision, names, team, someAgents),
      decision,
      reason: `${team} says ${decision}`,
    };
  });
  return [...BROAD_RULES, ...rules];
}

function makeMatch(
  random: Random,
  decision: 'allow' | 'deny',
  names: Names,
  team: string,
  agents: readonly string[],
): PolicyMatch {
  const actions = random.chance(0.5)
    ? random.pickSome([...GLOBS, ...MORE_GLOBS], 1, 2)
    : random.pickSome(names.actions, 1, 4);
  const somewhere: TargetSelector = { environments: random.pickSome(ENVIRONMENTS, 1, 2) };
  const ofTeam: TargetSelector = { ...somewhere, labels: { team } };
  const kind = random.next();
  if (decision === 'deny') {
    if (kind < 0.4) return { actions, targets: ofTeam };
    if (kind < 0.7) return { actions, callers: { agent_ids: agents } };
    const delicate: TargetSelector = { ...somewhere, sensitivities: random.pickSome(SENSITIVITIES, 1, 2) };
    return { actions, targets: delicate, callers: { groups: [team] } };
  }
  const inTeam: CallerSelector = { groups: [team] };
  if (kind < 0.3) return { actions, targets: ofTeam, callers: inTeam };
  if (kind < 0.5) return { actions, targets: ofTeam, callers: { ...inTeam, roles: random.pickSome(ROLES, 1, 3) } };
  if (kind < 0.65) return { actions, targets: ofTeam, callers: { roles: random.pickSome(ROLES, 1, 2) } };
  if (kind < 0.9) return { actions, targets: somewhere, callers: { agent_ids: agents } };
  return { actions, targets: { types: random.pickSome(names.types, 1, 3) }, callers: inTeam };
}
