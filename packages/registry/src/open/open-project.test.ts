import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@agent-safe/testkit/folders';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openProject } from './open-project.ts';

const ACTION = `name: restart
version: 1.0.0
description: Restart it
risk_class: low
target_types: [vm]
`;
const RULE = 'rules:\n  - {name: all, match: {}, decision: allow, reason: Fine}\n';

/** A cache folder next to the project, so that each test has its own. */
function keepingFor(folder: string, build = 'one') {
  return { build, folder: `${folder}-kept` };
}

function project(): string {
  const folder = makeFolder({
    'agent-safe.yaml': 'registry: ./actions\npolicies: ./policies\nstrict: true\n',
    'actions/restart.yaml': ACTION,
    'policies/default.yaml': RULE,
  });
  onTestFinished(() => rmSync(`${folder}-kept`, { recursive: true, force: true }));
  return folder;
}

/** Path of the only cache file. */
function cacheFileIn(folder: string): string {
  return join(`${folder}-kept`, readdirSync(`${folder}-kept`)[0] ?? 'nothing');
}

/** Changes the content of the cache file and fixes its checksum. */
async function plant(folder: string): Promise<void> {
  await openProject({ cwd: folder, cache: keepingFor(folder) });
  const { createHash } = await import('node:crypto');
  const text = (readFileSync(cacheFileIn(folder), 'utf8').split('\n')[1] ?? '').replace(
    '"reason":"Fine"',
    '"reason":"Kept"',
  );
  writeFileSync(cacheFileIn(folder), `${createHash('sha256').update(text).digest('base64url')}\n${text}`);
}

async function reasonIn(folder: string, build?: string): Promise<string | undefined> {
  const cache = build === undefined ? undefined : keepingFor(folder, build);
  const { policySet } = await openProject({ cwd: folder, cache });
  return policySet.rules[0]?.reason;
}

describe('a project is cached for the next process', () => {
  test('with the same content', async () => {
    const folder = project();
    const read = await openProject({ cwd: folder, cache: keepingFor(folder) });
    expect(existsSync(cacheFileIn(folder))).toBe(true);
    expect(statSync(cacheFileIn(folder)).mode & 0o777).toBe(0o600);
    expect(await openProject({ cwd: folder, cache: keepingFor(folder) })).toEqual(read);
    expect(Object.isFrozen(read.policySet.rules[0])).toBe(true);
  });

  test('the cache is used while no file changes', async () => {
    const folder = project();
    await plant(folder);
    expect(await reasonIn(folder, 'one')).toBe('Kept');
  });

  test.each<[string, (folder: string) => void]>([
    ['a policy changes', (folder) => writeFileSync(join(folder, 'policies/default.yaml'), `${RULE}# more\n`)],
    ['a policy is added', (folder) => writeFileSync(join(folder, 'policies/more.yaml'), 'rules: []\n')],
    ['an action changes', (folder) => writeFileSync(join(folder, 'actions/restart.yaml'), `${ACTION}tags: [a]\n`)],
    [
      'the settings change',
      (folder) => writeFileSync(join(folder, 'agent-safe.yaml'), 'registry: ./actions\npolicies: ./policies\n'),
    ],
    ['other users can read the cache', (folder) => chmodSync(cacheFileIn(folder), 0o644)],
    ['the cache is damaged', (folder) => writeFileSync(cacheFileIn(folder), 'x', { flag: 'a' })],
    ['the cache is deleted', (folder) => unlinkSync(cacheFileIn(folder))],
  ])('the files are read again when %s', async (_, change) => {
    const folder = project();
    await plant(folder);
    change(folder);
    expect(await reasonIn(folder, 'one')).toBe('Fine');
    // The cache is written again.
    expect(await reasonIn(folder, 'one')).toBe('Fine');
    expect(readFileSync(cacheFileIn(folder), 'utf8')).toContain('"reason":"Fine"');
  });

  test('another build of the program reads the files', async () => {
    const folder = project();
    await plant(folder);
    expect(await reasonIn(folder, 'two')).toBe('Fine');
  });

  test.each([undefined, 'one'])('an invalid file is refused with and without a cache', async (build) => {
    const folder = project();
    await plant(folder);
    writeFileSync(join(folder, 'policies/default.yaml'), `${RULE}  - {}\n`);
    const cache = build === undefined ? undefined : keepingFor(folder, build);
    await expect(openProject({ cwd: folder, cache })).rejects.toMatchObject({ code: 'ERR_POLICY_INVALID' });
  });

  test('nothing is written without the option, or if paths are given', async () => {
    const folder = project();
    await reasonIn(folder);
    const paths = { registry: 'actions', policies: 'policies', config: 'agent-safe.yaml' };
    await openProject({ cwd: folder, cache: keepingFor(folder), ...paths });
    expect(existsSync(`${folder}-kept`)).toBe(false);
  });

  test('a cache folder that cannot be created is ignored', async () => {
    const folder = project();
    writeFileSync(`${folder}-kept`, 'a file');
    expect(await reasonIn(folder, 'one')).toBe('Fine');
  });
});
