import type { PolicyRule } from '@agent-safe/core';
import type { ProofOptions } from '@agent-safe/pdp';
import { describe, expect, test } from 'vitest';
import { locate, remove, restart, rule, target } from '../test/documents.ts';
import { lint } from './lint.ts';
import { lintTests } from './lint-tests.ts';
import type { LintedProject } from './linted-project.ts';

const agents = { agent_ids: ['worker'] };

function project(rules: readonly PolicyRule[], changes: Partial<LintedProject> = {}): LintedProject {
  return {
    actions: locate([restart, remove], 'actions.yaml'),
    rules: locate(rules, 'rules.yaml'),
    targets: locate([target('dev/vm', 'dev'), target('prod/vm', 'prod')], 'targets.yaml'),
    ...changes,
  };
}

/** Returns `code line` of each warning, without `action_unreachable`. */
function found(rules: readonly PolicyRule[], changes: Partial<LintedProject> = {}, strict = true): readonly string[] {
  return lint(project(rules, changes), strict)
    .filter(({ code, severity }) => severity === 'warning' && code !== 'action_unreachable')
    .map(({ code, line }) => `${code} ${line}`);
}

const everything = rule('everything', 'deny', {});

describe('rules that can never decide', () => {
  test.each<[string, readonly PolicyRule[], readonly string[]]>([
    [
      'hidden by a rule with a higher priority',
      [rule('a', 'deny', {}, 2), rule('b', 'deny', { actions: ['restart'] }, 1)],
      ['rule_shadowed 2'],
    ],
    [
      'hidden by two rules together',
      [
        rule('dev', 'deny', { targets: { environments: ['dev'] } }, 2),
        rule('rest', 'deny', { targets: { environments: ['prod', 'staging'] } }, 2),
        everything,
      ],
      ['rule_shadowed 3'],
    ],
    [
      'not hidden: the first rule does not match all callers',
      [rule('a', 'deny', { callers: agents }, 2), rule('b', 'deny', {}, 1)],
      [],
    ],
    [
      'not hidden: the first rule does not match at all times',
      [rule('a', 'deny', { time_windows: [{ start_hour: 0, end_hour: 22 }] }, 2), rule('b', 'deny', {}, 1)],
      [],
    ],
    [
      'hidden at all times',
      [
        rule('a', 'deny', { time_windows: [{ start_hour: 8, end_hour: 19 }] }, 2),
        rule('b', 'deny', { time_windows: [{ start_hour: 20, end_hour: 7, timezone: 'UTC' }] }, 2),
        rule('c', 'deny', {}, 1),
      ],
      ['rule_shadowed 3'],
    ],
    [
      'hidden with and without a change ticket',
      [rule('a', 'deny', { require_ticket: true }, 2), rule('b', 'deny', { require_ticket: false }, 2), everything],
      ['rule_shadowed 3'],
    ],
    [
      'not hidden: the first rule does not match deeper delegation',
      [rule('a', 'deny', { callers: { max_delegation_depth: 1 } }, 2), rule('b', 'deny', { callers: {} }, 1)],
      [],
    ],
    [
      'not hidden: for two weeks a year the difference of two time zones is smaller',
      [
        rule('a', 'deny', { time_windows: [{ start_hour: 15, end_hour: 15, timezone: 'Europe/Zurich' }] }, 5),
        rule('b', 'deny', { time_windows: [{ start_hour: 9, end_hour: 9, timezone: 'America/New_York' }] }, 1),
      ],
      [],
    ],
    [
      'not hidden: some time zones differ by a quarter of an hour',
      [
        rule('a', 'deny', { time_windows: [{ start_hour: 9, end_hour: 9, timezone: 'Asia/Kolkata' }] }, 5),
        rule('b', 'deny', { time_windows: [{ start_hour: 4, end_hour: 4 }] }, 5),
        rule('c', 'deny', { time_windows: [{ start_hour: 9, end_hour: 9, timezone: 'Asia/Kathmandu' }] }, 1),
      ],
      [],
    ],
    [
      'not reported: delegation can be deeper than the search',
      [
        rule('a', 'deny', { callers: { max_delegation_depth: 63 } }, 5),
        rule('b', 'deny', { callers: { require_delegation: true } }, 1),
      ],
      [],
    ],
    ['an empty list of roles', [rule('a', 'deny', { callers: { roles: [] } })], ['rule_unmatched 1']],
    [
      'a risk that no request has',
      [rule('a', 'deny', { actions: ['restart'], risk_classes: ['critical'] })],
      ['rule_unmatched 1'],
    ],
    ['a missing target', [rule('a', 'deny', { targets: { environments: ['staging'] } })], ['targets_unmatched 1']],
  ])('%s', (_, rules, expected) => {
    expect(found(rules)).toEqual(expected);
  });

  test('are reported with the rules that hide them', () => {
    const [diagnostic] = lint(project([rule('first', 'deny', {}, 9), rule('second', 'deny', {}, 1)]), true);
    expect(diagnostic).toEqual({
      severity: 'warning',
      code: 'rule_shadowed',
      message: 'The rule "second" can never decide: earlier rules decide all its requests: "first" (rules.yaml:1:1).',
      fix: 'Raise its priority, narrow the other rules, or remove it.',
      file: 'rules.yaml',
      line: 2,
      column: 1,
    });
  });
});

