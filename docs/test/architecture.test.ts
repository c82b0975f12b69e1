import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ALLOWED, workspacePackages } from '../../scripts/boundaries.ts';
import { files, read, root } from './support/repository.ts';

/** The tables below a heading, down to the next heading of the same level or a higher one: rows of cells, without the head. */
function tablesBelow(heading: string): readonly (readonly (readonly string[])[])[] {
  const [level = ''] = heading.split(' ', 1);
  const [, after = ''] = read('docs/explanation/architecture.md').split(`\n${heading}\n`);
  const [section = ''] = after.split(new RegExp(`\n#{1,${level.length}} `));
  return section
    .split(/\n(?!\|)/)
    .filter((block) => /^\n?\|/.test(block) || block.includes('\n|'))
    .map((block) =>
      block
        .split('\n')
        .filter((line) => line.startsWith('|'))
        .slice(2),
    )
    .map((rows) =>
      rows.map((row) =>
        row
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ),
    );
}

const rowsBelow = (heading: string) => tablesBelow(heading).flat();

/** The rows of the first table below a heading. */
function firstTableBelow(heading: string): readonly (readonly string[])[] {
  const [table = []] = tablesBelow(heading);
  return table;
}

const names = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

const published = workspacePackages(root).filter(({ manifest }) => manifest.private !== true);

const [, commandTable = ''] = read('apps/cli/src/command-table.ts').split('\nexport const COMMANDS');
const [commandEntries = ''] = commandTable.split('\n};');
const commandNames = [...commandEntries.matchAll(/^ {2}'?([a-z -]+)'?: entry\(/gm)].map(([, name = '']) => name);

test('docs/reference/cli.md lists every command', () => {
  const page = read('docs/reference/cli.md');
  const missing = commandNames.filter((name) => !new RegExp(`^\\|[^|]*\`${name}[ \`]`, 'm').test(page));
  expect(missing).toEqual([]);
});

describe('docs/explanation/architecture.md', () => {
  const rows = rowsBelow('## Packages');

  test('lists every published package, and no other', () => {
    expect(rows.flatMap(([folder]) => names(folder)).sort()).toEqual(published.map(({ folder }) => folder).sort());
  });

  test.each(published)('has the arrows of $folder', ({ folder, manifest }) => {
    const [, , imports, external] = rows.find(([cell]) => cell === `\`${folder}\``) ?? [];
    const allowed = ALLOWED[manifest.name] ?? { internal: [], external: [] };
    const arrows = names(imports?.replaceAll(/\([^)]*\)/g, ''));
    expect([...arrows].sort()).toEqual([...allowed.internal].sort());
    expect(names(external?.replaceAll(/\([^)]*\)/g, ''))).toEqual(allowed.external);
  });

  test('lists every further entry of every published package, with its file', () => {
    const entries = published.flatMap(({ folder, manifest }) => {
      const { exports = {} } = JSON.parse(read(`${folder}/package.json`)) as {
        exports?: Readonly<Record<string, unknown>>;
      };
      return Object.entries(exports).flatMap(([name, entry]) => {
        const source = Object(entry)['@agent-safe/source'] as string | undefined;
        if (name === '.' || source === undefined) return [];
        return [`${manifest.name}${name.slice(1)} ${folder}${source.slice(1)}`];
      });
    });
    const listed = rowsBelow('## Entries').map(([entry, , file]) => `${names(entry).join()} ${names(file).join()}`);
    expect([...listed].sort()).toEqual(entries.sort());
  });

  test('lists every folder of every published package', () => {
    const sources = published.map(({ folder }) => `${folder}/src/`);
    const own = files
      .filter((file) => /(?<!\.test)\.ts$/.test(file) && sources.some((source) => file.startsWith(source)))
      .map(dirname)
      .filter((folder) => !folder.endsWith('/src'));
    const listed = rowsBelow('## Folders').flatMap(([folder]) => names(folder));
    expect([...listed].sort()).toEqual([...new Set(own)].sort());
  });

  test('lists every action of the catalog, with the file that executes it', () => {
    const actions = files.flatMap((file) => /^catalog\/actions\/(.+)\.yaml$/.exec(file)?.[1] ?? []);
    const listed = rowsBelow('### Catalog');
    expect(listed.flatMap(([, cell]) => names(cell)).sort()).toEqual(actions.sort());
    for (const [, cell, executed] of listed) {
      const [file] = names(executed);
      if (file === undefined) continue;
      const text = read(file);
      // One export for each action, or one table with their names.
      const exported = [...text.matchAll(/^export const (\w+)/gm)].map(([, name = '']) => name.toLowerCase());
      const isThere = (name: string) => exported.includes(name.replaceAll('-', '')) || text.includes(`'${name}':`);
      expect(names(cell).filter((name) => !isThere(name))).toEqual([]);
    }
  });

  test('says where a command is: each is in the file of its name', () => {
    expect(commandNames.length).toBeGreaterThan(30);
    for (const name of commandNames) {
      const file = `apps/cli/src/commands/${name.replace(' ', '/')}.ts`;
      expect(files).toContain(file);
      expect(read(file)).toMatch(/^export const command =/m);
    }
  });

  test('walks a check through the stages in the order of the pipeline', () => {
    const pipeline = read('packages/sdk/src/pipeline/pipeline.ts');
    const stages = files.filter((file) => /^packages\/sdk\/src\/pipeline\/stages\/[^/]+(?<!\.test)\.ts$/.test(file));
    const walked = firstTableBelow('## The path of a request').flatMap(([file]) => names(file));
    expect(walked.filter((file) => stages.includes(file)).sort()).toEqual(stages.sort());
    expect(new Set(walked).size).toBe(walked.length);
    const [, list = ''] = /STAGES[^=]*= \[([^\]]*)\]/.exec(pipeline) ?? [];
    const inOrder = [...list.matchAll(/\w+/g)].map(
      ([name]) =>
        `packages/sdk/src/pipeline/stages/${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`,
    );
    expect(inOrder.length).toBeGreaterThan(3);
    expect(walked.filter((file) => inOrder.includes(file))).toEqual(inOrder);
  });
});

test('the README lists every published package', () => {
  const page = read('README.md');
  const missing = published.filter(({ folder, manifest }) => !page.includes(`[\`${manifest.name}\`](${folder})`));
  expect(missing.map(({ folder }) => folder)).toEqual([]);
});

test('all published packages are released with one version', () => {
  const { fixed } = JSON.parse(read('.changeset/config.json')) as { fixed: string[][] };
  expect(fixed.flat().sort()).toEqual(published.map(({ manifest }) => manifest.name).sort());
});
