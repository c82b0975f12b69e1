import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AgentSafeError, type Diagnostic } from '@agent-safe/core';
import { makeFolder } from '@agent-safe/testkit/folders';
import { describe, expect, test } from 'vitest';
import { loadProject, type ProjectPaths, readProject } from './project.ts';

const catalog = fileURLToPath(new URL('../../../../catalog', import.meta.url));
const shipped: ProjectPaths = {
  registry: join(catalog, 'actions'),
  policies: join(catalog, 'policies'),
  inventory: join(catalog, 'inventory.yaml'),
};

const ACTION = 'name: restart\nversion: 1.0.0\ndescription: Restart\nrisk_class: low\ntarget_types: [vm]\n';
const RULES = 'rules:\n  - name: r\n    match: {}\n    decision: allow\n    reason: Because\n';
const TARGETS = 'targets:\n  - id: a\n    type: vm\n    environment: dev\n    sensitivity: public\n';

function problemsOf(files: Record<string, string>): readonly Diagnostic[] {
  const folder = makeFolder({
    'actions/a.yaml': ACTION,
    'policies/p.yaml': RULES,
    'inventory.yaml': TARGETS,
    ...files,
  });
  const at = (path: string) => join(folder, path);
  return readProject({
    registry: at('actions'),
    policies: at('policies'),
    inventory: at('inventory.yaml'),
  }).diagnostics.map(({ file, ...diagnostic }) => ({
    ...diagnostic,
    ...(file === undefined ? {} : { file: file.slice(file.lastIndexOf(folder) + folder.length + 1) }),
  }));
}

test('reads the shipped documents', () => {
  const { actions, rules, targets, digest } = loadProject(shipped);
  expect([actions.length, rules.length, targets?.length]).toEqual([35, 6, 16]);
  expect(digest).toMatch(/^[\w-]{43}$/);
  expect(readProject(shipped).diagnostics).toEqual([]);
});

test('each file has its SHA-256', () => {
  const { files } = readProject(shipped);
  expect(files).toHaveLength(37);
  for (const { sha256 } of files) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
});

test('the digest depends on the content, not on comments or file names', () => {
  const folder = makeFolder();
  const copy = join(folder, 'actions');
  cpSync(shipped.registry ?? '', copy, { recursive: true });
  const load = () => loadProject({ ...shipped, registry: copy }).digest;
  const { digest } = loadProject(shipped);
  expect(load()).toBe(digest);
  const file = join(copy, 'get-secret.yaml');
  const text = readFileSync(file, 'utf8');
  writeFileSync(join(copy, 'zzz.yml'), `# another name\n${text}`);
  writeFileSync(file, '');
  cpSync(join(copy, 'zzz.yml'), file);
  writeFileSync(join(copy, 'zzz.yml'), text.replace('name: get-secret', 'name: get-secrets'));
  expect(load()).not.toBe(digest);
});

test('rules of equal priority keep the order of their files, by path', () => {
  const rule = (name: string) => RULES.replace('name: r', `name: ${name}`);
  const folder = makeFolder({
    'p/b.yaml': rule('second'),
    'p/a.yml': rule('first'),
    'p/c/x.yaml': rule('third'),
    'p/note.txt': 'x',
    'p/.hidden.yaml': 'x',
  });
  expect(loadProject({ policies: join(folder, 'p') }).rules.map(({ name }) => name)).toEqual([
    'first',
    'second',
    'third',
  ]);
});

test('a project without diagnostics can be loaded', () => {
  for (const text of ['tags: ["\\ud800"]\n', 'credentials: { type: ssh, fields: { x: 9223372036854775807 } }\n']) {
    const folder = makeFolder({ 'a.yaml': ACTION + text });
    expect(readProject({ registry: folder }).diagnostics).toMatchObject([{ code: 'value_inexact', line: 6 }]);
    expect(() => loadProject({ registry: folder })).toThrow(AgentSafeError);
  }
});

