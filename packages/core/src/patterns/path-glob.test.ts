import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileNamePattern } from './name-pattern.ts';
import { compilePathGlob, pathGlobContains } from './path-glob.ts';

const seed = Number(process.env.AGENT_SAFE_SEED ?? 20_260_101);

describe('T38 a star stays within one part', () => {
  const account = 'arn:aws:ecs:*:1111:cluster/*';
  test.each<[string, string, boolean]>([
    [account, 'arn:aws:ecs:eu-west-1:1111:cluster/app', true],
    [account, 'arn:aws:ecs:eu-west-1:2222:cluster/x:1111:cluster/app', false],
    [account, 'arn:aws:ecs:eu-west-1:2222:1111:cluster/app', false],
    [account, 'arn:aws:ecs:eu-west-1:1111:cluster/app/x', false],
    ['registry.local:5000/team/*', 'registry.local:5000/team/app', true],
    ['registry.local:5000/team/*', 'registry.local:5000/team/app:evil', false],
    ['registry.local:5000/team/*', 'registry.local:5000/team/app@sha256:00', false],
    ['registry.local:5000/team/*:*', 'registry.local:5000/team/app:1', true],
    ['*-server', 'api-server', true],
    ['*-server', 'prod/api-server', false],
    ['**-server', 'prod/api-server', true],
    ['prod/*', 'prod/', true],
    ['prod/*', 'prod', false],
    ['prod/*', 'prod/a/', false],
    ['prod/**', 'prod/a/', true],
    ['prod/**', 'prod', false],
    ['a*', 'a', true],
    ['arn:aws:iam:*:1111:role/*', 'arn:aws:iam::1111:role/x', true],
    ['a/*', 'a:b', false],
    ['*/*', 'a/b', true],
    ['*/*', '/', true],
    ['*/*', 'a@b', false],
    ['a**b', 'ab', true],
    ['a***b', 'a/:@b', true],
    ['**a**', 'x/a', true],
    ['**/a**/b', 'x/a/y/b', true],
    ['**/a**/b', 'x/b/a', false],
    ['*', '', true],
    ['*', 'a/b:c@d', true],
    ['**', 'a/b:c@d', true],
    ['', '', true],
    ['', 'a', false],
    ['**', '', true],
  ])('%s and %s: %s', (pattern, text, expected) => {
    expect(compilePathGlob(pattern)(text)).toBe(expected);
  });

  test.each<[string, string, string, boolean]>([
    ['an encoded slash is no slash', 'a*', 'a%2fb', true],
    ['a lookalike of a slash is no slash', 'a*', 'a\u2215b\uff0fc', true],
    ['a line break', 'a*b', 'a\n\r\u2028b', true],
    ['NUL', 'a*b', 'a\0b', true],
    ['a backslash is no separator', 'a*', 'a\\b', true],
    ['a question mark is not special', 'a?*', 'abc', false],
    ['a question mark matches itself', 'a?*', 'a?c', true],
    ['brackets are not special', '[ab]*', 'a', false],
    ['brackets match themselves', '[ab]*', '[ab]', true],
    ['a star in the text is a character', 'a*b', 'a*/b', false],
    ['a character of two code units', '*-\u{1f4a5}', 'x-\u{1f4a5}', true],
    ['a star takes a surrogate pair', 'a*b', 'a\u{1f4a5}b', true],
    ['a half of a character', 'a*b', 'a\ud800b', true],
    ['composed and decomposed letters differ', '\u00e9*', 'e\u0301', false],
    ['case counts', 'Prod/*', 'prod/a', false],
  ])('%s', (_, pattern, text, expected) => {
    expect(compilePathGlob(pattern)(text)).toBe(expected);
  });

  test('agrees with the reference on 100,000 random globs and texts', () => {
    process.stdout.write(`random "globs of parts": seed ${seed}\n`);
    const counts = { matched: 0, across: 0 };
    const property = fc.property(globs, texts, fc.boolean(), fc.nat(), (pattern, text, isFilled, choice) => {
      const value = isFilled ? fill(pattern, text, choice) : text;
      const expected = pattern === '*' || reference(pattern, value);
      expect(compilePathGlob(pattern)(value)).toBe(expected);
      // The reading of earlier tokens reaches at least as much.
      const isText = pattern.isWellFormed() && value.isWellFormed();
      if (expected && isText) expect(compileNamePattern(pattern)(value)).toBe(true);
      if (expected) counts.matched++;
      if (expected && pattern.includes('**')) counts.across++;
    });
    fc.assert(property, { seed, numRuns: 100_000 });
    expect(counts.matched).toBeGreaterThan(20_000);
    expect(counts.across).toBeGreaterThan(5_000);
  });

  test('T08 a glob with many wildcards takes time linear in the text', () => {
    const patterns = [
      ...['*a', '**a', '*/**', 'a*a**', '***'].map((piece) => `${piece.repeat(40)}*b`),
      `*${'a'.repeat(200)}b`,
      `${'*a/'.repeat(40)}*b`,
      `*${'a/'.repeat(40)}*a/b`,
    ];
    const length = 100_000;
    const values = ['a'.repeat(length), 'a/'.repeat(length / 2), `${'ab'.repeat(length / 2)}!`];
    for (const pattern of patterns) {
      const matches = compilePathGlob(pattern);
      for (const value of values) {
        const started = performance.now();
        matches(value);
        // A thousand times the time of a fast machine, and far below what backtracking would take.
        expect(performance.now() - started).toBeLessThan(5_000);
      }
    }
  });
});

