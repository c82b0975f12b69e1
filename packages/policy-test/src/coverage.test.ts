import type { PolicyRule } from '@agent-safe/core';
import type { PolicyTestCase } from '@agent-safe/schemas';
import { sampleAction } from '@agent-safe/testkit';
import { describe, expect, test } from 'vitest';
import { locate, remove, restart, rule, target, testCase } from '../test/documents.ts';
import { measureCoverage } from './coverage.ts';
import { mutatePolicies } from './mutate.ts';
import { runPolicyTests } from './run.ts';

function policySet(rules: readonly PolicyRule[]) {
  return { actions: [restart, remove], rules, targets: [target('dev/vm', 'dev'), target('prod/vm', 'prod')] };
}

const options = { now: Date.UTC(2026, 0, 5, 12), strict: true };
const deployer = { agent_id: 'worker', roles: ['deployer'], groups: [], delegation_chain: [] };
const rules = [
  rule('prod', 'deny', { targets: { environments: ['prod'] } }, 9),
  rule('deployer', 'allow', { actions: ['restart'], callers: { roles: ['deployer'] } }, 1),
];

const allowed = testCase({ name: 'a deployer', caller: deployer, expect: { result: 'allow', rule: 'deployer' } });
const nobody = testCase({ name: 'another caller', expect: { result: 'deny', rule: null } });
const production = testCase({
  name: 'prod',
  target: 'prod/vm',
  caller: deployer,
  expect: { result: 'deny', rule: 'prod' },
});
const another = testCase({ name: 'another action', action: 'remove', caller: deployer, expect: { rule: null } });
const reader = testCase({ name: 'a reader', caller: { ...deployer, roles: [] }, expect: { rule: null } });
const all = [allowed, nobody, reader, production, another];

describe('coverage', () => {
  const measure = (cases: readonly PolicyTestCase[]) => measureCoverage(policySet(rules), locate(cases), options);

  test('lists the tests that a rule decides, and those that a single condition excludes', () => {
    expect(measure(all)).toEqual({
      rules: [
        {
          rule: 'prod',
          decides: ['prod'],
          conditions: [
            {
              condition: 'targets.environments',
              decides: ['a deployer', 'another caller', 'a reader', 'another action'],
              idle: false,
            },
          ],
        },
        {
          rule: 'deployer',
          decides: ['a deployer'],
          conditions: [
            { condition: 'actions', decides: ['another action'], idle: false },
            { condition: 'callers.roles', decides: ['another caller', 'a reader'], idle: false },
          ],
        },
      ],
      covered: 5,
      total: 5,
      percent: 100,
    });
  });

  test('needs no test of a condition that can exclude no request', () => {
    const idle = [...rules, rule('defensive', 'deny', { targets: { environments: ['staging', 'dev'] } }, 0)];
    const { rules: found } = measureCoverage(policySet(idle), locate(all), options);
    expect(found[2]).toMatchObject({
      decides: ['another caller', 'a reader', 'another action'],
      conditions: [{ condition: 'targets.environments', decides: [], idle: true }],
    });
  });

  test('counts rules and conditions without a test', () => {
    expect(measure([allowed])).toMatchObject({ covered: 2, total: 5, percent: 40 });
    expect(measure([production])).toMatchObject({ covered: 1, total: 5 });
    // Refused before the rules.
    expect(measure([testCase({ name: 'none', action: 'unheard-of', expect: 'deny' })])).toMatchObject({ covered: 0 });
    expect(measureCoverage(policySet([]), locate(all), options)).toMatchObject({ total: 0, percent: 100 });
  });
});

