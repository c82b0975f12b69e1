import { expect, test } from 'vitest';
import { closestMatch, closestTypo, suggest } from './closest-match.ts';

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

test('finds typos only', () => {
  expect(closestTypo('nmae', KEYS)).toBe('name');
  expect(closestTypo('colour', KEYS)).toBeUndefined();
  expect(closestTypo('anything', [])).toBeUndefined();
});

test('suggests the closest name, or other advice', () => {
  expect(suggest('nmae', KEYS)).toBe('Did you mean "name"?');
  expect(suggest('colour', new Set(['name', 'version']))).toBe('The known names are name, version.');
  expect(suggest('colour', KEYS, 'Remove it.')).toBe('Remove it.');
  expect(suggest('colour', [])).toBe('The known names are none.');
});

test('compares a long name with many others quickly, because the caller chooses the name', () => {
  const many = Array.from({ length: 100_000 }, (_, index) => `target-${index}`);
  expect(closestTypo('x'.repeat(100_000), many)).toBeUndefined();
  const long = Array.from({ length: 5_000 }, (_, index) => `${'target'.repeat(15)}-${index}`);
  const started = process.cpuUsage();
  expect(closestTypo('y'.repeat(95), long)).toBeUndefined();
  expect(process.cpuUsage(started).user / 1_000).toBeLessThan(500);
});
