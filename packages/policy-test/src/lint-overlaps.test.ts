import type { Binding, Target, TargetScope } from '@agent-safe/core';
import { bindParameters, isNarrower, mayOverlap, mayShareScope } from '@agent-safe/pdp/analysis';
import { announceRandom, sampleAction, scaled } from '@agent-safe/testkit';
import { expect, test } from 'vitest';
import { locate } from '../test/documents.ts';
import { findOverlaps } from './find-overlaps.ts';
import { lintOverlaps } from './lint-overlaps.ts';

const parameters = ['namespace', 'deployment', 'zone'].map((name) => ({
  name,
  type: 'string' as const,
  required: true,
  description: '',
  locates: true,
  sensitive: false,
}));
const actions = ['restart-deployment', 'scale-deployment'].map((name) =>
  sampleAction({ name, parameters, target_types: ['k8s-deployment', 'k8s-workload'] }),
);

function target(id: string, bindings: Target['bindings'], scope: TargetScope | null = { cluster: 'main' }): Target {
  return {
    id,
    type: 'k8s-deployment',
    environment: 'dev',
    sensitivity: 'internal',
    owner: '',
    labels: {},
    bindings,
    ...(scope === null ? {} : { scope }),
  };
}

const web = { namespace: 'shop', deployment: 'web' };

function pairs(...targets: readonly Target[]): readonly string[] {
  return findOverlaps(actions, targets).overlaps.map(({ left, right }) => [left.id, right.id].sort().join(' '));
}

test('T37 a warning names both targets, their places and the fix', () => {
  const targets = locate([target('dev/app', web), target('prod/app', web)], 'inventory.yaml');
  const diagnostics = lintOverlaps({ actions: locate(actions, 'actions.yaml'), rules: [], targets });
  expect(diagnostics).toEqual([
    expect.objectContaining({
      severity: 'warning',
      code: 'targets_overlap',
      message:
        'The target "prod/app" overlaps with "dev/app" (inventory.yaml:1:1): restart-deployment accepts both for the same parameters. The stricter answer is used.',
      fix: 'Make their bindings disjoint, give each its scope, or remove one of the two.',
      file: 'inventory.yaml',
      line: 2,
    }),
  ]);
});

test.each<[string, Target, Target]>([
  ['equal bindings', target('a', web), target('b', web)],
  ['an unknown scope', target('a', web), target('b', web, null)],
  ['an account beside a cluster', target('a', web), target('b', web, { account: '111122223333' })],
  ['lists', target('a', { deployment: ['x', 'y'] }), target('b', { deployment: ['y', 'z'] })],
  ['a value and a list that has it', target('a', web), target('b', { ...web, deployment: ['web', 'api'] })],
  ['a list and a glob', target('a', { deployment: ['web-1', 'y'] }), target('b', { deployment: 'web-*' })],
  ['globs', target('a', { deployment: 'web-*' }), target('b', { deployment: '*-blue' })],
  ['different parameters', target('a', { namespace: 'shop' }), target('b', { deployment: 'web' })],
  [
    'crossed globs',
    target('a', { namespace: 'shop', deployment: '*' }),
    target('b', { namespace: '*', deployment: 'web' }),
  ],
  [
    'a glob and a value of two parameters',
    target('a', { namespace: 's*', deployment: 'web' }),
    target('b', { namespace: 'shop', deployment: 'w*' }),
  ],
  ['no bindings', target('a', {}), target('b', {})],
  ['another type', target('a', web), { ...target('b', web), type: 'k8s-workload' }],
])('T37 warns of %s', (_, left, right) => {
  expect(pairs(left, right)).toEqual(['a b']);
  expect(pairs(right, left)).toEqual(['a b']);
});

