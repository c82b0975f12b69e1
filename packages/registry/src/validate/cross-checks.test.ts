import { join } from 'node:path';
import type { Diagnostic } from '@agent-safe/core';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, test } from 'vitest';
import { readProject } from '../project/project.ts';
import { tryConfig } from '../settings/config.ts';
import { checkApprovers, checkGrants } from './cross-checks.ts';

function check(rules: string, policies = ['production-changes', 'database']): readonly Diagnostic[] {
  const folder = makeFolder({
    'agent-safe.yaml': `approvals:\n  rules:\n${rules}`,
    'policies.yaml': `rules: [${policies
      .map((name) => `{ name: ${name}, match: {}, decision: require_approval, reason: Because }`)
      .join(', ')}]\n`,
  });
  const tried = tryConfig(join(folder, 'agent-safe.yaml'));
  expect(tried.diagnostics).toEqual([]);
  return checkApprovers(tried, readProject({ policies: join(folder, 'policies.yaml') }).rules);
}

test('approval settings of existing rules get no warning', () => {
  expect(check('    production-changes: { quorum: 2 }\n    database: { roles: [dba] }\n')).toEqual([]);
});

test('T04 approval settings of an unknown rule get a warning with line and closest match', () => {
  expect(check('    database: { quorum: 2 }\n    production-change: { quorum: 2 }\n')).toEqual([
    {
      severity: 'warning',
      code: 'approval_rule_unknown',
      message: 'No policy has the rule "production-change", so its settings in "approvals" have no effect.',
      fix: 'Did you mean "production-changes"?',
      file: expect.stringContaining('agent-safe.yaml') as string,
      line: 4,
      column: 5,
    },
  ]);
});

test.each<[string, readonly string[], string]>([
  ['that is close to no rule', ['database'], 'The known names are database.'],
  ['without any rules', [], 'Remove it.'],
])('a rule name %s gets no suggestion', (_, policies, fix) => {
  expect(check('    xyzzy: { quorum: 2 }\n', [...policies])).toEqual([expect.objectContaining({ fix })]);
});

test('unreadable settings get no warning about rules', () => {
  expect(checkApprovers(tryConfig(join(makeFolder(), 'agent-safe.yaml')), [])).toEqual([]);
});

test('T36 a grant that names an agent that cannot exist gets a warning', () => {
  const grants = [
    '    - { parent: "planner-*", children: [worker] }',
    '    - { parent: planner, children: ["worker-[0-9]", "*", "-worker", worker] }',
  ];
  const text = `delegation:\n  grants:\n${grants.join('\n')}\n`;
  const tried = tryConfig(join(makeFolder({ 'agent-safe.yaml': text }), 'agent-safe.yaml'));
  expect(tried.diagnostics).toEqual([]);
  expect(
    checkGrants(tried).map(({ code, line, message }) => [code, line, message.includes('so it grants nothing')]),
  ).toEqual([
    ['grant_unmatched', 3, true],
    ['grant_unmatched', 4, true],
  ]);
});