describe('keys change which callers a rule matches', () => {
  const any = rule('any', 'allow', { callers: {} }, 2);
  const interns = rule('interns', 'deny', { callers: { roles: ['intern'] } }, 1);
  const named = rule('named', 'allow', { callers: { agent_ids: ['worker'], require_delegation: true } });
  const grants = [{ parent: 'planner', children: ['worker'] }];

  /** Returns the codes about rules for a proof. */
  function codes(rules: readonly PolicyRule[], proof: ProofOptions): readonly string[] {
    const found = lint(project(rules), true, proof).map(({ code }) => code);
    return found.filter((code) => code !== 'delegation_gives_more');
  }

  test.each<[string, readonly PolicyRule[], ProofOptions, readonly string[]]>([
    ['a rule that is hidden for all callers', [any, interns], {}, ['rule_shadowed']],
    ['a rule that is not hidden for unverified callers', [any, interns], { verifiesCallers: true }, []],
    ['a delegated name', [named], {}, []],
    [
      'a delegated name without a grant',
      [named],
      { verifiesCallers: true },
      ['action_unreachable', 'action_unreachable', 'rule_unmatched'],
    ],
    ['a delegated name with a grant', [named], { verifiesCallers: true, delegation: { max_depth: 5, grants } }, []],
    [
      'a delegated name with max_depth 0',
      [named],
      { verifiesCallers: true, delegation: { max_depth: 0, grants } },
      ['action_unreachable', 'action_unreachable', 'rule_unmatched'],
    ],
    [
      'a rule about deeper delegation, which needs a chain of grants',
      [rule('near', 'allow', { callers: { max_delegation_depth: 1 } }, 1), named],
      {
        verifiesCallers: true,
        delegation: { max_depth: 5, grants: [...grants, { parent: 'a', children: ['planner'] }] },
      },
      [],
    ],
    [
      'a deny rule about short chains, which reaches longer ones',
      [rule('near', 'deny', { callers: { max_delegation_depth: 1 } }, 1), named],
      { verifiesCallers: true, delegation: { max_depth: 5, grants } },
      ['rule_shadowed'],
    ],
    [
      'a floor, which hides no rule',
      [
        rule('deep', 'require_approval', { callers: { agent_ids: ['planner'], max_delegation_depth: 0 } }, 1),
        rule('planned', 'allow', { callers: { agent_ids: ['planner'] } }),
      ],
      { verifiesCallers: true, delegation: { max_depth: 5, grants: [{ parent: 'root', children: ['planner'] }] } },
      [],
    ],
  ])('T12 T13 %s', (_, rules, proof, expected) => {
    expect([...codes(rules, proof)].sort()).toEqual(expected);
  });
});

describe('rules of equal priority', () => {
  const restartIt = rule('a', 'deny', { actions: ['restart'] });
  test.each<[string, readonly PolicyRule[], readonly string[]]>([
    ['that disagree on a common request', [restartIt, rule('b', 'allow', { callers: agents })], ['priority_tie 2']],
    ['that agree', [restartIt, rule('b', 'deny', { callers: agents })], []],
    [
      'that never match the same request',
      [restartIt, rule('b', 'allow', { actions: ['remove'], callers: agents })],
      [],
    ],
    [
      'that match only a caller with both roles',
      [rule('a', 'deny', { callers: { roles: ['intern'] } }), rule('b', 'allow', { callers: { roles: ['deployer'] } })],
      ['priority_tie 2'],
    ],
    [
      'with a rule of higher priority for the conflict',
      [restartIt, rule('b', 'allow', { callers: agents }), rule('c', 'deny', { callers: agents }, 9)],
      ['rule_shadowed 2'],
    ],
  ])('%s', (_, rules, expected) => {
    expect(found(rules)).toEqual(expected);
  });
});