test.each<[string, Target, Target]>([
  ['a catch-all', target('a', web), target('b', { namespace: 'shop', deployment: '*' })],
  ['a target without bindings', target('a', web), target('b', {})],
  ['another value', target('a', web), target('b', { ...web, deployment: 'api' })],
  ['another cluster', target('a', web), target('b', web, { cluster: 'second' })],
  ['another type, which the actions do not accept', target('a', web), { ...target('b', web), type: 'k8s-namespace' }],
])('T37 does not warn of %s', (_, left, right) => {
  expect(pairs(left, right)).toEqual([]);
  expect(pairs(right, left)).toEqual([]);
});

test('T37 every target with an overlap is found, as by comparing all pairs', () => {
  const random = announceRandom('overlaps');
  const bindings: readonly Binding[] = ['a', 'b', 'ab', 'a*', '*', '*b', 'ab*', ['a', 'b'], ['a*', 'b'], 7];
  const scopes: readonly TargetScope[] = [
    {},
    { cluster: 'one' },
    { cluster: 'two' },
    { account: '111122223333' },
    { account: '111122223333', region: 'eu-west-1' },
    { region: 'us-east-1' },
  ];
  const [action] = actions;
  if (action === undefined) throw new Error('There is no action.');
  let overlapping = 0;
  for (let run = 0; run < scaled(30_000); run++) {
    const targets = Array.from({ length: 2 + random.below(6) }, (_, place) => {
      const bound = parameters.flatMap(({ name }) =>
        random.below(3) === 0 ? [] : [[name, random.pick(bindings)] as const],
      );
      return target(`t${place}`, Object.fromEntries(bound), random.pick(scopes));
    });
    const isOverlap = (one: Target, other: Target) => {
      const [own, others] = [bindParameters(action, one), bindParameters(action, other)];
      return (
        one !== other &&
        mayShareScope(one.scope, other.scope) &&
        own.every((left) => others.every((right) => left.name !== right.name || mayOverlap(left, right))) &&
        !isNarrower(parameters, own, others) &&
        !isNarrower(parameters, others, own)
      );
    };
    const expected = targets.filter((one) => targets.some((other) => isOverlap(one, other))).map(({ id }) => id);
    const { isComplete, overlaps } = findOverlaps(actions, targets);
    expect(isComplete).toBe(true);
    const found = new Set(overlaps.flatMap(({ left, right }) => [left.id, right.id]));
    expect([...found].sort(), JSON.stringify(targets)).toEqual(expected);
    for (const { left, right } of overlaps) expect(isOverlap(left, right)).toBe(true);
    if (overlaps.length > 0) overlapping++;
  }
  expect(overlapping).toBeGreaterThan(100);
});

test('T37 100,000 targets are not compared pair by pair', () => {
  const many = Array.from({ length: 100_000 }, (_, place) =>
    target(`app-${place}`, { namespace: 'shop', deployment: place % 2 === 0 ? `app-${place}` : `app-${place}-*` }),
  );
  const fleet = Array.from({ length: 1_000 }, (_, place) => target(`fleet-${place}`, web, { cluster: `c-${place}` }));
  const all = target('all', { namespace: '*', deployment: '*' });
  const search = findOverlaps(actions, [
    ...many,
    ...fleet,
    all,
    target('twin', { namespace: 'shop', deployment: 'app-2' }),
  ]);
  expect(search.isComplete).toBe(true);
  expect(search.overlaps.map(({ left, right }) => [left.id, right.id].sort())).toEqual([['app-2', 'twin']]);
  // There are 5,000,000,000 pairs.
  expect(search.compared).toBeLessThan(1_000_000);
});

test('T37 too many overlaps are listed in part, and a warning says so', () => {
  const many = Array.from({ length: 20_000 }, (_, place) => target(`app-${place}`, {}));
  const targets = locate(many, 'inventory.yaml');
  const diagnostics = lintOverlaps({ actions: locate(actions, 'actions.yaml'), rules: [], targets });
  expect(diagnostics.length).toBeGreaterThan(100);
  expect(diagnostics.at(-1)).toMatchObject({ code: 'overlaps_unfinished', file: 'inventory.yaml' });
});
