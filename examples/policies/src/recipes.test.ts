import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const folder = join(import.meta.dirname, '..');
const recipes = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'src')
  .map(({ name }) => name);

const temporary = mkdtempSync(join(tmpdir(), 'agent-safe-policies-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

function run(cwd: string, ...argv: string[]) {
  const { status, stderr, stdout } = spawnSync(
    process.execPath,
    ['--conditions=@agent-safe/source', join(root, 'apps/cli/src/main.ts'), ...argv],
    { cwd, encoding: 'utf8' },
  );
  return { status, text: `${stdout}${stderr}` };
}

/** Writes settings with keys that verify callers, for the files of a recipe. Keys do not belong in a repository. */
function makeProject(recipe: string): string {
  const project = join(temporary, recipe);
  mkdirSync(project);
  const settings = readFileSync(join(folder, recipe, 'agent-safe.yaml'), 'utf8');
  const absolute = settings.replaceAll(/: (\.[\w./-]*)$/gm, (_, path: string) => `: ${join(folder, recipe, path)}`);
  writeFileSync(join(project, 'agent-safe.yaml'), `${absolute}keys: ./keys.json\n`);
  const { status, text } = run(project, 'keys', 'generate');
  expect(status, text).toBe(0);
  return project;
}

test('there are ten recipes, and the list names each', () => {
  const list = readFileSync(join(folder, 'README.md'), 'utf8');
  expect(recipes).toHaveLength(10);
  expect(recipes.filter((recipe) => !list.includes(`](${recipe}/policies/${recipe}.yaml)`))).toEqual([]);
});

describe.each(recipes)('%s', (recipe) => {
  const here = join(folder, recipe);

  test('its tests pass, cover every condition, and notice every change of a rule', () => {
    const { status, text } = run(here, 'test', 'tests', '--min-coverage', '100', '--mutate');
    expect(text).toMatch(/^[1-9]\d* passed, 0 failed$/m);
    expect(text).toMatch(/^Mutations: ([1-9]\d*) of \1 changes/m);
    expect(status, text).toBe(0);
  });

  test('its tests also pass where keys verify callers, and validate has no warning', () => {
    const project = makeProject(recipe);
    const tested = run(project, 'test', join(here, 'tests'), '--min-coverage', '100');
    expect(tested.status, tested.text).toBe(0);
    const { text } = run(project, 'validate', '--json');
    const { problems } = JSON.parse(text) as { readonly problems: readonly { readonly code: string }[] };
    // The freeze ends one day.
    expect(problems.filter(({ code }) => code !== 'rule_expired')).toEqual([]);
  });
});
