import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePattern, PatternError } from './pattern.ts';

const SEED = 4711;

describe('compilePattern', () => {
  test.each([
    ['[a-z][a-z0-9-]{0,62}', ['a', 'kube-system', 'a'.repeat(63)], ['', 'A', '-a', 'a'.repeat(64), 'a\n']],
    ['^[a-z]+$', ['abc'], ['abc\n', '1']],
    ['JIRA-\\d+|INC\\d{4}', ['JIRA-1', 'INC1234'], ['JIRA-', 'INC123', 'xJIRA-1']],
    ['(?:a|b)*c?', ['', 'abba', 'abc'], ['cc']],
    ['(?P<tool>kubectl)', ['kubectl'], ['kubectl2']],
    ['a{2}b{1,}c{0,2}', ['aab', 'aabbcc'], ['ab', 'aabccc']],
    ['[^\\s/]+', ['a.b', 'ä'], ['a b', 'a/b', '']],
    ['[\\]a-]+', [']', 'a', '-'], ['b']],
    ['.', ['a', '💥'], ['', '\n', '\r', '\u2028', 'ab']],
    ['\\S+', ['a'], ['a\u00a0b', '\u3000', ' ']],
    ['\\x41\\u00e4\\t\\.', ['Aä\t.'], ['Aä\tx']],
    ['a+?b*?', ['a', 'aab'], ['b']],
    ['', [''], ['a']],
    ['a|', ['a', ''], ['b']],
    ['{}', ['{}'], ['']],
  ])('%s', (pattern, accepted, refused) => {
    const matches = compilePattern(pattern);
    expect(accepted.filter((value) => !matches(value))).toEqual([]);
    expect(refused.filter((value) => matches(value))).toEqual([]);
  });

  test.each([
    ['a look-ahead', '(?=a)b'],
    ['a look-behind', '(?<!a)b'],
    ['a back-reference', '(a)\\1'],
    ['a word boundary', '\\bword\\b'],
    ['an inline flag', '(?i)a'],
    ['a possessive quantifier', 'a++'],
    ['a quantifier on a quantifier', 'a**'],
    ['nothing to repeat', '*a'],
    ['a group without an end', '(a'],
    ['a group without a start', 'a)'],
    ['a class without an end', '[a'],
    ['a descending range', '[z-a]'],
    ['half of a surrogate pair', '[^\\ud83d\\ude00]'],
    ['a POSIX class', '[[:alpha:]]'],
    ['a "]" first in a class', '[]a]'],
    ['a repetition without its lower bound', 'a{,3}'],
    ['a trailing backslash', 'a\\'],
    ['too many repeats', 'a{1001}'],
    ['a lower bound above the upper bound', 'a{3,2}'],
    ['groups nested too deep', `${'('.repeat(60)}a${')'.repeat(60)}`],
    ['a pattern that is too long', 'a'.repeat(1_001)],
  ])('refuses %s', (_, pattern) => {
    expect(() => compilePattern(pattern)).toThrow(PatternError);
  });

  test(`agrees with the engine of the platform on patterns that both support (seed ${SEED})`, () => {
    const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
      pattern: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '\\w', ''),
        fc.tuple(tie('pattern'), tie('pattern')).map(([left, right]) => `${left}${right}`),
        fc.tuple(tie('pattern'), tie('pattern')).map(([left, right]) => `(?:${left}|${right})`),
        fc
          .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{0,2}', '{1,}'))
          .map(([part, repeat]) => `(${part})${repeat}`),
      ),
    }));
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '1', '-', '\n'), maxLength: 8 });
    const property = fc.property(pattern, fc.array(text, { minLength: 5, maxLength: 5 }), (source, values) => {
      const matches = compilePattern(source);
      const reference = new RegExp(`^(?:${source})$`, 'u');
      for (const value of values)
        expect([source, value, matches(value)]).toEqual([source, value, reference.test(value)]);
    });
    fc.assert(property, { seed: SEED, numRuns: 3_000 });
  });
});

describe('T08 hostile patterns', () => {
  const repeats = ['*', '+', '{0,50}', '{1,200}', '{20,}'];
  const cores = ['a', '(a+)+', '(a|a)*', '(a|aa)+', '(a*)*', '(.*a)', '(a|b|ab)*', '([a-z]+)*', '(a?)', '(.*)(.*)'];
  const tails = ['', 'b', '!$', '[^a]'];
  const patterns = cores.flatMap((core) =>
    repeats.flatMap((repeat) => tails.map((tail) => `(?:${core})${repeat}${tail}`)),
  );
  const values = ['a'.repeat(100_000), `${'a'.repeat(99_999)}!`, 'ab'.repeat(50_000), '\u{10ffff}'.repeat(50_000)];

  test('200 patterns on values of 100 KB are refused at load or take linear time', () => {
    const all = [...new Set(patterns)];
    expect(all).toHaveLength(200);
    let compiled = 0;
    for (const pattern of all) {
      const started = process.cpuUsage();
      try {
        const matches = compilePattern(pattern);
        compiled++;
        for (const value of values) matches(value);
      } catch (error) {
        expect(error).toBeInstanceOf(PatternError);
      }
      // Far above the limit of 50 ms per value: backtracking would take hours. CPU time is measured, so that other
      // programs do not count.
      expect(process.cpuUsage(started).user / 1_000, pattern).toBeLessThan(2_000);
    }
    expect(compiled).toBeGreaterThan(100);
  });

  const odd = Array.from({ length: 400 }, (_, index) => String.fromCodePoint(0x4e00 + 2 * index)).join('');
  test.each([`[${odd}]{990}`, `(?:[${odd}]${'|'.repeat(450)}){40}`, `[${odd}]{500}`])(
    'a pattern of many ranges is quickly refused or loaded (%#)',
    (pattern) => {
      const started = process.cpuUsage();
      try {
        compilePattern(pattern);
      } catch (error) {
        expect(error).toBeInstanceOf(PatternError);
      }
      expect(process.cpuUsage(started).user / 1_000).toBeLessThan(2_000);
    },
  );

  test.each(['(((){1000}){1000}){1000}', '.*a.{15}', '(.{0,500}a)*', '(a|b)*a(a|b){14}', '((a{1,100}){1,100}){1,100}'])(
    '%s is refused quickly',
    (pattern) => {
      expect(() => compilePattern(pattern)).toThrow(PatternError);
    },
  );
});
