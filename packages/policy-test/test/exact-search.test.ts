import { DECISION_RESULTS, type PolicyRule, RISK_CLASSES } from '@agent-safe/core';
import type { ProofOptions } from '@agent-safe/pdp';
import { VerifiedChain } from '@agent-safe/pdp/analysis';
import { announceRandom, type Random } from '@agent-safe/testkit';
import { expect, test } from 'vitest';
import { lint } from '../src/lint.ts';
import { locate, remove, restart, target } from './documents.ts';
import { effectiveRules, everyRequest, type Universe } from './every-request.ts';

const HOUR = 3_600_000;
const MONDAY = Date.UTC(2026, 0, 5);

const universe: Universe = {
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
function makeRule(random: Random, name: string): PolicyRule {
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

/** Returns the names of the rules that `validate` says never decide. */
function deadRules(rules: readonly PolicyRule[], settings: ProofOptions): readonly string[] {
  const project = {
    actions: locate(universe.actions, 'actions'),
    rules: locate(rules, 'rules'),
    targets: locate(universe.targets, 'targets'),
  };
  const warnings = lint(project, false, settings);
  expect(warnings.filter(({ code }) => code === 'analysis_unfinished')).toEqual([]);
  return warnings
    .filter(({ code }) => code === 'rule_shadowed' || code === 'rule_unmatched')
    .map(({ message }) => /"([^"]*)"/.exec(message)?.[1] ?? '')
    .sort();
}

test.each<[string, ProofOptions]>([
  ['without keys', {}],
  ['with keys', { verifiesCallers: true }],
  [
    'with keys and grants',
    { verifiesCallers: true, delegation: { max_depth: 1, grants: [{ parent: 'a', children: ['b'] }] } },
  ],
])('T40 law: the rules that never decide are exactly those that decide none of all requests, %s', (name, settings) => {
  const random = announceRandom(`rules that never decide, ${name}`);
  const requests = everyRequest(universe, new VerifiedChain(settings));
  let dead = 0;
  for (let run = 0; run < 60; run++) {
    const rules = Array.from({ length: 3 + random.below(5) }, (_, place) => makeRule(random, `rule-${place}`));
    const effective = effectiveRules(rules, requests);
    const expected = rules.map((rule) => rule.name).filter((rule) => !effective.has(rule));
    dead += expected.length;
    expect(deadRules(rules, settings), JSON.stringify(rules)).toEqual(expected.sort());
  }
  expect(dead).toBeGreaterThan(20);
});
