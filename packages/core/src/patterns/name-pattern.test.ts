import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileNamePattern } from './name-pattern.ts';

test.each<[string, string, boolean]>([
  ['rogue-*', 'rogue-7', true],
  ['rogue-*', 'rogue-', true],
  ['rogue-*', 'ROGUE-7', false],
  ['rogue-*', 'a-rogue-7', false],
  ['*', '', true],
  ['*-[1]', 'a-[1]', true],
  ['*-[1]', 'a-1', false],
  ['a?*', 'a?b', true],
  ['a?*', 'abb', false],
  ['a[!b]*', 'a[!b]c', true],
  ['a?', 'ab', false],
  ['**a**', 'bab', true],
  ['a*b*c', 'a-b-b-c', true],
  ['a\\*', 'a\\b', true],
  ['.*', 'xx', false],
])('T36 %s and %s: %s', (pattern, name, matches) => {
  expect(compileNamePattern(pattern)(name)).toBe(matches);
});

test('T36 a star stands for any characters, and no other character is special', () => {
  const piece = fc.string({ unit: fc.constantFrom('a', 'b', '[', ']', '?', '!', '-', '.', '\\', '^', 'é', '😀') });
  let matched = 0;
  const property = fc.property(fc.array(piece, { minLength: 1, maxLength: 4 }), piece, (pieces, name) => {
    const pattern = pieces.join('*');
    const quoted = pieces.map((each) => each.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
    const expected = new RegExp(`^${quoted.join('[^]*')}$`, 'v').test(name);
    expect(compileNamePattern(pattern)(name)).toBe(expected);
    expect(compileNamePattern(pattern)(pieces.join(name))).toBe(true);
    if (expected) matched++;
  });
  fc.assert(property, { seed: 20_260_101, numRuns: 20_000 });
  expect(matched).toBeGreaterThan(100);
});
