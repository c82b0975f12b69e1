import { mkdtempSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeFolders } from './make-folders.ts';

function makeRoot(): string {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'agent-safe-folders-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return root;
}

test('creates a folder and its parents, and returns the topmost one', () => {
  const root = makeRoot();
  expect(makeFolders(join(root, 'a', 'b', 'c'), 0o700)).toBe(join(root, 'a'));
  expect(statSync(join(root, 'a', 'b')).mode & 0o777).toBe(0o700);
  expect(makeFolders(join(root, 'a', 'b', 'c'), 0o700)).toBeUndefined();
  expect(makeFolders(join(root, 'a', 'd'), 0o700)).toBe(join(root, 'a', 'd'));
});

test('fails if a file or a broken link is in the way', () => {
  const root = makeRoot();
  writeFileSync(join(root, 'file'), '');
  symlinkSync(join(root, 'nowhere'), join(root, 'link'));
  for (const path of ['file', 'file/deeper', 'link'])
    expect(() => makeFolders(join(root, path), 0o700), path).toThrow();
});

test.runIf(process.platform === 'linux')('fails at once if no parent can be created', () => {
  expect(() => makeFolders('/proc/nowhere/a/b', 0o700)).toThrow(/ENOENT/);
});
