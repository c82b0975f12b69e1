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

/** `code line`, without what is said of actions unless asked for. */
function found(rules: readonly PolicyRule[], changes: Partial<LintedProject> = {}, strict = true): readonly string[] {
  return lint(project(rules, changes), strict)
    .filter(({ code, severity }) => severity === 'warning' && code !== 'action_unreachable')
    .map(({ code, line }) => `${code} ${line}`);
}

const everything = rule('everything', 'deny', {});

describe('rules that can never decide', () => {
  test.each<[string, readonly PolicyRule[], readonly string[]]>([
    [
      'hidden by one with a higher priority',
      [rule('a', 'deny', {}, 2), rule('b', 'deny', { actions: ['restart'] }, 1)],
      ['rule_shadowed 2'],
    ],
    [
      'hidden by two together',
      [
        rule('dev', 'deny', { targets: { environments: ['dev'] } }, 2),
        rule('rest', 'deny', { targets: { environments: ['prod', 'staging'] } }, 2),
        everything,
      ],
      ['rule_shadowed 3'],
    ],
    [
      'not hidden: there are callers that the first rule does not know',
      [rule('a', 'deny', { callers: agents }, 2), rule('b', 'deny', {}, 1)],
      [],
    ],
    [
      'not hidden: there are times at which the first rule sleeps',
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
      'hidden with and without a ticket',
      [rule('a', 'deny', { require_ticket: true }, 2), rule('b', 'deny', { require_ticket: false }, 2), everything],
      ['rule_shadowed 3'],
    ],
    [
      'not hidden: deeper delegation is not what the first rule is about',
      [rule('a', 'deny', { callers: { max_delegation_depth: 1 } }, 2), rule('b', 'deny', { callers: {} }, 1)],
      [],
    ],
    [
      'not hidden: for two weeks a year the clocks of two zones are nearer',
      [
        rule('a', 'deny', { time_windows: [{ start_hour: 15, end_hour: 15, timezone: 'Europe/Zurich' }] }, 5),
        rule('b', 'deny', { time_windows: [{ start_hour: 9, end_hour: 9, timezone: 'America/New_York' }] }, 1),
      ],
      [],
    ],
    [
      'not hidden: some zones differ by a quarter of an hour',
      [
        rule('a', 'deny', { time_windows: [{ start_hour: 9, end_hour: 9, timezone: 'Asia/Kolkata' }] }, 5),
        rule('b', 'deny', { time_windows: [{ start_hour: 4, end_hour: 4 }] }, 5),
        rule('c', 'deny', { time_windows: [{ start_hour: 9, end_hour: 9, timezone: 'Asia/Kathmandu' }] }, 1),
      ],
      [],
    ],
    [
      'not hidden, for all that is known: delegation may be deeper than anyone looks',
      [
        rule('a', 'deny', { callers: { max_delegation_depth: 63 } }, 5),
        rule('b', 'deny', { callers: { require_delegation: true } }, 1),
      ],
      [],
    ],
    ['a role that is in no list', [rule('a', 'deny', { callers: { roles: [] } })], ['rule_unmatched 1']],
    [
      'a risk that nothing has',
      [rule('a', 'deny', { actions: ['restart'], risk_classes: ['critical'] })],
      ['rule_unmatched 1'],
    ],
    [
      'a target that there is not',
      [rule('a', 'deny', { targets: { environments: ['staging'] } })],
      ['targets_unmatched 1'],
    ],
  ])('%s', (_, rules, expected) => {
    expect(found(rules)).toEqual(expected);
  });

  test('are shown with those that hide them', () => {
    const [diagnostic] = lint(project([rule('first', 'deny', {}, 9), rule('second', 'deny', {}, 1)]), true);
    expect(diagnostic).toEqual({
      severity: 'warning',
      code: 'rule_shadowed',
      message:
        'The rule "second" can never decide: whatever it matches is decided before, by "first" (rules.yaml:1:1).',
      fix: 'Give it a higher priority, make the others narrower, or remove it.',
      file: 'rules.yaml',
      line: 2,
      column: 1,
    });
  });
});

