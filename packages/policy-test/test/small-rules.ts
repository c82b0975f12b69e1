import { DECISION_RESULTS, type PolicyRule, RISK_CLASSES } from '@agent-safe/core';
import type { Random } from '@agent-safe/testkit';
import { remove, restart, target } from './documents.ts';
import type { Universe } from './every-request.ts';

const HOUR = 3_600_000;
const MONDAY = Date.UTC(2026, 0, 5);

export const universe: Universe = {
  actions: [restart, remove],
  targets: [target('dev/vm', 'dev'), target('prod/vm', 'prod')],
  agents: ['a', 'b', 'other'],
  roles: ['r', 's'],
  groups: ['g'],
  longestChain: 1,
  times: [0, 1, 2].flatMap((day) => [0, 8, 12, 18].map((hour) => MONDAY + (day * 24 + hour) * HOUR)),
};

function some<Value>(random: Random, values: readonly Value[]): readonly Value[] {
  const chosen = values.filter(() => random.below(2) === 0);
  return chosen.length === 0 ? [random.pick(values)] : chosen;
}

/** Returns a rule whose conditions the universe can distinguish. */
export function makeRule(random: Random, name: string): PolicyRule {
  const maybe = <Key extends string, Value>(key: Key, value: () => Value, rarity = 3) =>
    random.below(rarity) === 0 ? { [key]: value() } : {};
  const callers = {
    ...maybe('agent_ids', () => some(random, ['a', 'b'])),
    ...maybe('roles', () => some(random, ['r', 's']), 2),
    ...maybe('groups', () => ['g'], 4),
    ...maybe('delegated_from', () => some(random, ['a', 'b']), 6),
    ...maybe('max_delegation_depth', () => 0, 6),
    ...maybe('require_delegation', () => random.below(2) === 0, 6),
  };
  const window = () => {
    const [start, end] = random.pick([
      [0, 11],
      [8, 17],
      [12, 23],
      [18, 7],
    ] as const);
    return { start_hour: start, end_hour: end, ...maybe('days', () => [random.below(2)]) };
  };
  return {
    name,
    description: '',
    priority: random.below(3),
    match: {
      ...maybe('actions', () => [random.pick(['restart', 'remove', '*'])]),
      ...maybe('targets', () => ({ environments: some(random, ['dev', 'prod'] as const) })),
      ...(Object.keys(callers).length > 0 || random.below(4) === 0 ? { callers } : {}),
      ...maybe('time_windows', () => Array.from({ length: 1 + random.below(2) }, window)),
      ...maybe('risk_classes', () => some(random, RISK_CLASSES), 6),
      ...maybe('require_ticket', () => random.below(2) === 0, 4),
    },
    decision: random.pick(DECISION_RESULTS),
    reason: 'Because',
  };
}
