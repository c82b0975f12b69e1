import { compilePathGlob, compilePattern, PatternError } from '../src/index.ts';

/** T08: hostile patterns on hostile values of 100 KB. An accepted pattern must match each value in less than 50 ms. */
const cores = ['a', '(a+)+', '(a|a)*', '(a|aa)+', '(a*)*', '(.*a)', '(a|b|ab)*', '([a-z]+)*', '(a?)', '(.*)(.*)'];
const repeats = ['*', '+', '{0,50}', '{1,200}', '{20,}'];
const tails = ['', 'b', '!$', '[^a]'];

interface Sizes {
  /** UTF-16 code units of each value. */
  readonly length: number;
}

export const full: Sizes = { length: 100_000 };
export const smoke: Sizes = { length: 1_000 };

/** @returns undefined if the pattern is refused */
function compile(pattern: string): ((value: string) => boolean) | undefined {
  // Throws for a pattern with a syntax error: the compiler would refuse it for that reason, and the test would prove
  // nothing.
  new RegExp(pattern, 'u');
  try {
    return compilePattern(pattern);
  } catch (error) {
    if (error instanceof PatternError) return undefined;
    throw error;
  }
}

export function run({ length }: Sizes): void {
  const values = [
    'a'.repeat(length),
    `${'a'.repeat(length - 1)}!`,
    'ab'.repeat(length / 2),
    '\u{10ffff}'.repeat(length / 2),
  ];
  let refused = 0;
  let accepted = 0;
  let slowestCompile = 0;
  let slowestMatch = 0;
  for (const pattern of cores.flatMap((core) =>
    repeats.flatMap((repeat) => tails.map((tail) => `(?:${core})${repeat}${tail}`)),
  )) {
    const started = performance.now();
    const matches = compile(pattern);
    slowestCompile = Math.max(slowestCompile, performance.now() - started);
    if (matches === undefined) {
      refused++;
      continue;
    }
    accepted++;
    for (const value of values) {
      const before = performance.now();
      matches(value);
      slowestMatch = Math.max(slowestMatch, performance.now() - before);
    }
  }

  let slowestGlob = 0;
  for (const piece of ['*a', '**a', '*/**', 'a*a**', '*a*/**b']) {
    const matches = compilePathGlob(`${piece.repeat(20)}*b`);
    for (const value of values) {
      const before = performance.now();
      matches(value);
      slowestGlob = Math.max(slowestGlob, performance.now() - before);
    }
  }

  console.log('| hostile patterns (T08) | measured | limit |');
  console.log('|---|---|---|');
  console.log(`| patterns: refused when loaded, accepted | ${refused}, ${accepted} | |`);
  console.log(`| slowest to load or refuse | ${slowestCompile.toFixed(1)} ms | |`);
  console.log(`| slowest match of a value of 100 KB | ${slowestMatch.toFixed(1)} ms | 50 ms |`);
  console.log(`| slowest match of a glob of 40 wildcards (T38) | ${slowestGlob.toFixed(1)} ms | |`);
}
