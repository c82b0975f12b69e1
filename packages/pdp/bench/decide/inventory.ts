import { type Action, type Binding, type Caller, ENVIRONMENTS, SENSITIVITIES, type Target } from '@agent-safe/core';
import type { Random } from './random.ts';

export const ROLES = ['deployer', 'operator', 'oncall', 'viewer', 'auditor', 'release-manager'] as const;

const TARGETS = 100;
const CALLERS = 50;
/** Requests use only the first teams, in worlds of any size. */
const ACTIVE_TEAMS = 20;

export function teamName(place: number): string {
  return `team-${String(place).padStart(4, '0')}`;
}

export function agentName(place: number): string {
  return `deploy-agent-${String(place).padStart(4, '0')}`;
}

export function makeTargets(random: Random, actions: readonly Action[]): readonly Target[] {
  const types = [...new Set(actions.flatMap((action) => action.target_types))].toSorted();
  return Array.from({ length: TARGETS }, (_, place) => {
    const type = types[place % types.length] ?? '';
    const team = teamName(random.integer(0, ACTIVE_TEAMS - 1));
    const environment = random.pick(ENVIRONMENTS);
    return {
      id: `${environment}/${type}-${place}`,
      type,
      environment,
      sensitivity: random.pick(SENSITIVITIES),
      owner: team,
      labels: { team, tier: random.pick(['web', 'backend', 'data']), app: `app-${place}` },
      bindings: bindAll(actions, type, place),
      scope: type.startsWith('aws') ? { account: '111122223333', region: 'eu-west-1' } : { cluster: environment },
    };
  });
}

/** Binds every locating parameter of the actions for a type of target, as strict mode requires. */
function bindAll(actions: readonly Action[], type: string, place: number): Readonly<Record<string, Binding>> {
  const located = actions
    .filter((action) => action.target_types.includes(type))
    .flatMap(({ parameters }) => parameters.filter(({ locates }) => locates).map(({ name }) => name));
  return Object.fromEntries([...new Set(located)].map((name) => [name, bindingOf(name, place)]));
}

/** Returns globs for pods and tasks, whose names change, and two names for deployments. */
function bindingOf(parameter: string, place: number): Binding {
  if (parameter === 'region') return 'eu-west-1';
  if (parameter === 'pod' || parameter === 'task') return `app-${place}-*`;
  if (parameter === 'deployment') return [`app-${place}`, `app-${place}-canary`];
  return `${parameter.replaceAll('_', '-')}-${place}`;
}

export function makeCallers(random: Random): readonly Caller[] {
  return Array.from({ length: CALLERS }, (_, place) => ({
    agent_id: agentName(place),
    verified: true,
    roles: random.pickSome(ROLES, 1, 2),
    groups: [teamName(place % ACTIVE_TEAMS), ...(random.chance(0.3) ? ['everyone-on-call'] : [])],
    delegation_chain: random.chance(0.2) ? [agentName(random.integer(0, CALLERS - 1))] : [],
  }));
}
