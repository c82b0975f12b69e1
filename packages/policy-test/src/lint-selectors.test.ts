import type { PolicyMatch, PolicyRule } from '@agent-safe/core';
import { describe, expect, test } from 'vitest';
import { locate, remove, restart, rule, target } from '../test/documents.ts';
import { lint } from './lint.ts';
import type { CallerSettings } from './lint-selectors.ts';

const keys: CallerSettings = { verifiesCallers: true };

/** Returns the codes of warnings about one rule, beside a rule that reaches every action. */
function codes(
  decision: PolicyRule['decision'],
  match: PolicyMatch,
  settings: CallerSettings = keys,
): readonly string[] {
  const rules = locate([
    rule('judged', decision, match, 1),
    rule('rest', 'require_approval', { callers: { agent_ids: ['someone'] } }),
  ]);
  const targets = locate([target('dev/vm', 'dev'), target('prod/vm', 'prod')]);
  return lint({ actions: locate([restart, remove]), rules, targets }, true, settings)
    .filter(({ line }) => line === 1)
    .map(({ code }) => code);
}

describe('T36 a selector that nothing can satisfy', () => {
  test.each<[string, PolicyMatch]>([
    ['actions', { actions: [] }],
    ['targets.environments', { targets: { environments: [] } }],
    ['targets.sensitivities', { targets: { sensitivities: [] } }],
    ['targets.types', { targets: { types: [] } }],
    ['callers.agent_ids', { callers: { agent_ids: [] } }],
    ['callers.roles', { callers: { roles: [] } }],
    ['callers.groups', { callers: { groups: [] } }],
    ['callers.delegated_from', { callers: { delegated_from: [] } }],
    ['time_windows', { time_windows: [] }],
    ['time_windows.0.days', { time_windows: [{ days: [], start_hour: 0, end_hour: 23 }] }],
    ['risk_classes', { risk_classes: [] }],
  ])('an empty list: %s', (_, match) => {
    expect(codes('deny', match)).toEqual(['rule_unmatched']);
  });

  test.each<[string, readonly string[], readonly string[]]>([
    ['a name', ['worker'], []],
    ['a pattern', ['worker-*', '*', '*-01'], []],
    ['a name that no agent can have', ['rogue<1>', 'rogue-?', '-x', '-*'], Array(4).fill('caller_unmatched')],
    ['a name that is too long', ['x'.repeat(257)], ['caller_unmatched']],
  ])('%s', (_, agent_ids, expected) => {
    expect(codes('deny', { callers: { agent_ids } })).toEqual(expected);
    const warned = codes('deny', { callers: { delegated_from: agent_ids } });
    expect(warned).toEqual(expected);
  });

  test('a role that looks like a token', () => {
    expect(codes('deny', { callers: { roles: ['eyJhbGciOiJub25lIn0.e30.'] } })).toEqual(['caller_unmatched']);
  });

  test.each<[string, PolicyMatch]>([
    ['targets_unmatched', { targets: { environments: ['staging'] } }],
    ['targets_unmatched', { targets: { sensitivities: ['restricted'] } }],
    ['targets_unmatched', { targets: { labels: { team: 'web' } } }],
    ['action_unmatched', { actions: ['restrat'] }],
    ['rule_unmatched', { actions: ['restart'], risk_classes: ['critical'] }],
  ])('%s', (code, match) => {
    expect(codes('deny', match)).toContain(code);
  });

  test('conditions on the caller that contradict each other', () => {
    const callers = { require_delegation: true, max_delegation_depth: 0 };
    expect(codes('allow', { callers })).toContain('rule_unmatched');
  });
});

describe('T36 an allow rule with a pattern of callers', () => {
  test.each(['agent_ids', 'roles', 'groups'] as const)('%s', (key) => {
    const match = { callers: { [key]: ['deploy-*', 'worker'] } };
    expect(codes('allow', match)).toEqual(['pattern_live']);
    expect(codes('deny', match)).toEqual([]);
    expect(codes('require_approval', match)).toEqual([]);
  });

  test('is not hidden by a rule about other names', () => {
    const project = (first: string) => ({
      actions: locate([restart, remove]),
      rules: locate([
        rule('first', 'deny', { callers: { agent_ids: [first] } }, 1),
        rule('second', 'allow', { callers: { agent_ids: ['deploy-*'] } }),
      ]),
      targets: locate([target('dev/vm', 'dev')]),
    });
    const hidden = (first: string) => lint(project(first), true, keys).map(({ code }) => code);
    expect(hidden('deploy-1')).toEqual(['pattern_live']);
    expect(hidden('*-01')).toEqual(['pattern_live']);
    expect(hidden('*')).toEqual(['pattern_live', 'rule_shadowed']);
  });
});

describe('T36 a rule that needs keys, in a project without keys', () => {
  const none: CallerSettings = { verifiesCallers: false };
  test.each<[string, PolicyMatch, number]>([
    ['roles', { callers: { roles: ['intern'] } }, 1],
    ['groups', { callers: { groups: ['web'] } }, 1],
    ['delegation', { callers: { delegated_from: ['planner'], require_delegation: true } }, 2],
    ['the groups of the caller', { targets: { owner_in_caller_groups: true } }, 1],
    ['a name', { callers: { agent_ids: ['worker'] } }, 0],
    ['none of the groups of the caller', { targets: { owner_in_caller_groups: false } }, 0],
    ['a depth', { callers: { max_delegation_depth: 1, require_delegation: false } }, 0],
  ])('%s', (_, match, count) => {
    expect(codes('deny', match, none)).toEqual(Array(count).fill('proof_unavailable'));
    expect(codes('deny', match, keys)).toEqual([]);
  });

  test('require_verified_callers makes every rule dead', () => {
    const settings = { ...none, requireVerifiedCallers: true };
    expect(codes('deny', { callers: { agent_ids: ['worker'] } }, settings)).toEqual(['proof_unavailable']);
    expect(codes('deny', { callers: { agent_ids: ['worker'] } }, { ...settings, verifiesCallers: true })).toEqual([]);
  });

  test('with keys and require_verified_callers, a rule that only unverified callers reach is dead', () => {
    const project = {
      actions: locate([restart, remove]),
      rules: locate([
        rule('any', 'allow', { callers: {} }, 2),
        rule('interns', 'deny', { callers: { roles: ['intern'] } }, 1),
      ]),
      targets: locate([target('dev/vm', 'dev')]),
    };
    expect(lint(project, true, keys)).toEqual([]);
    const strict = lint(project, true, { ...keys, requireVerifiedCallers: true });
    expect(strict.map(({ code }) => code)).toEqual(['rule_shadowed']);
  });
});
