import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { join as joinPath } from 'node:path/posix';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ALLOWED, workspacePackages } from '../../scripts/boundaries.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The folders at the root whose paths a page may name. */
const TOP_FOLDERS = ['packages', 'apps', 'catalog', 'scripts', 'examples', 'infra', 'docs'];

/** Paths of what the scripts in a folder make, which its README names. */
const MADE_AT_RUN_TIME = new Set(['infra/.state']);

/** What installing, building and testing make. No page may rely on it. */
const GENERATED = /^(?:node_modules|dist|coverage|\.(?:git|turbo|state|snippets|examples-.*))$/;

/** Every file of the repository, by its path from the root. */
const files = listFiles('');
const folders = new Set(files.flatMap(parentsOf));

function listFiles(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = joinPath(folder, entry.name);
    if (entry.isDirectory()) return GENERATED.test(entry.name) ? [] : listFiles(path);
    return [path];
  });
}

function parentsOf(path: string): readonly string[] {
  const parent = dirname(path);
  return parent === '.' ? [] : [parent, ...parentsOf(parent)];
}

const pages = files.filter((file) =>
  /^(?:[A-Z_]+\.md|docs\/.*\.md|(?:packages|apps|examples)\/[^/]+\/README\.md|(?:catalog|infra)\/README\.md|\.changeset\/.*\.md)$/.test(
    file,
  ),
);

const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** The paths that a page names: in backticks from the root of the repository, in links from the page. */
function namedPaths(page: string): readonly string[] {
  const text = read(page).replaceAll(/^```[\s\S]*?^```$/gm, '');
  const quoted = [...text.matchAll(/`([^`\s]+)`/g)].map(([, path = '']) => path);
  const linked = [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => {
    const [path = ''] = link.split('#');
    return path === '' || /^[a-z]+:/.test(path) ? [] : [joinPath(dirname(page), path)];
  });
  const inFolder = quoted.filter((path) => TOP_FOLDERS.some((folder) => path.startsWith(`${folder}/`)));
  return [...new Set([...inFolder, ...linked])];
}

/** Whether a file or folder is there. A star stands for any part of one name. */
function isThere(path: string): boolean {
  const plain = path.replace(/\/$/, '');
  if (MADE_AT_RUN_TIME.has(plain)) return true;
  if (!plain.includes('*')) return plain === '.' || files.includes(plain) || folders.has(plain);
  const escaped = plain.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '[^/]*');
  return [...files, ...folders].some((each) => new RegExp(`^${escaped}$`).test(each));
}

describe('paths in the documentation', () => {
  test('are found at all: the pages and the paths of this test are not empty', () => {
    expect(pages).toContain('docs/architecture.md');
    expect(pages).toContain('packages/core/README.md');
    expect(namedPaths('docs/architecture.md').length).toBeGreaterThan(100);
  });

  test.each(pages)('%s names files that are there', (page) => {
    expect(namedPaths(page).filter((path) => !isThere(path))).toEqual([]);
  });

  test.each(pages)('%s links to headings that are there', (page) => {
    const links = [...read(page).matchAll(/\]\(([^)\s#:]*)#([^)\s]+)\)/g)];
    const missing = links.filter(([, path = '', heading = '']) => {
      const file = path === '' ? page : joinPath(dirname(page), path);
      const target = file.endsWith('.md') ? file : joinPath(file, 'README.md');
      return !headingsOf(target).includes(heading);
    });
    expect(missing.map(([link]) => link)).toEqual([]);
  });
});

/** The headings of a page, as links name them. */
function headingsOf(page: string): readonly string[] {
  if (!files.includes(page)) return [];
  return [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** The tables below a heading, down to the next heading of the same level or a higher one: rows of cells, without the head. */
function tablesBelow(heading: string): readonly (readonly (readonly string[])[])[] {
  const [level = ''] = heading.split(' ', 1);
  const [, after = ''] = read('docs/architecture.md').split(`\n${heading}\n`);
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

describe('docs/architecture.md', () => {
  const published = workspacePackages(root).filter(({ manifest }) => manifest.private !== true);
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

  test('lists every folder of every published package', () => {
    const sources = published.map(({ folder }) => `${folder}/src/`);
    const own = files
      .filter((file) => /(?<!\.test)\.ts$/.test(file) && sources.some((source) => file.startsWith(source)))
      .map(dirname)
      .filter((folder) => !folder.endsWith('/src'));
    const listed = rowsBelow('## Folders').flatMap(([folder]) => names(folder));
    expect([...listed].sort()).toEqual([...new Set(own)].sort());
  });

  test('lists every action of the catalogue, with the file that executes it', () => {
    const actions = files.flatMap((file) => /^catalog\/actions\/(.+)\.yaml$/.exec(file)?.[1] ?? []);
    const listed = rowsBelow('### Catalogue');
    expect(listed.flatMap(([, cell]) => names(cell)).sort()).toEqual(actions.sort());
    for (const [, cell, executed] of listed) {
      const [file] = names(executed);
      if (file === undefined) continue;
      const exported = [...read(file).matchAll(/^export const (\w+)/gm)].map(([, name = '']) => name.toLowerCase());
      expect(exported).toEqual(expect.arrayContaining(names(cell).map((name) => name.replaceAll('-', ''))));
    }
  });

  test('says where a command is: each is in the file of its name', () => {
    const [, table = ''] = read('apps/cli/src/run-cli.ts').split('\nconst COMMANDS');
    const [commands = ''] = table.split('\n};');
    const all = [...commands.matchAll(/^ {2}'?([a-z -]+)'?: \{/gm)].map(([, name = '']) => name);
    expect(all.length).toBeGreaterThan(30);
    for (const name of all) {
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
