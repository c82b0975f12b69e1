import {
  type Action,
  ENVIRONMENTS,
  type PolicyRule,
  SENSITIVITIES,
  type Target,
  type TimeWindow,
} from '@agent-safe/core';
import { makeRandom, type Random, sampleAction } from '@agent-safe/testkit';

/** Sizes of a project whose rules have many time windows and roles. */
export interface WideSizes {
  readonly rules: number;
  /** Rules that can never decide, each because of one earlier rule. */
  readonly dead: number;
  readonly roles: number;
  readonly actions: number;
  readonly targets: number;
  /** Time zones in use. */
  readonly zones: number;
  readonly seed: number;
}

export const WIDE: WideSizes = { rules: 60, dead: 13, roles: 40, actions: 12, targets: 24, zones: 6, seed: 7 };

const ZONES = ['UTC', 'Europe/Zurich', 'America/New_York', 'Asia/Kolkata', 'Australia/Sydney', 'America/Sao_Paulo'];
const DECISIONS = ['allow', 'deny', 'require_approval'] as const;

export interface WideProject {
  readonly actions: readonly Action[];
  readonly rules: readonly PolicyRule[];
  readonly targets: readonly Target[];
  /** Names of the rules that can never decide. */
  readonly dead: readonly string[];
}

/** Returns a project whose rules combine time windows, time zones, roles, groups, actions and kinds of targets. */
export function makeWideProject({ actions, dead, roles, rules, seed, targets, zones }: WideSizes): WideProject {
  const random = makeRandom(seed);
  const live = Array.from({ length: rules - dead }, (_, place) => makeRule(random, place, roles, actions, zones));
  // A dead rule asks for less than a live one with a higher priority, which decides all its requests before.
  const shadows = Array.from({ length: dead }, (_, place): PolicyRule => {
    const above = live[(place * 3) % live.length] as PolicyRule;
    const { callers, time_windows = [] } = above.match;
    return {
      ...above,
      name: `dead-${place}`,
      priority: above.priority - 1,
      match: {
        ...above.match,
        callers: { ...callers, roles: (callers?.roles ?? []).slice(0, 2) },
        time_windows: time_windows.slice(0, 1),
      },
    };
  });
  return {
    actions: Array.from({ length: actions }, (_, place) =>
      sampleAction({
        name: `action-${place}`,
        target_types: ['vm', 'db'],
        risk_class: place % 2 === 0 ? 'low' : 'high',
      }),
    ),
    rules: [...live, ...shadows],
    targets: Array.from({ length: targets }, (_, place) => makeTarget(place)),
    dead: shadows.map(({ name }) => name),
  };
}

function makeRule(random: Random, place: number, roles: number, actions: number, zones: number): PolicyRule {
  const some = (count: number, all: number, name: string) => [
    ...new Set(Array.from({ length: count }, () => `${name}-${random.below(all)}`)),
  ];
  return {
    name: `rule-${place}`,
    description: '',
    // Even numbers leave room for the dead rules, which come right after the rule that hides them.
    priority: 1_000 - 2 * place,
    match: {
      ...(random.below(4) === 0 ? {} : { actions: some(1 + random.below(4), actions, 'action') }),
      ...(random.below(3) === 0 ? {} : { targets: { environments: [random.pick(ENVIRONMENTS)] } }),
      callers: {
        roles: some(4 + random.below(6), roles, 'role'),
        ...(random.below(3) === 0 ? { groups: some(3, 12, 'group') } : {}),
      },
      time_windows: Array.from({ length: 1 + random.below(3) }, () => makeWindow(random, zones)),
      ...(random.below(5) === 0 ? { require_ticket: random.below(2) === 0 } : {}),
    },
    decision: random.pick(DECISIONS),
    reason: 'Because',
  };
}

function makeWindow(random: Random, zones: number): TimeWindow {
  const timezone = ZONES[random.below(zones)];
  const days = [...new Set(Array.from({ length: 1 + random.below(5) }, () => random.below(7)))];
  return {
    ...(random.below(4) === 0 ? {} : { days }),
    start_hour: random.below(24),
    end_hour: random.below(24),
    ...(timezone === undefined || timezone === 'UTC' ? {} : { timezone }),
  };
}

function makeTarget(place: number): Target {
  const environment = ENVIRONMENTS[place % ENVIRONMENTS.length] as Target['environment'];
  const sensitivity = SENSITIVITIES[Math.floor(place / 3) % SENSITIVITIES.length] as Target['sensitivity'];
  const type = place % 2 === 0 ? 'vm' : 'db';
  return {
    id: `target-${place}`,
    type,
    environment,
    sensitivity,
    owner: '',
    labels: {},
    bindings: {},
    scope: { cluster: 'one' },
  };
}