test('every error is reported at once, each with file, line and fix', () => {
  const diagnostics = problemsOf({
    'actions/a.yaml': ACTION.replace('risk_class', 'risk_clas').replace('[vm]', '[1]'),
    'actions/b.yaml': 'name: b\n  bad: indent\n',
    'policies/p.yaml': `${RULES}  - name: q\n    match:\n      enviroments: [dev]\n    decision: alow\n    reason: Because\n`,
    'inventory.yaml': TARGETS.replace('dev', 'devel'),
  });
  expect(diagnostics.map(({ code, file, line }) => `${file}:${line} ${code}`)).toEqual([
    'actions/b.yaml:1 yaml_syntax',
    'actions/a.yaml:1 key_missing',
    'actions/a.yaml:5 type_wrong',
    'actions/a.yaml:4 key_unknown',
    'policies/p.yaml:8 key_unknown',
    'policies/p.yaml:9 value_unknown',
    'inventory.yaml:4 value_unknown',
  ]);
  expect(diagnostics.find(({ line, file }) => line === 9 && file === 'policies/p.yaml')?.fix).toBe(
    'Did you mean "allow"?',
  );
});

test.each<[string, Record<string, string>, string]>([
  ['two actions with the same name', { 'actions/z.yaml': ACTION }, 'The action "restart" is already defined at '],
  ['two rules with the same name in two files', { 'policies/z.yaml': RULES }, 'The rule "r" is already defined at '],
  [
    'two targets with the same id',
    { 'inventory.yaml': `${TARGETS}${TARGETS.replace('targets:\n', '')}` },
    'The target "a" is already defined at ',
  ],
])('%s are refused', (_, files, message) => {
  const found = problemsOf(files);
  expect(found).toContainEqual(
    expect.objectContaining({ severity: 'error', code: 'name_duplicate', fix: 'Rename or remove one of the two.' }),
  );
  expect(found[0]?.message).toContain(message);
});

test.each<[string, string, string]>([
  [
    'a pattern with catastrophic backtracking',
    'parameters:\n  - name: a\n    type: string\n    constraints: { pattern: ".*a.{15}" }\n',
    'pattern_refused',
  ],
  [
    'a default that breaks its own constraint',
    'parameters:\n  - name: a\n    type: integer\n    default: 5\n    constraints: { max_value: 3 }\n',
    'default_invalid',
  ],
  [
    'a constraint for another type',
    'parameters:\n  - name: a\n    type: integer\n    constraints: { pattern: "[0-9]" }\n',
    'constraint_misplaced',
  ],
  [
    'contradictory bounds',
    'parameters:\n  - name: a\n    type: integer\n    constraints: { min_value: 5, max_value: 3 }\n',
    'constraint_empty',
  ],
  [
    'items of a type other than array',
    'parameters:\n  - name: a\n    type: string\n    items: { type: string }\n',
    'items_misplaced',
  ],
  [
    'a locating parameter that is sensitive',
    'parameters:\n  - name: a\n    type: string\n    locates: true\n    sensitive: true\n',
    'locates_misplaced',
  ],
  [
    'two parameters with the same name',
    'parameters:\n  - { name: a, type: string }\n  - { name: a, type: integer }\n',
    'name_duplicate',
  ],
  [
    'a template with an unknown parameter',
    'credentials: { type: ssh, fields: { host: "{{ params.hots }}" } }\n',
    'template_unknown',
  ],
  [
    'a template that is not closed',
    'credentials: { type: ssh, fields: { host: "{{ params.host" } }\n',
    'template_malformed',
  ],
  [
    'an unknown rollback source',
    'rollback_action: restart\nrollback_params: { x: { source: params.x } }\n',
    'rollback_source_unknown',
  ],
  [
    'an unknown parameter of the rollback action',
    'parameters: [{ name: a, type: string }]\nrollback_action: restart\nrollback_params: { b: { source: params.a } }\n',
    'rollback_param_unknown',
  ],
  ['an unknown kubernetes field', 'credentials: { type: kubernetes, fields: { verb: [get] } }\n', 'key_unknown'],
  ['a name that every object inherits', 'parameters: [{ name: toString, type: string }]\n', 'value_invalid'],
  ['a name that JavaScript reserves', 'parameters: [{ name: constructor, type: string }]\n', 'value_invalid'],
])('an action with %s is refused', (_, addition, code) => {
  const found = problemsOf({ 'actions/a.yaml': ACTION + addition });
  expect(found.filter(({ severity }) => severity === 'error').map((diagnostic) => diagnostic.code)).toEqual([code]);
});

