import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { workspacePackages } from './boundaries.ts';
import { readPackageLinks, writePackageLinks } from './package-links.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const published = workspacePackages(root).filter(({ manifest }) => manifest.private !== true);
const readManifest = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;

describe.each(published.map(({ folder }) => folder))('%s', (folder) => {
  test('has 4 to 8 different keywords', () => {
    const keywords = readManifest(join(root, folder)).keywords as readonly string[];
    expect(new Set(keywords).size).toBe(keywords.length);
    expect(keywords.length).toBeGreaterThanOrEqual(4);
    expect(keywords.length).toBeLessThanOrEqual(8);
    for (const keyword of keywords) expect(keyword).toMatch(/^[a-z0-9-]+$/);
  });

  test('leaves repository and homepage to the release', () => {
    expect(readManifest(join(root, folder))).not.toHaveProperty('repository');
    expect(readManifest(join(root, folder))).not.toHaveProperty('homepage');
  });
});

const links = { repository: 'https://git.example.com/team/agents', homepage: 'https://agents.example.com' };

function workspace(file: object): string {
  const folder = mkdtempSync(join(tmpdir(), 'agent-safe-links-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const files = {
    'scripts/package-links.json': file,
    'packages/one/package.json': { name: '@agent-safe/one', version: '1.0.0' },
    'packages/two/package.json': { name: '@agent-safe/two', private: true },
    'apps/three/package.json': { name: '@agent-safe/three', keywords: ['a'] },
    'examples/four/package.json': { name: 'four', private: true },
    'catalog/package.json': { name: '@agent-safe/catalog' },
  };
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), JSON.stringify(content));
  }
  return folder;
}

test.each([links.repository, `${links.repository}/`, `${links.repository}.git`])(
  'the release writes the links of %s into every package that is published',
  (repository) => {
    const folder = workspace({ ...links, repository });
    expect([...writePackageLinks(folder, readPackageLinks(folder))].sort()).toEqual([
      'apps/three',
      'catalog',
      'packages/one',
    ]);
    expect(readManifest(join(folder, 'packages/one'))).toEqual({
      name: '@agent-safe/one',
      version: '1.0.0',
      homepage: links.homepage,
      repository: { type: 'git', url: 'git+https://git.example.com/team/agents.git', directory: 'packages/one' },
    });
    expect(readManifest(join(folder, 'apps/three'))).toMatchObject({ keywords: ['a'], homepage: links.homepage });
    expect(readManifest(join(folder, 'packages/two'))).toEqual({ name: '@agent-safe/two', private: true });
  },
);

test.each([
  [{ repository: '', homepage: links.homepage }, 'repository'],
  [{ repository: links.repository }, 'homepage'],
  [{ ...links, homepage: 'http://example.com' }, 'homepage'],
  [{ ...links, repository: 'team/agents' }, 'repository'],
])('the release refuses %j', (file, missing) => {
  expect(() => readPackageLinks(workspace(file))).toThrow(`scripts/package-links.json has no "${missing}"`);
});

test('the release and its workflow write the links before they pack', () => {
  const { scripts } = readManifest(root) as { scripts: Record<string, string> };
  expect(scripts.release).toMatch(/node scripts\/write-package-links\.ts && changeset publish$/);
  const workflow = readFileSync(join(root, '.github/workflows/release.yml'), 'utf8');
  expect(workflow.indexOf('node scripts/write-package-links.ts')).toBeGreaterThan(0);
  expect(workflow.indexOf('node scripts/write-package-links.ts')).toBeLessThan(
    workflow.indexOf('changesets/action/pack@'),
  );
});
