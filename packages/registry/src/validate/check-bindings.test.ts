import { join } from 'node:path';
import type { Diagnostic } from '@agent-safe/core';
import { makeFolder } from '@agent-safe/testkit/folders';
import { describe, expect, test } from 'vitest';
import { readProject } from '../project/project.ts';
import { checkTargets } from './cross-checks.ts';

/** Returns the warnings about the bindings of one target. The actions have one parameter each. */
function check(bindings: string, ...parameters: readonly string[]): readonly Diagnostic[] {
  const actions = parameters.map((parameter, index) =>
    [
      `name: update-${index + 1}`,
      'version: 1.0.0',
      'description: Update',
      'risk_class: low',
      'target_types: [vm]',
      'reversible: false',
      `parameters: [{ name: name, description: Name, required: true, ${parameter} }]`,
      '',
    ].join('\n'),
  );
  const folder = makeFolder({
    ...Object.fromEntries(actions.map((text, index) => [`actions/update-${index + 1}.yaml`, text])),
    'inventory.yaml': `targets:\n  - id: dev/vm\n    type: vm\n    environment: dev\n    sensitivity: internal\n    bindings:\n      name: ${bindings}\n`,
  });
  const project = readProject({ registry: join(folder, 'actions'), inventory: join(folder, 'inventory.yaml') });
  expect(project.diagnostics).toEqual([]);
  const documents = project.actions.map(({ document }) => document);
  return checkTargets(project.targets ?? [], documents, false);
}

describe('T38 a binding that no value can satisfy', () => {
  test('is reported with file, line and fix', () => {
    expect(check('"app-*"', 'type: string, constraints: { pattern: "web-[0-9]+" }')).toEqual([
      {
        severity: 'warning',
        code: 'binding_unmatched',
        message: 'The binding "name" of "dev/vm" allows "app-*", but no value that update-1 accepts can match it.',
        fix: 'Use a value of type string that satisfies {"pattern":"web-[0-9]+"}, or correct the parameter of the action.',
        file: expect.stringContaining('inventory.yaml') as string,
        line: 7,
        column: 7,
      },
    ]);
  });

  test.each<[string, string]>([
    ['"app-*"', 'type: string, constraints: { enum: [web, api] }'],
    ['app', 'type: string, constraints: { enum: [web, api] }'],
    ['"app-*"', 'type: string, constraints: { max_length: 3 }'],
    ['app', 'type: string, constraints: { min_length: 4 }'],
    ['"app-*"', 'type: string, constraints: { pattern: "[a-z]{1,4}" }'],
    ['"*/*"', 'type: string, constraints: { pattern: "[a-z]+" }'],
    ['"*:1"', 'type: string, constraints: { pattern: "[a-z]+:[2-9]" }'],
    ['5', 'type: integer, constraints: { max_value: 4 }'],
    ['"-*"', 'type: string'],
    ['"app-[0-9]*"', 'type: string'],
    ['"a?*"', 'type: string'],
    ['"a//*"', 'type: string'],
  ])('%s for %s', (binding, parameter) => {
    expect(check(binding, parameter).map(({ code }) => code)).toEqual(['binding_unmatched']);
  });

  test.each<[string, string]>([
    ['"*"', 'type: integer'],
    ['5', 'type: string'],
    ['app', 'type: array, items: { type: string }'],
  ])('%s for %s has a wrong type', (binding, parameter) => {
    expect(check(binding, parameter).map(({ code }) => code)).toEqual(['binding_type']);
  });

  test.each<[string, string]>([
    ['"app-*"', 'type: string'],
    ['"app-*"', 'type: string, constraints: { pattern: "app-[0-9]+", min_length: 6, max_length: 6 }'],
    ['"**"', 'type: string, constraints: { pattern: "[a-z]+/[a-z]+" }'],
    ['[app, web]', 'type: string, constraints: { enum: [web, app] }'],
    ['"a*"', 'type: string, constraints: { enum: [web, app] }'],
    ['"-x"', 'type: string'],
    ['"a[1]"', 'type: string'],
    ['5', 'type: number'],
  ])('%s for %s is possible', (binding, parameter) => {
    expect(check(binding, parameter)).toEqual([]);
  });

  test('each entry of a list is reported at its place', () => {
    const [warning, ...others] = check('[app-1, "web-*"]', 'type: string, constraints: { pattern: "app-.*" }');
    expect(others).toEqual([]);
    expect(warning).toMatchObject({ code: 'binding_unmatched', line: 7, column: 21 });
    expect(warning?.message).toContain('"web-*"');
  });

  test('a binding that matches for one action only is reported for the other', () => {
    const parameters = ['type: string', 'type: string, constraints: { enum: [web] }'];
    expect(check('"app-*"', ...parameters).map(({ code, message }) => [code, message])).toEqual([
      ['binding_unmatched', expect.stringContaining('no value that update-2 accepts')],
    ]);
    expect(check('[app, web]', ...parameters)).toEqual([]);
  });

  test('the fix names the only wildcard', () => {
    expect(check('"app-[0-9]*"', 'type: string')[0]?.fix).toContain('"*" is the only wildcard');
  });
});