test.each([
  ['credentials without fields', 'credentials: { type: aws, ttl: 86400 }\n'],
  ['a state field of another type', 'state_fields: [{ name: cpu, type: float }]\n'],
  ['a parameter with a dot in its name', 'parameters: [{ name: my.param, type: string }]\n'],
  ['empty lists', 'parameters: []\nprechecks: []\ntags: []\nrollback_params: {}\n'],
])('a document of 0.11 loads: %s', (_, addition) => {
  expect(problemsOf({ 'actions/a.yaml': ACTION + addition })).toEqual([]);
});

test('a document of 0.11 loads: null for an optional key, a bare name for a precheck', () => {
  const { actions } = loadProject({
    registry: makeFolder({
      'a.yaml': `${ACTION}credentials: null\nrollback_action: null\nprechecks: [vm-exists]\nparameters:\n  - name: a\n    type: string\n    default: null\n    constraints: null\n`,
    }),
  });
  expect(actions[0]).toMatchObject({ credentials: null, prechecks: [{ name: 'vm-exists', description: '' }] });
  expect(actions[0]?.parameters[0]).toEqual({
    name: 'a',
    type: 'string',
    required: true,
    description: '',
    locates: false,
    sensitive: false,
  });
});

describe('T03 a missing file is an error, never an empty list', () => {
  test.each<[string, (folder: string) => ProjectPaths, string]>([
    ['a registry', (folder) => ({ ...shipped, registry: join(folder, 'nowhere') }), 'ERR_REGISTRY_INVALID'],
    ['policies', (folder) => ({ ...shipped, policies: join(folder, 'nowhere') }), 'ERR_POLICY_INVALID'],
    ['an inventory', (folder) => ({ ...shipped, inventory: join(folder, 'inventory.yaml') }), 'ERR_INVENTORY_INVALID'],
  ])('%s', (_, paths, code) => {
    const load = () => loadProject(paths(makeFolder()));
    expect(load).toThrow(AgentSafeError);
    expect(load).toThrow(/The file or folder does not exist.*Create it/);
    try {
      load();
    } catch (error) {
      expect(error).toMatchObject({ code });
    }
  });

  test('an inventory without targets is an empty list; without an inventory it is undefined', () => {
    expect(loadProject({ inventory: join(makeFolder({ 'i.yaml': 'targets: []\n' }), 'i.yaml') }).targets).toEqual([]);
    expect(loadProject({}).targets).toBeUndefined();
  });

  test('an inventory file without content is an error', () => {
    const file = join(makeFolder({ 'i.yaml': '# nothing yet\n' }), 'i.yaml');
    expect(() => loadProject({ inventory: file })).toThrow('must be a mapping');
  });
});

test('a skipped file that looks like a policy gets a warning', () => {
  const folder = makeFolder({
    'p/a.yaml': RULES,
    'p/freeze.json': '{}',
    'p/freeze.yaml.disabled': RULES,
    'p/.freeze.yaml': RULES,
    'p/README.md': 'x',
  });
  const { diagnostics, rules } = readProject({ policies: join(folder, 'p') });
  expect(rules).toHaveLength(1);
  expect(diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toEqual(Array(3).fill('warning file_skipped'));
});

test('a loaded project is frozen', () => {
  const { actions, targets } = loadProject(shipped);
  expect(Object.isFrozen(actions[0]?.target_types)).toBe(true);
  expect(Object.isFrozen(targets?.[0]?.bindings)).toBe(true);
});

test('a folder without a YAML file gets a warning', () => {
  const folder = makeFolder({ 'policies/readme.txt': 'x' });
  expect(readProject({ policies: join(folder, 'policies') }).diagnostics).toEqual([
    expect.objectContaining({ severity: 'warning', code: 'file_missing' }),
  ]);
});

test('the catalog contains only YAML files', () => {
  expect(readdirSync(shipped.registry ?? '').every((name) => name.endsWith('.yaml'))).toBe(true);
});
