import { join } from 'node:path';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, test } from 'vitest';
import { readProject } from '../project/project.ts';
import { tryConfig } from '../settings/config.ts';
import { checkAbsentSettings } from './check-absent-conditions.ts';

/** Returns `line: message` of each warning about a rule with these conditions. */
function found(match: string, decision = 'allow'): readonly string[] {
  const text = `rules:\n  - name: r\n    decision: ${decision}\n    reason: Because\n    match: ${match}\n`;
  return readProject({ policies: makeFolder({ 'p.yaml': text }) }).diagnostics.map(
    ({ code, line, message, severity }) => `${line} ${severity} ${code}: ${message}`,
  );
}

test.each<readonly [string, string, string]>([
  ['{ actions: null }', 'actions', 'null, so it is not checked'],
  ['{ targets: null }', 'targets', 'null, so it is not checked'],
  ['{ targets: {} }', 'targets', 'empty, so it requires nothing'],
  ['{ targets: { environments: null } }', 'targets.environments', 'null, so it is not checked'],
  ['{ targets: { environments: ~ } }', 'targets.environments', 'null, so it is not checked'],
  ['{ targets: { sensitivities: Null } }', 'targets.sensitivities', 'null, so it is not checked'],
  ['{ targets: { types: NULL } }', 'targets.types', 'null, so it is not checked'],
  ['{ targets: { labels: null } }', 'targets.labels', 'null, so it is not checked'],
  ['{ targets: { labels: {} } }', 'targets.labels', 'empty, so it requires nothing'],
  ['{ callers: null }', 'callers', 'null, so it is not checked'],
  ['{ callers: {} }', 'callers', 'empty, so it requires nothing'],
  ...['agent_ids', 'roles', 'groups', 'delegated_from', 'max_delegation_depth', 'require_delegation'].map(
    (key) => [`{ callers: { ${key}: null } }`, `callers.${key}`, 'null, so it is not checked'] as const,
  ),
  ['{ time_windows: null }', 'time_windows', 'null, so it is not checked'],
  ['{ time_windows: [{}] }', 'time_windows[0]', 'empty, so it requires nothing'],
  ['{ time_windows: [{ days: null }] }', 'time_windows[0].days', 'null, so it is not checked'],
  ['{ time_windows: [{ start_hour: 8, end_hour: null }] }', 'time_windows[0].end_hour', 'null, so it is not checked'],
  ['{ risk_classes: null }', 'risk_classes', 'null, so it is not checked'],
  ['{ require_ticket: null }', 'require_ticket', 'null, so it is not checked'],
])('T39 %s in a rule that lets requests through gets a warning', (match, path, why) => {
  for (const decision of ['allow', 'require_approval']) {
    expect(found(match, decision)).toEqual([
      `5 warning condition_absent: The condition ${path} of the rule "r" (${decision}) is ${why}.`,
    ]);
  }
  expect(found(match, 'deny')).toEqual([]);
});

test.each<readonly [string, string, string]>([
  ['{ not: { actions: [x], targets: null } }', 'not.targets', 'null, so it is not checked'],
  ['{ not: { targets: {} } }', 'not.targets', 'empty, so it requires nothing'],
  ['{ not: { actions: [x], targets: { ids: null } } }', 'not.targets.ids', 'null, so it is not checked'],
  ['{ not: { actions: [x], valid: null } }', 'not.valid', 'null, so it is not checked'],
  ['{ not: { actions: [x], callers: {} } }', 'not.callers', 'empty, so it requires nothing'],
])('T56 %s in the exceptions of any rule gets a warning', (match, path, why) => {
  for (const decision of ['allow', 'require_approval', 'deny']) {
    expect(found(match, decision)).toEqual([
      `5 warning condition_absent: The condition ${path} of the rule "r" (${decision}) is ${why}.`,
    ]);
  }
});

test('T39 a null by an alias gets the warning too', () => {
  const text =
    'rules:\n  - name: r\n    description: &nothing null\n    decision: allow\n    reason: x\n    match:\n      callers: *nothing\n';
  const { diagnostics } = readProject({ policies: makeFolder({ 'p.yaml': text }) });
  expect(diagnostics).toEqual([expect.objectContaining({ code: 'condition_absent', line: 7 })]);
});

test.each([
  'null',
  '""',
  '[]',
  '{ callers: "" }',
  '{ targets: [] }',
  '{ callers: { roles: [""] } }',
  '{ actions: "" }',
])('match: %s is an error', (match) => {
  expect(found(match)).toContainEqual(expect.stringContaining(' error '));
});

test('T39 constraints and bindings that are null get a warning', () => {
  const action =
    'name: a\nversion: 1.0.0\ndescription: x\nrisk_class: low\ntarget_types: [vm]\nparameters:\n' +
    '  - { name: p, type: string, constraints: null }\n' +
    '  - { name: q, type: string, constraints: { pattern: null } }\n' +
    '  - { name: s, type: string, constraints: {} }\n';
  const targets =
    'targets:\n  - { id: a, type: vm, environment: dev, sensitivity: public, bindings: null }\n' +
    '  - { id: b, type: vm, environment: dev, sensitivity: public, bindings: {} }\n';
  const folder = makeFolder({ 'actions/a.yaml': action, 'targets.yaml': targets });
  const { diagnostics } = readProject({ registry: `${folder}/actions`, inventory: `${folder}/targets.yaml` });
  expect(diagnostics.map(({ code, line, message }) => `${line} ${code}: ${message}`)).toEqual([
    '7 condition_absent: The value constraints of the parameter "p" is null, so it is not checked.',
    '8 condition_absent: The value constraints.pattern of the parameter "q" is null, so it is not checked.',
    '2 condition_absent: The bindings of the target "a" are null, so they limit no parameter.',
  ]);
});

test('T39 settings that are null get a warning', () => {
  const text = 'strict: null\nrequire_verified_callers: ~\nrate_limit: { max_requests: 5, window_seconds: null }\n';
  const tried = tryConfig(join(makeFolder({ 'agent-safe.yaml': text }), 'agent-safe.yaml'));
  expect(tried.diagnostics).toEqual([]);
  expect(checkAbsentSettings(tried).map(({ line, message, severity }) => `${line} ${severity}: ${message}`)).toEqual([
    '1 warning: The setting strict is null, so its default applies.',
    '2 warning: The setting require_verified_callers is null, so its default applies.',
    '3 warning: The setting rate_limit.window_seconds is null, so its default applies.',
  ]);
});

test('T39 members of a parameter that are null get a warning', () => {
  const parameter = '{ name: p, type: string, description: P, locates: null, required: ~, sensitive: null }';
  const text = `name: do\nversion: 1.0.0\ndescription: Do\nrisk_class: low\ntarget_types: [vm]\nreversible: false\nparameters:\n  - ${parameter}\n`;
  const { diagnostics } = readProject({ registry: makeFolder({ 'do.yaml': text }) });
  expect(diagnostics.filter(({ code }) => code === 'condition_absent').map(({ message }) => message)).toEqual([
    'The value locates of the parameter "p" is null, so its default applies.',
    'The value required of the parameter "p" is null, so its default applies.',
    'The value sensitive of the parameter "p" is null, so its default applies.',
  ]);
});
