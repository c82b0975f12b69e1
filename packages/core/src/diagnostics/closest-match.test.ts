import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { closestMatch, suggest } from './closest-match.ts';

const KEYS = ['name', 'risk_class', 'target_types', 'reversible', 'rollback_action'];

test.each([
  ['risk_clas', 'risk_class'],
  ['risk-class', 'risk_class'],
  ['riskClass', 'risk_class'],
  ['traget_types', 'target_types'],
  ['reversable', 'reversible'],
  ['rollback', 'rollback_action'],
])('the closest match of %s is %s', (given, meant) => {
  expect(closestMatch(given, KEYS)).toBe(meant);
});

test.each<[string, readonly string[]]>([
  ['start', ['days', 'time_window', 'timezone']],
  ['date', ['days']],
  ['no', ['id', 'a', 'x']],
  ['color', KEYS],
  ['risk', ['name', 'role']],
  // Two names continue it: to choose one would be a guess.
  ['rollback', ['rollback_action', 'rollback_params']],
  ['', ['a']],
  ['anything', []],
])('%j is close to none of %j', (given, known) => {
  expect(closestMatch(given, known)).toBeUndefined();
});

test('law: a match has at least half of its letters in common with the name', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd', 'e'), minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(word, fc.array(word, { maxLength: 5 }), (given, known) => {
      const match = closestMatch(given, known);
      if (match === undefined) return;
      const common = Array.from(match).filter((letter) => given.includes(letter)).length;
      expect(common * 2).toBeGreaterThanOrEqual(Math.min(match.length, given.length));
    }),
  );
});

test('suggests the closest name, or other advice', () => {
  expect(suggest('nmae', KEYS)).toBe('Did you mean "name"?');
  expect(suggest('color', new Set(['name', 'version']))).toBe('The known names are name, version.');
  expect(suggest('color', KEYS, 'Remove it.')).toBe('Remove it.');
  expect(suggest('color', [])).toBe('The known names are none.');
});

test('compares a long name with many others quickly, because the caller chooses the name', () => {
  const many = Array.from({ length: 100_000 }, (_, index) => `target-${index}`);
  expect(closestMatch('x'.repeat(100_000), many)).toBeUndefined();
  const long = Array.from({ length: 5_000 }, (_, index) => `${'target'.repeat(15)}-${index}`);
  const started = process.cpuUsage();
  expect(closestMatch('y'.repeat(95), long)).toBeUndefined();
  expect(process.cpuUsage(started).user / 1_000).toBeLessThan(500);
});
