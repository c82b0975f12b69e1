import { join } from 'node:path';
import type { Diagnostic } from '@agent-safe/core';
import { makeFolder } from '@agent-safe/testkit/folders';
import { describe, expect, test } from 'vitest';
import { readProject } from '../project/project.ts';

const HEAD = 'name: act\nversion: 1.0.0\ndescription: Act\nrisk_class: low\n';
const INVENTORY = 'targets: [{ id: dev/vm, type: vm, environment: dev, sensitivity: internal }]\n';

function read(files: Readonly<Record<string, string>>): readonly Diagnostic[] {
  const folder = makeFolder({ 'actions/a.yaml': '', 'inventory.yaml': INVENTORY, ...files });
  return readProject({ registry: join(folder, 'actions'), inventory: join(folder, 'inventory.yaml') }).diagnostics;
}

const found = (body: string) => read({ 'actions/a.yaml': `${HEAD}${body}\n` });

test.each<[string, string, string, string]>([
  ['an empty type', 'target_types: [""]', 'value_too_small', ''],
  ['an empty type among others', 'target_types: [vm, ""]', 'value_too_small', ''],
  ['no value', 'target_types:', 'value_missing', 'Add a value'],
  ['no key', 'parameters: []', 'key_missing', 'or [] for an action without a target.'],
  ['a misspelled key', 'target_type: []', 'key_unknown', 'Did you mean "target_types"?'],
  ['another key', 'target: none', 'key_unknown', 'Did you mean "target_types"?'],
  ['a key of the inventory', 'targets: []', 'document_misplaced', 'Move it'],
  ['a text', 'target_types: vm', 'type_wrong', 'Write [vm].'],
  ['a mapping', 'target_types: {}', 'type_wrong', ''],
  ['false', 'target_types: false', 'type_wrong', ''],
  ['an empty text', 'target_types: ""', 'type_wrong', ''],
  ['null in the list', 'target_types: [null]', 'type_wrong', ''],
  ['a list in the list', 'target_types: [[]]', 'type_wrong', ''],
  ['none as a type', 'target_types: [none]', 'target_type_unclear', 'Write target_types: []'],
  ['a text that looks like the list', 'target_types: ["[]"]', 'target_type_unclear', 'Write target_types: []'],
  ['a star', 'target_types: ["*"]', 'target_type_unclear', 'or the exact types'],
  ['any', 'target_types: [Any]', 'target_type_unclear', 'or the exact types'],
  ['an unknown sensitivity', 'target_types: []\nsensitivity: secret', 'value_unknown', ''],
  ['a sensitivity in capitals', 'target_types: []\nsensitivity: Internal', 'value_unknown', 'Did you mean "internal"?'],
  ['a list of sensitivities', 'target_types: []\nsensitivity: [internal]', 'value_unknown', ''],
  ['a sensitivity without a value', 'target_types: []\nsensitivity:', 'value_missing', 'Add a value'],
  ['a misspelled sensitivity', 'target_types: []\nsensitvity: internal', 'key_unknown', 'Did you mean "sensitivity"?'],
  ['sensitivities', 'target_types: []\nsensitivities: [internal]', 'key_unknown', 'Did you mean "sensitivity"?'],
  [
    'a sensitivity beside targets',
    'target_types: [vm]\nsensitivity: public',
    'sensitivity_misplaced',
    'Remove "sensitivity"',
  ],
  [
    'a sensitivity of a parameter',
    'target_types: []\nparameters: [{ name: to, type: string, sensitivity: public }]',
    'key_unknown',
    'Did you mean "sensitive"?',
  ],
  [
    'a locating parameter',
    'target_types: []\nparameters: [{ name: to, type: string, locates: true }]',
    'locates_misplaced',
    'Remove "locates"',
  ],
  [
    'credentials for the place of a target',
    'target_types: []\ncredentials: { type: smtp, fields: { host: "{{ target.scope.cluster }}" } }',
    'template_unknown',
    'Known names: none.',
  ],
])('T58 a definition with %s is reported with a fix', (_, body, code, fix) => {
  const diagnostics = found(body);
  expect(diagnostics.map((each) => each.code)).toContain(code);
  expect(diagnostics.find((each) => each.code === code)?.fix ?? '').toContain(fix);
});

describe('an action without a target', () => {
  test('is internal by default: the default and the value are one definition', () => {
    const folder = makeFolder({
      'a/a.yaml': `${HEAD}target_types: []\n`,
      'b/a.yaml': `${HEAD}target_types: []\nsensitivity: internal\n`,
      'c/a.yaml': `${HEAD}target_types: [vm]\n`,
    });
    const [implied, given, targeted] = ['a', 'b', 'c'].map((name) => {
      const { actions, diagnostics } = readProject({ registry: join(folder, name) });
      expect(diagnostics).toEqual([]);
      return actions[0]?.document;
    });
    expect(implied?.sensitivity).toBe('internal');
    expect(given).toEqual(implied);
    expect(targeted).not.toHaveProperty('sensitivity');
  });

  test('has no warning for a type that a target has', () => {
    const inventory = INVENTORY.replace('type: vm', 'type: none');
    const files = { 'actions/a.yaml': `${HEAD}target_types: [none]\n`, 'inventory.yaml': inventory };
    expect(read(files)).toEqual([]);
  });

  test('is not rolled back by an action with a target, and the reverse', () => {
    const other = `${HEAD.replace('act', 'undo')}target_types: [vm]\nrollback_action: act\n`;
    const diagnostics = read({
      'actions/a.yaml': `${HEAD}target_types: []\nrollback_action: undo\n`,
      'actions/b.yaml': other,
    });
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      [
        'rollback_target_mismatch',
        'The action "act" cannot be rolled back: it has no target, and its rollback action "undo" needs a target.',
      ],
      [
        'rollback_target_mismatch',
        'The action "undo" cannot be rolled back: it needs a target, and its rollback action "act" has no target.',
      ],
    ]);
  });
});
