import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';
import type { JsonValue } from './json.ts';

const SEED = 8785;

test('writes the example of RFC 8785, section 3.2.2', () => {
  const value = {
    // The RFC also has 333333333.33333329, which JavaScript parses as 333333333.3333333.
    numbers: [333333333.3333333, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"\u002f',
    literals: [null, true, false],
  };
  expect(canonicalJson(value)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

test('sorts keys by UTF-16 code units, as in section 3.2.3', () => {
  const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 };
  expect(canonicalJson(value)).toBe('{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}');
});

test.each([
  ['an integer beyond 2^53 - 1', 2 ** 53],
  ['NaN', Number.NaN],
  ['infinity', Number.POSITIVE_INFINITY],
  ['a lone surrogate', '\ud800'],
  ['a lone surrogate in a key', { '\udc00': 1 }],
  ['undefined', { key: undefined } as unknown as JsonValue],
])('refuses %s', (_, value) => {
  expect(() => canonicalJson(value)).toThrow();
});

test(`the text does not depend on the order of keys, and parses to the same value (seed ${SEED})`, () => {
  const json = fc.jsonValue({ noUnicodeString: false, maxDepth: 4 });
  const exact = (_: string, value: unknown) => (Number.isInteger(value) && !Number.isSafeInteger(value) ? 0 : value);
  const property = fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), json), (random) => {
    const record = JSON.parse(JSON.stringify(random, exact)) as Record<string, JsonValue>;
    const reversed = Object.fromEntries(Object.entries(record).reverse()) as Record<string, JsonValue>;
    const text = canonicalJson(record);
    expect(canonicalJson(reversed)).toBe(text);
    expect(JSON.parse(text)).toEqual(record);
  });
  fc.assert(property, { seed: SEED, numRuns: 2_000 });
});