describe('mutations', () => {
  const mutate = (cases: readonly PolicyTestCase[], changed = rules) =>
    mutatePolicies(policySet(changed), locate(cases), options);

  test('complete tests notice every change', () => {
    const report = mutate(all);
    expect(report.survivors).toEqual([]);
    expect(report.killed).toBe(report.mutants);
    expect(report.mutants).toBeGreaterThan(10);
  });

  test.each<[string, PolicyTestCase, string]>([
    ['a deployer', allowed, 'decision: deny'],
    ['a reader', reader, 'without callers.roles'],
    ['prod', production, 'tried after "deployer"'],
    ['another action', another, 'without actions'],
  ])('without the test "%s" one change survives', (_, left, mutation) => {
    const { survivors } = mutate(all.filter((each) => each !== left));
    expect(survivors.map((survivor) => survivor.mutation)).toContain(mutation);
  });

  test('a survivor suggests a test', () => {
    const { survivors } = mutate(all.filter((each) => each !== another));
    expect(survivors).toContainEqual({
      rule: 'deployer',
      mutation: 'without actions',
      test: {
        name: 'remove on dev/vm is decided by no rule',
        action: 'remove',
        target: 'dev/vm',
        caller: { agent_id: 'another-agent', roles: ['deployer'], groups: [], delegation_chain: [] },
        expect: { result: 'deny', rule: null },
      },
      after: { result: 'allow', rule: 'deployer' },
    });
  });

  test('every condition is changed', () => {
    const full = rule('full', 'allow', {
      actions: ['restart'],
      targets: { environments: ['dev'], sensitivities: ['internal'], types: ['vm'], labels: {} },
      callers: {
        agent_ids: ['a'],
        roles: ['b'],
        groups: ['c'],
        delegated_from: ['d'],
        max_delegation_depth: 1,
        require_delegation: true,
      },
      time_windows: [
        { days: [0, 1], start_hour: 9, end_hour: 17, timezone: 'Europe/Zurich' },
        { start_hour: 22, end_hour: 3 },
      ],
      risk_classes: ['low'],
      require_ticket: true,
    });
    const mutations = mutate([], [full]).survivors.map((survivor) => survivor.mutation);
    const expected = [
      'removed',
      'decision: deny',
      'decision: require_approval',
      'without targets',
      'without callers',
      'without time_windows',
      'without require_ticket',
      'actions without "restart"',
      'targets.environments without "dev"',
      'targets.environments with "prod"',
      'callers.roles without "b"',
      'without callers.agent_ids',
      'without callers.groups',
      'without callers.delegated_from',
      'callers.max_delegation_depth: 2',
      'callers.require_delegation: false',
      'time_windows[0].start_hour: 8',
      'time_windows[0].end_hour: 18',
      'time_windows[0].days without 0',
      'time_windows[0].days with 4',
      'time_windows[0].timezone: UTC',
      'without time_windows[1]',
      'require_ticket: false',
    ];
    expect(expected.filter((mutation) => !mutations.includes(mutation))).toEqual([]);
  });

  test('a change without effect needs no test', () => {
    const apart = [
      rule('dev', 'allow', { targets: { environments: ['dev'] } }),
      rule('prod', 'deny', { targets: { environments: ['prod'] } }),
    ];
    const { equivalent, survivors } = mutate([], apart);
    expect(equivalent).toBeGreaterThan(0);
    expect(survivors.map(({ mutation }) => mutation)).not.toContain('tried after "prod"');
  });
});

test('T41 a suggested test that needs a value of the author is not called complete', () => {
  const withPattern = (pattern: string) =>
    sampleAction({
      ...restart,
      parameters: [
        {
          name: 'name',
          type: 'string',
          required: true,
          description: '',
          constraints: { pattern },
          locates: false,
          sensitive: false,
        },
      ],
    });
  const survivorsOf = (pattern: string) =>
    mutatePolicies({ ...policySet([rule('everyone', 'allow', {})]), actions: [withPattern(pattern)] }, [], options)
      .survivors;
  for (const pattern of ['[a-f0-9]{12}', '[ab]*c(?:x|y){3}[^a-z]', '(?:a{7}b{9}){11}[0-9]z']) {
    const survivors = survivorsOf(pattern);
    expect(survivors.length).toBeGreaterThan(0);
    for (const { incomplete = false, test: suggested } of survivors)
      expect(incomplete).toBe(JSON.stringify(suggested.params?.name).startsWith('"<'));
  }
});

describe('T12 T13 with keys', () => {
  const grants = [{ parent: 'planner', children: ['worker'] }];
  const keys = { ...options, verifiesCallers: true, delegation: { max_depth: 2, grants } };
  const guarded = policySet([
    rule('interns', 'deny', { callers: { roles: ['intern'] } }, 3),
    rule('shallow', 'require_approval', { callers: { agent_ids: ['worker'], max_delegation_depth: 0 } }, 2),
    rule('worker', 'allow', { actions: ['restart'], callers: { agent_ids: ['worker'] } }, 1),
    rule('anyone', 'allow', { actions: ['remove'] }, 1),
  ]);

  test('the suggested test of a survivor passes', () => {
    const { survivors, undecided } = mutatePolicies(guarded, [], keys);
    expect(undecided).toBe(0);
    expect(survivors.length).toBeGreaterThan(10);
    for (const { mutation, rule: changed, test: suggested } of survivors) {
      const [result] = runPolicyTests({ ...guarded, digest: '' }, locate([suggested as PolicyTestCase]), keys);
      expect({ changed, mutation, suggested, ...result }).toMatchObject({ passed: true });
    }
  });

  test('a test without a caller notices a removed rule that denies only unverified callers', () => {
    const { survivors } = mutatePolicies(guarded, [], keys);
    const removed = survivors.find(({ mutation, rule: changed }) => mutation === 'removed' && changed === 'interns');
    expect(removed?.test).toMatchObject({ expect: { result: 'deny', rule: 'interns' } });
    expect(removed?.test).not.toHaveProperty('caller');
  });

  test('a condition is covered by a test with a verified caller', () => {
    const worker = testCase({
      name: 'delegated by the planner',
      caller: { agent_id: 'worker', roles: [], groups: [], delegation_chain: ['planner'] },
      expect: { result: 'require_approval', rule: 'shallow' },
    });
    const decidedBy = (name: string) =>
      measureCoverage(guarded, locate([worker]), keys).rules.find((each) => each.rule === name)?.decides;
    // The limit on the depth is a floor for a delegate, and changes the answer of "worker".
    expect(decidedBy('worker')).toEqual([]);
    expect(decidedBy('shallow')).toEqual(['delegated by the planner']);
    expect(runPolicyTests({ ...guarded, digest: '' }, locate([worker]), keys)[0]?.passed).toBe(true);
  });
});
