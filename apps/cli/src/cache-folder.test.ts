import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, test } from 'vitest';
import { findCacheFolder, makePrivateFolder } from './cache-folder.ts';

test.each<[NodeJS.ProcessEnv, string | undefined]>([
  [{ HOME: '/home/a' }, '/home/a/.cache/agent-safe'],
  [{ HOME: '/home/a', XDG_CACHE_HOME: '/cache' }, '/cache/agent-safe'],
  [{ HOME: '/home/a', XDG_CACHE_HOME: '' }, '/home/a/.cache/agent-safe'],
  [{ XDG_CACHE_HOME: 'relative' }, undefined],
  [{}, undefined],
])('%j', (environment, folder) => {
  expect(findCacheFolder(environment)).toBe(folder);
});

test('the folder for compiled code is private', () => {
  const path = join(makeFolder(), 'deep', 'code');
  expect(makePrivateFolder(path)).toBe(path);
  expect(statSync(path).mode & 0o777).toBe(0o700);
  expect(makePrivateFolder(path)).toBe(path);
});

test.runIf(process.platform === 'linux')('a folder that cannot be created is not used', () => {
  expect(makePrivateFolder('/proc/nowhere/agent-safe/code')).toBeUndefined();
});

test.each<[string, (path: string) => void]>([
  ['others can write to', (path) => chmodSync(mkdirSync(path, { recursive: true }) ?? path, 0o777)],
  ['others can read', (path) => chmodSync(mkdirSync(path, { recursive: true }) ?? path, 0o750)],
  ['is a link', (path) => symlinkSync(makeFolder(), path)],
  ['is a file', (path) => writeFileSync(path, '')],
])('a folder that %s is not used', (_, make) => {
  const path = join(makeFolder(), 'code');
  make(path);
  expect(makePrivateFolder(path)).toBeUndefined();
});