describe('T38 a glob contains another one', () => {
  test.each<[string, string, boolean]>([
    ['*', '**', true],
    ['**', '*', true],
    ['prod/**', 'prod/*', true],
    ['prod/*', 'prod/**', false],
    ['prod/*', 'prod/api', true],
    ['prod/api', 'prod/*', false],
    ['*-server', 'api-server', true],
    ['*-server', '**-server', false],
    ['*', 'a', true],
    ['a*', '*', false],
    ['a*b*', 'a*b', true],
    ['*a*', '*aa*', true],
    ['*aa*', '*a*', false],
    ['**/**', '*/*', true],
    ['**', '', true],
    ['a', '', false],
    ['a**', 'a*/*:*@*', true],
  ])('%s and %s: %s', (outer, inner, expected) => {
    expect(pathGlobContains(outer, inner)).toBe(expected);
  });

  test('it is right for random globs, in both directions', () => {
    process.stdout.write(`random "contained globs": seed ${seed}\n`);
    const all = textsUpTo(4);
    const counts = { contained: 0, not: 0 };
    const property = fc.property(smallGlobs, smallGlobs, (outer, inner) => {
      const [wide, narrow] = [compilePathGlob(outer), compilePathGlob(inner)];
      const escapes = all.find((text) => narrow(text) && !wide(text));
      const contains = pathGlobContains(outer, inner);
      if (contains) {
        expect(escapes).toBeUndefined();
        counts.contained++;
      } else if (outer.length + inner.length <= 4) {
        // Globs this small differ by a short text, so that the answer is exact.
        expect(escapes).toBeDefined();
        counts.not++;
      }
    });
    fc.assert(property, { seed, numRuns: 3_000 });
    expect(counts.contained).toBeGreaterThan(300);
    expect(counts.not).toBeGreaterThan(300);
  });

  test('doubt counts as not contained, and takes little time', () => {
    const outer = `**a${'*b**'.repeat(60)}`;
    const started = performance.now();
    expect(pathGlobContains(outer, `**${'*a**c'.repeat(40)}`)).toBe(false);
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

/** A small matcher that is obviously right: it tries every way to split a text. */
function reference(pattern: string, text: string): boolean {
  const across = /\*{2,}/.exec(pattern);
  if (across === null) return matchesParts(pattern, text);
  const head = pattern.slice(0, across.index);
  const rest = pattern.slice(across.index + across[0].length);
  return cuts(text).some(
    (start) =>
      matchesParts(head, text.slice(0, start)) &&
      cuts(text).some((end) => end >= start && reference(rest, text.slice(end))),
  );
}

function matchesParts(pattern: string, text: string): boolean {
  const wanted = pattern.split(/([/:@])/);
  const given = text.split(/([/:@])/);
  return wanted.length === given.length && wanted.every((part, place) => matchesPart(part, given[place] ?? ''));
}

function matchesPart(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  if (pattern[0] === '*') return cuts(text).some((start) => matchesPart(pattern.slice(1), text.slice(start)));
  return pattern[0] === text[0] && matchesPart(pattern.slice(1), text.slice(1));
}

function cuts(text: string): readonly number[] {
  return Array.from({ length: text.length + 1 }, (_, index) => index);
}

/** Replaces wildcards by pieces of a text, so that many globs match. */
function fill(pattern: string, text: string, choice: number): string {
  let place = choice;
  return pattern.replaceAll(/\*+/g, (stars) => {
    const piece = text.slice(place % 5, (place % 5) + 3);
    place += 1;
    return stars === '*' ? piece.replaceAll(/[/:@]/g, '') : piece;
  });
}

const characters = fc.constantFrom(
  'a',
  'b',
  '/',
  ':',
  '@',
  '*',
  '?',
  '[',
  ']',
  '%',
  '\\',
  '\n',
  '\0',
  'é',
  '😀',
  '\ud800',
);
const texts = fc.string({
  unit: fc.oneof({ weight: 3, arbitrary: fc.constantFrom('a', 'b', '/') }, characters),
  maxLength: 9,
});
const globs = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom('a', 'b', '/', ':') },
      { weight: 3, arbitrary: fc.constantFrom('*', '*', '**', '***') },
      { weight: 1, arbitrary: characters },
    ),
    { maxLength: 7 },
  )
  .map((pieces) => pieces.join(''));
const smallGlobs = fc
  .array(fc.constantFrom('a', 'b', '/', '*', '**'), { maxLength: 4 })
  .map((pieces) => pieces.join(''));

/** Returns all texts up to a length over a few characters. One of them is in no glob. */
function textsUpTo(length: number): readonly string[] {
  const all = [''];
  for (let from = 0, size = 0; size < length; size++) {
    const end = all.length;
    for (; from < end; from++) for (const next of ['a', 'b', '/', ':', 'x']) all.push(`${all[from]}${next}`);
  }
  return all;
}
