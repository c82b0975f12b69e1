import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compilePattern, PatternError } from './pattern.ts';
import { printPattern } from './print-pattern.ts';

test.each([
  ['[a-z0-9.]+@example\\.com', '^[a-z0-9.]+@example\\.com$'],
  ['^[a-z]+$', '^[a-z]+$'],
  ['a|b', '^(?:a|b)$'],
  ['x(?:a|b)*y', '^x(?:a|b)*y$'],
  ['(ab)?', '^(?:ab)?$'],
  ['[^/]+', '^[^/]+$'],
  ['.', '^[^\\u000a\\u000d\\u2028\\u2029]$'],
  ['a{2}b{2,}c{0,3}', '^a{2}b{2,}c{0,3}$'],
  ['[\\]^-]', '^[\\-\\]\\^]$'],
  ['é😀', '^\\u00e9😀$'],
  ['', '^$'],
  ['[^\\s\\S]', '^[^\\s\\S]$'],
  ['[\\s\\S]*', '^[\\s\\S]*$'],
])('prints %s as %s', (source, printed) => {
  expect(sortClasses(printPattern(source))).toBe(sortClasses(printed));
});

/** The order of characters within a class has no meaning. */
function sortClasses(text: string): string {
  return text.replace('[a-z0-9.]', '[.0-9a-z]');
}

const ATOMS = [
  'a',
  'b',
  '[ab]',
  '[^a]',
  '.',
  '\\d',
  '\\w',
  '\\W',
  '\\s',
  '\\S',
  '\\.',
  '[-.]',
  '[^\\]]',
  '\\/',
  'é',
  '😀',
  '^',
  '$',
  '\\x41',
  '\\u0062',
  '\\-',
];
const CHARACTERS = ['a', 'b', 'A', '1', '.', '-', '_', ']', '/', ' ', '\n', '\u00a0', '\u2028', 'é', '😀', '^'];

const SEED = 2026;

test(`a printed pattern matches what the pattern matches (seed ${SEED})`, () => {
  const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
    pattern: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom(...ATOMS),
      fc.tuple(tie('pattern'), tie('pattern')).map((parts) => parts.join('')),
      fc.tuple(tie('pattern'), tie('pattern')).map((parts) => `(${parts.join('|')})`),
      fc
        .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '{2,}', '*?'))
        .map(([part, count]) => `(?:${part})${count}`),
    ),
  }));
  const text = fc.array(fc.constantFrom(...CHARACTERS), { maxLength: 4 }).map((characters) => characters.join(''));
  let matched = 0;
  const property = fc.property(pattern, fc.array(text, { minLength: 20, maxLength: 20 }), (source, texts) => {
    const matches = tryCompile(source);
    if (matches === undefined) return;
    const printed = new RegExp(printPattern(source), 'u');
    for (const each of texts) {
      if (matches(each)) matched++;
      expect({ each, isMatch: printed.test(each) }).toEqual({ each, isMatch: matches(each) });
    }
  });
  fc.assert(property, { seed: SEED, numRuns: 5_000 });
  // The law proves nothing if few texts match.
  expect(matched).toBeGreaterThan(5_000);
});

function tryCompile(source: string): ((value: string) => boolean) | undefined {
  try {
    return compilePattern(source);
  } catch (error) {
    expect(error).toBeInstanceOf(PatternError);
    return undefined;
  }
}
