import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, test } from 'vitest';
import { projects } from '../test/project.ts';
import { run } from '../test/run.ts';

const project = projects();

test('types writes a module, checks that it is current, and leaves a current file alone', async () => {
  const { cwd: folder } = project();
  expect((await run(folder, 'types')).out).toContain("readonly 'restart-deployment': {");
  const missing = await run(folder, 'types', '--out', 'types.ts', '--check');
  expect(missing).toMatchObject({ exit: 1 });
  expect(missing.err).toContain('types.ts does not exist. Run the same command without --check.');
  expect(await run(folder, 'types', '--out', 'types.ts')).toMatchObject({ exit: 0 });
  const file = join(folder, 'types.ts');
  const text = readFileSync(file, 'utf8');
  expect(text).toBe((await run(folder, 'types')).out);
  const { ino } = statSync(file);
  expect((await run(folder, 'types', '--out', 'types.ts')).out).toContain('unchanged');
  expect(statSync(file).ino).toBe(ino);
  writeFileSync(file, text.replaceAll('\n', '\r\n'));
  expect(await run(folder, 'types', '--out', 'types.ts', '--check')).toMatchObject({ exit: 0 });
  writeFileSync(file, `${text}// edited\n`);
  const stale = await run(folder, 'types', '--out', 'types.ts', '--check', '--json');
  expect(stale.exit).toBe(1);
  expect(JSON.parse(stale.out)).toMatchObject({ state: 'stale' });
  expect(readFileSync(file, 'utf8')).toBe(`${text}// edited\n`);
});

test('types --format json-schema prints tool definitions', async () => {
  const { exit, out } = await run(project().cwd, 'types', 'restart-deployment', '--format', 'json-schema');
  expect(exit).toBe(0);
  expect(JSON.parse(out)).toMatchObject([
    {
      name: 'restart-deployment',
      inputSchema: { type: 'object', required: ['namespace', 'deployment'], additionalProperties: false },
    },
  ]);
});

test.each([
  [['--check'], 2, 'The file to check is missing: agent-safe types --out FILE --check.'],
  [['--format', 'typescrpt'], 2, 'The format is unknown: "typescrpt". Did you mean "typescript"?'],
  [['restart-deploymnt'], 2, 'The registry has no action "restart-deploymnt". Did you mean "restart-deployment"?'],
  [['--out', 'actions'], 1, 'it is not a file. Give another path.'],
  [['--out', 'nowhere/types.ts'], 1, 'ENOENT. Give another path.'],
] as const)('types %j exits with %d', async (given, exit, message) => {
  const ended = await run(project().cwd, 'types', ...given);
  expect(ended.exit).toBe(exit);
  expect(ended.err).toContain(message);
});

test('types needs a project', async () => {
  const ended = await run(makeFolder(), 'types');
  expect(ended.exit).toBe(1);
  expect(ended.err).toContain('No project was found here.');
});

test('types replaces only a file that it wrote', async () => {
  const { cwd, run: runHere } = project();
  const settings = readFileSync(join(cwd, 'agent-safe.yaml'), 'utf8');
  for (const format of ['typescript', 'json-schema']) {
    const { err, exit } = await runHere('types', '--out', 'agent-safe.yaml', '--format', format);
    expect([exit, err]).toEqual([1, expect.stringContaining('is not replaced')]);
  }
  expect(readFileSync(join(cwd, 'agent-safe.yaml'), 'utf8')).toBe(settings);
  writeFileSync(join(cwd, 'package.json'), '[]x');
  expect((await runHere('types', '--out', 'package.json')).exit).toBe(1);
  for (const format of ['typescript', 'json-schema', 'typescript'])
    expect((await runHere('types', '--out', 'types', '--format', format)).out).toContain('written');
  writeFileSync(join(cwd, 'empty.ts'), '');
  expect((await runHere('types', '--out', 'empty.ts')).exit).toBe(0);
});
