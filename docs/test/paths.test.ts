import { dirname } from 'node:path';
import { join as joinPath } from 'node:path/posix';
import { describe, expect, test } from 'vitest';
import { files, folders, read } from './support/repository.ts';

/** The folders at the root whose paths a page may name. */
const TOP_FOLDERS = ['packages', 'apps', 'catalog', 'scripts', 'examples', 'infra', 'deploy', 'docs'];

/** Paths of what the scripts in a folder make, which its README names. */
const MADE_AT_RUN_TIME = new Set(['infra/.state']);

const pages = files.filter((file) =>
  /^(?:[A-Z_]+\.md|(?:docs|packages|apps|catalog|examples|infra|\.changeset)\/.*\.md)$/.test(file),
);

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
    expect(pages).toContain('docs/explanation/architecture.md');
    expect(pages).toContain('packages/core/README.md');
    expect(namedPaths('docs/explanation/architecture.md').length).toBeGreaterThan(100);
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
