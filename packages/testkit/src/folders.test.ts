import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { makeFolder, shareFolder } from './folders.ts';

test('a folder has its files, and is removed after the cleanup functions that were registered later', () => {
  let folder = '';
  onTestFinished(() => expect(existsSync(folder)).toBe(false));
  folder = makeFolder({ 'agent-safe.yaml': 'strict: true', 'a/b/c.bin': new Uint8Array([7]) });
  onTestFinished(() => expect(existsSync(folder)).toBe(true));
  expect(readFileSync(join(folder, 'agent-safe.yaml'), 'utf8')).toBe('strict: true');
  expect([...readFileSync(join(folder, 'a/b/c.bin'))]).toEqual([7]);
  expect(makeFolder()).not.toBe(folder);
});

describe('a shared folder', () => {
  const seen: string[] = [];
  afterAll(() => {
    expect(new Set(seen).size).toBe(1);
    expect(existsSync(seen[0] ?? '')).toBe(false);
  });

  describe('during the tests', () => {
    const folder = shareFolder();

    test.each([1, 2])('is the same in test %i', () => {
      seen.push(folder());
      expect(existsSync(folder())).toBe(true);
    });
  });
});
