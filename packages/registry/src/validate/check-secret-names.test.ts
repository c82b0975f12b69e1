import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, test } from 'vitest';
import { readProject } from '../project/project.ts';

const ACTION = `name: rotate
version: 1.0.0
description: Rotate
risk_class: low
target_types: [vm]
parameters:
  - { name: secret, type: string, locates: true }
  - { name: db_password, type: string }
  - { name: api-key, type: string, sensitive: false }
  - { name: token, type: string, sensitive: true }
  - { name: max_tokens, type: integer }
  - { name: badge, type: string }
state_fields:
  - { name: connectionString }
  - { name: replicas }
  - { name: cookie, sensitive: false }
`;

function read(text: string, secretNames: readonly string[] = []) {
  const registry = join(makeFolder(), 'rotate.yaml');
  writeFileSync(registry, text);
  return readProject({ registry, secretNames });
}

test('T51 a declared value of a secret name is sensitive, unless the file says that it is not', () => {
  const { actions, diagnostics } = read(ACTION);
  const [{ document } = {}] = actions;
  const sensitive = [...(document?.parameters ?? []), ...(document?.state_fields ?? [])].filter(
    (each) => each.sensitive,
  );
  expect(sensitive.map(({ name }) => name)).toEqual(['db_password', 'token', 'connectionString']);
  const fix = 'Write "sensitive: true" to say so, or "sensitive: false" if its value is no secret.';
  const severity = 'warning';
  expect(diagnostics).toEqual([
    expect.objectContaining({
      ...{ severity, code: 'secret_name', line: 8, fix },
      message: 'The parameter "db_password" has the name of a secret, so it is treated as sensitive.',
    }),
    expect.objectContaining({
      ...{ severity, code: 'secret_name', line: 14, fix },
      message: 'The state field "connectionString" has the name of a secret, so it is treated as sensitive.',
    }),
  ]);
});

test('T51 a project adds names of secrets', () => {
  const { actions, diagnostics } = read(ACTION, ['badge']);
  expect(actions[0]?.document.parameters.find(({ name }) => name === 'badge')?.sensitive).toBe(true);
  expect(diagnostics.map(({ message }) => message).join()).toContain('The parameter "badge" has the name of a secret');
});

const catalog = fileURLToPath(new URL('../../../../catalog/actions', import.meta.url));

test('T51 T55 the catalog has no such warning', () => {
  expect(readProject({ registry: catalog }).diagnostics).toEqual([]);
});

test('T55 an action that cannot be rolled back is named', () => {
  const folder = makeFolder();
  const write = (name: string, rest: string) =>
    writeFileSync(
      join(folder, `${name}.yaml`),
      `name: ${name}\nversion: 1.0.0\ndescription: D\nrisk_class: low\ntarget_types: [vm]\n${rest}`,
    );
  write(
    'grow',
    'reversible: true\nrollback_action: shrink\nparameters:\n  - { name: disk, type: string }\nstate_fields: [{ name: size }]\n',
  );
  const parameter = (name: string, more = '') => `  - { name: ${name}, type: string${more} }\n`;
  const optional = parameter('note', ', required: false') + parameter('mode', ', default: slow');
  write('shrink', `parameters:\n${parameter('disk')}${parameter('size')}${parameter('owner')}${optional}`);
  expect(readProject({ registry: folder }).diagnostics).toEqual([
    expect.objectContaining({
      severity: 'warning',
      code: 'rollback_param_missing',
      line: 7,
      message: 'The action cannot be rolled back: no source gives the required parameter "owner" of "shrink".',
      fix: 'Add owner: {source: …} to rollback_params, or give a parameter or a state field that name.',
    }),
  ]);
});