describe('selectors that match nothing', () => {
  test('an unknown action, with the closest match', () => {
    const diagnostics = lint(project([rule('a', 'deny', { actions: ['restrat', 're*', 'x-*'] })]), true);
    expect(diagnostics.filter(({ code }) => code === 'action_unmatched').map(({ fix }) => fix)).toEqual([
      'Did you mean "restart"?',
      'Register the action, or remove it from the rule.',
    ]);
  });

  test('a type that no target or action has', () => {
    expect(found([rule('a', 'deny', { targets: { types: ['wm', 'vm'] } })])).toEqual(['type_unmatched 1']);
  });

  test('a rule about targets without an inventory', () => {
    const rules = [rule('a', 'deny', { targets: {} })];
    expect(found(rules, { targets: undefined }, false)).toEqual(['targets_unmatched 1']);
  });
});

test('T35 a condition that a caller meets by delegating to itself, with keys', () => {
  const callers = { delegated_from: ['planner'], require_delegation: true };
  const rules = [
    rule('allowed', 'allow', { actions: ['restart'], callers }, 9),
    rule('asked', 'require_approval', { callers: { ...callers, agent_ids: ['worker'] } }, 8),
    rule('denied', 'deny', { callers }, 1),
    rule('direct', 'allow', { callers: { require_delegation: false } }),
  ];
  const delegation = { max_depth: 5, grants: [{ parent: 'planner', children: ['worker'] }] };
  const warned = (proof: ProofOptions) =>
    lint(project(rules), true, proof).filter(({ code }) => code === 'delegation_gives_more');
  expect(warned({ verifiesCallers: true, delegation }).map(({ line }) => line)).toEqual([1, 1, 2, 2]);
  expect(warned({ verifiesCallers: true, delegation })[1]?.message).toContain('require_delegation');
  expect(warned({})).toEqual([]);
});

test('a rule that allows every caller', () => {
  expect(found([rule('a', 'allow', {})])).toEqual(['allow_without_caller 1']);
  expect(found([rule('a', 'allow', { callers: agents })])).toEqual([]);
  const own = (isOwn: boolean) => found([rule('a', 'allow', { targets: { owner_in_caller_groups: isOwn } })]);
  expect(own(true)).not.toContain('allow_without_caller 1');
  expect(own(false)).toContain('allow_without_caller 1');
});

test('an action that no rule matches or strict mode always refuses', () => {
  const rules = [rule('a', 'deny', { actions: ['restart'] })];
  expect(lint(project(rules), true)).toMatchObject([
    {
      code: 'action_unreachable',
      file: 'actions.yaml',
      line: 2,
      message: expect.stringContaining('no rule matches it'),
    },
  ]);
  const targets = locate([target('dev/db', 'dev', 'database')]);
  expect(lint(project([everything], { targets }), true)).toMatchObject([
    { code: 'action_unreachable', message: expect.stringContaining('strict mode refuses every target') },
    { code: 'action_unreachable' },
    { code: 'rule_unmatched' },
  ]);
  expect(lint(project([everything], { targets }), false)).toEqual([]);
});

test('policy tests with unknown names', () => {
  const cases = locate([
    { name: 'slip', action: 'restrat', expect: 'deny' as const },
    { name: 'meant', action: 'nothing', expect: { code: 'action_unknown' as const } },
    { name: 'target', action: 'restart', target: 'dev/wm', expect: 'deny' as const },
    { name: 'meant too', action: 'restart', target: 'dev/wm', expect: { code: 'target_unknown' as const } },
    { name: 'rule', action: 'restart', expect: { rule: 'everthing' } },
    { name: 'fine', action: 'restart', target: 'dev/vm', expect: { rule: null } },
  ]);
  expect(lintTests(cases, project([everything])).map(({ code, fix, line }) => [code, line, fix])).toEqual([
    ['test_action_unknown', 1, 'Did you mean "restart"?'],
    ['test_target_unknown', 3, 'Did you mean "dev/vm"?'],
    ['test_rule_unknown', 5, 'Did you mean "everything"?'],
  ]);
});

test('hundreds of agents and roles that the same rules name are one caller', () => {
  const many = Array.from({ length: 800 }, (_, index) => `agent-${index}`);
  const callers = { agent_ids: many, roles: many };
  const rules = [rule('a', 'deny', { callers }, 2), rule('b', 'deny', { callers }, 1)];
  expect(found(rules)).toEqual(['rule_shadowed 2']);
});
