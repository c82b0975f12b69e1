import { expect, test } from 'vitest';
import { compilePattern } from './pattern.ts';
import { patternExamples } from './pattern-examples.ts';

test.each([
  '^[a-z][a-z0-9-]{0,62}$',
  '^i-[0-9a-f]{8,17}$',
  '^arn:aws:ecs:[a-z0-9-]+:\\d{12}:task/.+$',
  '^(JIRA|CHG)-[1-9]\\d*$',
  '^x{20}$',
  '[A-Z]{3}|[0-9]+',
  '\\s',
  '^$',
])('T41 an example of %s matches it', (pattern) => {
  expect(patternExamples(pattern).some(compilePattern(pattern))).toBe(true);
});

test('an example has a bounded length', () => {
  const texts = patternExamples('^((a{10}){10}){10}b*$');
  expect(texts.length).toBeGreaterThan(0);
  expect(Math.max(...texts.map((text) => text.length))).toBeLessThanOrEqual(2_000);
  expect(patternExamples('^(a{100}){100}$')).toEqual([]);
});
