import { join } from 'node:path';
import type { Diagnostic } from '@agent-safe/core';
import { sampleAction } from '@agent-safe/testkit';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, test } from 'vitest';
import { readProject } from '../project/project.ts';
import { tryConfig } from '../settings/config.ts';
import { checkApprovers, checkGrants, checkTargets } from './cross-checks.ts';

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

test.each<[string, string, string | undefined, string]>([
  [
    'k8s-node',
    '{ account: "111122223333", region: eu-west-1 }',
    'its scope lacks cluster',
    'Add scope: {cluster: name}.',
  ],
  [
    'aws-ec2-instance',
    '{ cluster: dev }',
    'its scope lacks account and region',
    'Add scope: {account: "123456789012", region: eu-west-1}.',
  ],
  [
    'aws-ec2-instance',
    '{ account: "111122223333" }',
    'its scope lacks region',
    'Add scope: {account: "123456789012", region: eu-west-1}.',
  ],
  ['vm', '{ cluster: dev }', undefined, ''],
  ['k8s-node', '{ cluster: dev }', undefined, ''],
  ['aws-ec2-instance', '{ account: "111122223333", region: eu-west-1 }', undefined, ''],
])('T37 a target of type %s with the scope %s', (type, scope, message, fix) => {
  const folder = makeFolder({
    'inventory.yaml': `targets:\n  - id: one\n    type: ${type}\n    environment: dev\n    sensitivity: public\n    scope: ${scope}\n`,
  });
  const { targets = [] } = readProject({ inventory: join(folder, 'inventory.yaml') });
  const actions = [sampleAction({ target_types: [type] })];
  expect(checkTargets(targets, actions, false)).toEqual([]);
  const found = checkTargets(targets, actions, true).map(({ code, fix, line, message }) => ({
    code,
    fix,
    line,
    message,
  }));
  const expected = {
    code: 'strict_unscoped',
    fix,
    line: 6,
    message: `Strict mode denies every action on "one": ${message}.`,
  };
  expect(found).toEqual(message === undefined ? [] : [expected]);
});
