import { compilePattern } from '../src/index.ts';

/** T08: hostile patterns meet hostile values of 100 KB. What is accepted must match each value in less than 50 ms. */
const cores = ['a', '(a+)+', '(a|a)*', '(a|aa)+', '(a*)*', '(.*a)', '(a|b|ab)*', '([a-z]+)*', '(a?)', '(.*)(.*)'];
const repeats = ['*', '+', '{0,50}', '{1,200}', '{20,}'];
const tails = ['', 'b', '!$', '[^a]'];
const values = ['a'.repeat(100_000), `${'a'.repeat(99_999)}!`, 'ab'.repeat(50_000), '\u{10ffff}'.repeat(50_000)];

let refused = 0;
let accepted = 0;
let slowestCompile = 0;
let slowestMatch = 0;
for (const pattern of cores.flatMap((core) =>
  repeats.flatMap((repeat) => tails.map((tail) => `(?:${core})${repeat}${tail}`)),
)) {
  const started = performance.now();
  try {
    const matches = compilePattern(pattern);
    slowestCompile = Math.max(slowestCompile, performance.now() - started);
    accepted++;
    for (const value of values) {
      const before = performance.now();
      matches(value);
      slowestMatch = Math.max(slowestMatch, performance.now() - before);
    }
  } catch {
    slowestCompile = Math.max(slowestCompile, performance.now() - started);
    refused++;
  }
}

console.log('| hostile patterns (T08) | measured | limit |');
console.log('|---|---|---|');
console.log(`| patterns: refused when loaded, accepted | ${refused}, ${accepted} | |`);
console.log(`| slowest to load or refuse | ${slowestCompile.toFixed(1)} ms | |`);
console.log(`| slowest match of a value of 100 KB | ${slowestMatch.toFixed(1)} ms | 50 ms |`);
