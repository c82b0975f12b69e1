import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compileGlob } from './glob.ts';

test.each([
  ['restart-deployment', 'restart-deployment', true],
  ['restart-deployment', 'restart-deployments', false],
  ['*', '', true],
  ['scale-*', 'scale-deployment', true],
  ['*-pod', 'delete-pod', true],
  ['delete-po?', 'delete-pod', true],
  ['[a-d]*', 'cordon-node', true],
  ['[!a-d]*', 'cordon-node', false],
  ['[]a]', ']', true],
  ['[', '[', true],
  ['Scale-*', 'scale-hpa', false],
  ['?', '💥', true],
])('glob %s on %s: %s', (pattern, text, expected) => {
  expect(compileGlob(pattern)(text)).toBe(expected);
});

test('agrees with 700 results of Python’s fnmatch, including unusual brackets', () => {
  const vectors = JSON.parse(readFileSync(new URL('../../test/fnmatch-vectors.json', import.meta.url), 'utf8')) as [
    string,
    string,
    boolean,
  ][];
  const wrong = vectors.filter(([pattern, text, expected]) => compileGlob(pattern)(text) !== expected);
  expect(wrong).toEqual([]);
  expect(vectors).toHaveLength(700);
});

test('T08 a glob with many stars does not take exponential time', () => {
  const matches = compileGlob(`${'*a'.repeat(50)}*b`);
  expect(matches('a'.repeat(5_000))).toBe(false);
});
