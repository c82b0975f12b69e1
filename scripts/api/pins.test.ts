import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { makeFolder } from '../../packages/testkit/src/folders.ts';
import { workspacePackages } from '../boundaries.ts';
import { publishedPackages } from './entries.ts';
import { literalsOf } from './literals.ts';
import { comparePins, readPinned, readPins } from './pins.ts';
import { ExportReader } from './read-exports.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pins = await readPins(root);

test.each(Object.entries(pins))('%s matches the public interface of the source', (file, actual) => {
  const changes = comparePins(readPinned(root, file), actual);
  const message = `scripts/api/${file} differs from the source. If you meant to change the public interface, run "npm run pin-api" and commit the file.`;
  expect(changes, [message, ...changes].join('\n')).toEqual([]);
});

test('every folder of pnpm-workspace.yaml is read', () => {
  const [, list = ''] = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8').split(/^packages:\n/m);
  const patterns = (/^(?: {2}- .+\n)+/.exec(list)?.[0] ?? '').split('\n').filter((line) => line !== '');
  const globs = patterns.map((line) => line.slice(4)).filter((glob) => glob !== 'docs');
  const parents = new Set(workspacePackages(root).map(({ folder }) => folder.replace(/\/[^/]+$/, '/*')));
  expect([...parents].toSorted()).toEqual(globs.toSorted());
});

test('the names, codes and commands of every published package are pinned', () => {
  const packages = publishedPackages(root);
  const specifiers = packages.flatMap(({ files, modules }) => [...modules.keys(), ...files]);
  expect(Object.keys(pins['exports.json'] ?? {})).toEqual(expect.arrayContaining(specifiers));
  const entry = pins['exports.json']?.['@agent-safe/core'] as { readonly values: string[]; readonly types: string[] };
  expect(entry.values).toContain('DECISION_CODES');
  expect(entry.types).toContain('Decision');
  const lists = Object.values(pins['constants.json'] ?? {}).flatMap((constants) => Object.keys(constants as object));
  expect(lists).toEqual(
    expect.arrayContaining([
      'APPROVAL_REFUSAL_CODES',
      'APPROVAL_STATUSES',
      'AUDIT_EVENT_TYPES',
      'DECISION_CODES',
      'DELEGATION_REFUSAL_CODES',
      'ERROR_CODES',
      'EXECUTION_OUTCOMES',
      'EXIT',
      'IDENTITY_REFUSAL_CODES',
      'PRECHECK_OUTCOMES',
      'ROLLBACK_REFUSAL_CODES',
      'RUN_ENDING_CODES',
      'RUN_REFUSAL_CODES',
      'TICKET_REFUSAL_CODES',
    ]),
  );
});

/** Writes modules into a folder, and returns the path of the first. */
function writeModules(modules: Readonly<Record<string, string>>): string {
  const folder = makeFolder(modules);
  return join(folder, Object.keys(modules)[0] ?? '');
}

function namesOf(modules: Readonly<Record<string, string>>): readonly string[] {
  return new ExportReader(new Map())
    .exportsOf(writeModules(modules))
    .map(({ isType, name }) => (isType ? `type ${name}` : name));
}

test.each<[string, string, readonly string[]]>([
  ['declarations', 'export const a = 1, b = 2;\nexport function c() {}\nexport class D {}', ['D', 'a', 'b', 'c']],
  [
    'types',
    'export interface A {}\nexport type B = 1;\ninterface C {}\nexport { C, type C as E };',
    ['type A', 'type B', 'type C', 'type E'],
  ],
  ['destructured constants', 'export const { a, b: [c] } = { a: 1, b: [2] };', ['a', 'c']],
  ['a default', 'export default class {}', ['default']],
  ['names of another module', "export { x as y, type T } from './other.ts';", ['type T', 'y']],
  ['a type that the other module declares', "export { T } from './other.ts';", ['type T']],
  ['imported names', "import { x, type T } from './other.ts';\nexport { x };\nexport { T };", ['type T', 'x']],
  ['a star, without the default', "export * from './other.ts';", ['type T', 'x', 'z']],
  ['a type star', "export type * from './other.ts';", ['type T', 'type x', 'type z']],
  ['a named star', "export * as other from './other.ts';", ['other']],
  ['an own name, which hides that of a star', "export * from './other.ts';\nexport const T = 1;", ['T', 'x', 'z']],
  [
    'modules that export each other',
    "export * from './other.ts';\nexport * from './index.ts';\nexport const a = 1;",
    ['a', 'type T', 'x', 'z'].toSorted(),
  ],
])('exports: %s', (_, index, names) => {
  const other = 'export const x = 1;\nexport type T = string;\nexport default 1;\nexport * from "./third.ts";\n';
  const found = namesOf({ 'index.ts': index, 'other.ts': other, 'third.ts': 'export const z = 3;' });
  expect(found.toSorted()).toEqual([...names].toSorted());
});

test('a star of an external package is refused, because its names are unknown', () => {
  expect(() => namesOf({ 'index.ts': "export * from 'zod';" })).toThrow('"export *" of zod cannot be read');
});

test('a name that the other module lacks is refused', () => {
  expect(() => namesOf({ 'index.ts': "export { gone } from './b.ts';", 'b.ts': '' })).toThrow('does not export gone');
});

test('literals: the string values of a type by member, including those of unexported types', () => {
  const file = writeModules({
    'index.ts': `
      import type { Other } from './other.ts';
      export type Result = Base & ({ readonly state: 'done' } | Omit<Failed, 'seq'>);
      interface Base extends Other { kind: Kind; read(): 'fresh' | 'used'; same: Result['state'] }
      interface Failed { state: 'torn' | null; seq: 'x'; again?: Result }
      type Kind = 'a' | Pinned;
      type Pinned = 'pinned';`,
    'other.ts': "export interface Other { readonly deep: { readonly code: Exclude<'b' | 'c', 'c'>[] } }",
  });
  const literals = literalsOf(new ExportReader(new Map()), { file, name: 'Result' }, ({ name }) => name === 'Pinned');
  expect(Object.fromEntries(literals)).toEqual({
    kind: ['a'],
    read: ['fresh', 'used'],
    state: ['done', 'torn'],
    seq: ['x'],
    'deep.code': ['b', 'c'],
  });
});

test('a difference is reported name by name', () => {
  const before = { '@x/a': { values: ['one', 'two'], types: [] }, cli: { EXIT: { ok: 0 } }, '@x/old': 'file' };
  const after = { '@x/a': { values: ['one', 'three'], types: [] }, cli: { EXIT: { ok: 1 } } };
  expect(comparePins(before, after)).toEqual([
    '- @x/a › values › two',
    '- cli › EXIT › ok = 0',
    '- @x/old = "file"',
    '+ @x/a › values › three',
    '+ cli › EXIT › ok = 1',
  ]);
  expect(comparePins(after, after)).toEqual([]);
  expect(comparePins({ list: ['a', 'b'] }, { list: ['b', 'a'] })).toEqual(['~ the order of a list']);
});