describe('where there are keys, rules decide about other callers', () => {
  const any = rule('any', 'allow', { callers: {} }, 2);
  const interns = rule('interns', 'deny', { callers: { roles: ['intern'] } }, 1);
  const named = rule('named', 'allow', { callers: { agent_ids: ['worker'], require_delegation: true } });
  const grants = [{ parent: 'planner', children: ['worker'] }];

  /** The codes about rules, with and without keys. */
  function codes(rules: readonly PolicyRule[], proof: ProofOptions): readonly string[] {
    return lint(project(rules), true, proof).map(({ code }) => code);
  }

  test.each<[string, readonly PolicyRule[], ProofOptions, readonly string[]]>([
    ['a rule that is hidden from all callers', [any, interns], {}, ['rule_shadowed']],
    ['and not from those whom nothing proves', [any, interns], { verifiesCallers: true }, []],
    ['a delegated name', [named], {}, []],
    [
      'that nobody may give',
      [named],
      { verifiesCallers: true },
      ['action_unreachable', 'action_unreachable', 'rule_unmatched'],
    ],
    ['that one may give', [named], { verifiesCallers: true, delegation: { max_depth: 5, grants } }, []],
    [
      'where nobody may delegate',
      [named],
      { verifiesCallers: true, delegation: { max_depth: 0, grants } },
      ['action_unreachable', 'action_unreachable', 'rule_unmatched'],
    ],
    [
      'a rule about deeper delegation, which only a chain of grants reaches',
      [rule('near', 'deny', { callers: { max_delegation_depth: 1 } }, 1), named],
      {
        verifiesCallers: true,
        delegation: { max_depth: 5, grants: [...grants, { parent: 'a', children: ['planner'] }] },
      },
      [],
    ],
  ])('T12 T13 %s', (_, rules, proof, expected) => {
    expect([...codes(rules, proof)].sort()).toEqual(expected);
  });
});

describe('rules of equal priority', () => {
  const restartIt = rule('a', 'deny', { actions: ['restart'] });
  test.each<[string, readonly PolicyRule[], readonly string[]]>([
    ['that disagree where both match', [restartIt, rule('b', 'allow', { callers: agents })], ['priority_tie 2']],
    ['that agree', [restartIt, rule('b', 'deny', { callers: agents })], []],
    ['that never meet', [restartIt, rule('b', 'allow', { actions: ['remove'], callers: agents })], []],
    [
      'that meet only for one who has the roles of both',
      [rule('a', 'deny', { callers: { roles: ['intern'] } }), rule('b', 'allow', { callers: { roles: ['deployer'] } })],
      ['priority_tie 2'],
    ],
    [
      'whose disagreement a higher one settles',
      [restartIt, rule('b', 'allow', { callers: agents }), rule('c', 'deny', { callers: agents }, 9)],
      ['rule_shadowed 2'],
    ],
  ])('%s', (_, rules, expected) => {
    expect(found(rules)).toEqual(expected);
  });
});

describe('selectors that select nothing', () => {
  test('an action that is not registered, with the one that is probably meant', () => {
    const diagnostics = lint(project([rule('a', 'deny', { actions: ['restrat', 're*', 'x-*'] })]), true);
    expect(diagnostics.filter(({ code }) => code === 'action_unmatched').map(({ fix }) => fix)).toEqual([
      'Did you mean "restart"?',
      'Register the action, or remove it from the rule.',
    ]);
  });

  test('a type that nothing has', () => {
    expect(found([rule('a', 'deny', { targets: { types: ['wm', 'vm'] } })])).toEqual(['type_unmatched 1']);
  });

  test('a rule about targets where there is no inventory', () => {
    const rules = [rule('a', 'deny', { targets: {} })];
    expect(found(rules, { targets: undefined }, false)).toEqual(['targets_unmatched 1']);
  });
});

test('a rule that allows whoever asks', () => {
  expect(found([rule('a', 'allow', {})])).toEqual(['allow_without_caller 1']);
  expect(found([rule('a', 'allow', { callers: agents })])).toEqual([]);
});

test('an action that no rule reaches, or that strict mode always refuses', () => {
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
    { code: 'action_unreachable', message: expect.stringContaining('strict mode refuses it on every target') },
    { code: 'action_unreachable' },
    { code: 'rule_unmatched' },
  ]);
  expect(lint(project([everything], { targets }), false)).toEqual([]);
});

test('policy tests that name what there is not', () => {
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

test('a warning is never a guess: where there is too much to ask, nothing is said', () => {
  const many = Array.from({ length: 800 }, (_, index) => `agent-${index}`);
  const callers = { agent_ids: many, roles: many };
  const rules = [rule('a', 'deny', { callers }, 2), rule('b', 'deny', { callers }, 1)];
  expect(found(rules)).toEqual([]);
});
