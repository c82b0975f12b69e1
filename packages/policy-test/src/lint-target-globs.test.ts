import type { PolicyMatch, PolicyRule, Target } from '@agent-safe/core';
import { describe, expect, test } from 'vitest';
import { locate, remove, restart, rule, target } from '../test/documents.ts';
import { lint } from './lint.ts';

const inventory: readonly Target[] = [
  { ...target('prod/vm', 'prod'), labels: { image: 'registry/team/app', tier: 'web' } },
  { ...target('prod/db', 'prod', 'aws:rds'), labels: { image: 'registry/db', tier: 'data' } },
];

function warnings(decision: PolicyRule['decision'], targets: NonNullable<PolicyMatch['targets']>) {
  const rules = locate([
    rule('judged', decision, { targets }, 1),
    rule('rest', 'require_approval', { callers: { agent_ids: ['someone'] } }),
  ]);
  return lint({ actions: locate([restart, remove]), rules, targets: locate(inventory) }, false).filter(
    ({ code, line }) => line === 1 && code.startsWith('pattern_'),
  );
}

describe('T38 a glob in a target selector', () => {
  test('that does not reach a target is reported with rule, target and fix', () => {
    expect(warnings('deny', { labels: { image: 'registry/*' } })).toEqual([
      {
        severity: 'warning',
        code: 'pattern_within_part',
        message:
          'The pattern "registry/*" in targets.labels of the rule "judged" does not reach "prod/vm": "*" stays within one part, and "/", ":" and "@" separate parts.',
        fix: 'Write "registry/**", or list the values that the rule is for.',
        file: 'file.yaml',
        line: 1,
        column: 1,
      },
    ]);
  });

  test.each<[NonNullable<PolicyMatch['targets']>, number]>([
    [{ types: ['*-rds', 'a*'] }, 1],
    [{ types: ['*'] }, 0],
    [{ types: ['**rds'] }, 0],
    [{ types: ['aws:*'] }, 0],
    [{ types: ['a*', 'aws:*'] }, 0],
    [{ labels: { image: 'registry/**' } }, 0],
    [{ labels: { image: '*/*/*' } }, 0],
    [{ labels: { image: 'registry/*', tier: 'data' } }, 0],
    [{ labels: { image: 'registry/*', tier: 'w*' } }, 1],
    [{ labels: { image: 'registry/*' }, environments: ['dev'] }, 0],
    [{ labels: { image: 'registry' } }, 0],
  ])('%j: %s warnings', (targets, count) => {
    expect(warnings('deny', targets).map(({ code }) => code)).toEqual(Array(count).fill('pattern_within_part'));
    expect(warnings('require_approval', targets)).toHaveLength(count);
  });

  test('of an allow rule is reported, because it matches more than before', () => {
    expect(warnings('allow', { types: ['vm', 'aws:*'], labels: { image: '**' } }).map(({ code }) => code)).toEqual([
      'pattern_live',
      'pattern_live',
    ]);
    expect(warnings('allow', { types: ['vm'], labels: { tier: 'web' } })).toEqual([]);
  });

  test('that matches a type is no unknown type', () => {
    const rules = locate([rule('judged', 'deny', { targets: { types: ['aws:*', 'gcp:*'] } })]);
    const found = lint({ actions: locate([restart]), rules, targets: locate(inventory) }, false);
    expect(found.filter(({ code }) => code === 'type_unmatched').map(({ message }) => message)).toEqual([
      expect.stringContaining('"gcp:*"'),
    ]);
  });
});
