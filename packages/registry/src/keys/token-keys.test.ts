import { expect, test } from 'vitest';
import type { TokenKey } from './key-file.ts';
import { keySet, signingKey, type TokenKeyState, tokenKeyState, verificationKeys } from './token-keys.ts';

const NOW = Date.parse('2026-03-02T12:00:00.000Z');
const HOUR = 3_600_000;
const X = Buffer.alloc(32).toString('base64url');

/** Returns keys with the hours, from now, at which they start to sign and stop to verify. */
function keysOf(
  ...times: readonly (readonly [signs?: number | undefined, ends?: number | undefined])[]
): readonly TokenKey[] {
  return times.map(([signs, ends], index) => ({
    kid: `key-${index}`,
    d: X,
    x: X,
    ...(signs === undefined ? {} : { signsFrom: NOW + signs * HOUR }),
    ...(ends === undefined ? {} : { verifiesUntil: NOW + ends * HOUR }),
  }));
}

test.each<[string, readonly TokenKey[], readonly TokenKeyState[]]>([
  ['no key', [], []],
  ['one key', keysOf([]), ['signs']],
  ['the newest of two', keysOf([], []), ['verifies', 'signs']],
  ['a key that starts now', keysOf([undefined, 24], [0]), ['verifies', 'signs']],
  ['a key that ends now', keysOf([undefined, 0], []), ['over', 'signs']],
  ['a waiting key', keysOf([undefined, 25], [1]), ['signs', 'waits']],
  ['two waiting keys', keysOf([undefined, 25], [1, 26], [2]), ['signs', 'waits', 'waits']],
  ['a key replaced while it waited', keysOf([undefined, 25], [1, 24], []), ['verifies', 'verifies', 'signs']],
  ['a key that ends before it starts', keysOf([undefined, 25], [12, 6], [5]), ['signs', 'verifies', 'waits']],
  ['only expired keys', keysOf([undefined, -2], [-3, -1]), ['over', 'over']],
])('%s: the state of each key', (_, tokens, states) => {
  expect(tokens.map((key) => tokenKeyState(key, tokens, NOW))).toEqual(states);
  const signing = signingKey(tokens, NOW);
  const expected = tokens[states.indexOf('signs')];
  expect(signing?.alg === 'EdDSA' ? signing.kid : undefined).toBe(expected?.kid);
  const public_ = keySet(tokens, NOW).keys.map((key) => (key as { readonly kid: string }).kid);
  expect(public_).toEqual(tokens.filter((__, index) => states[index] !== 'over').map(({ kid }) => kid));
});

test('a waiting key starts to sign at its start and not earlier', () => {
  const tokens = keysOf([undefined, 25], [1, 26], [2, 3], [7]);
  for (const key of tokens.filter((each) => tokenKeyState(each, tokens, NOW) === 'waits')) {
    expect(signingKey(tokens, key.signsFrom ?? 0)).toMatchObject({ kid: key.kid });
    expect(signingKey(tokens, (key.signsFrom ?? 0) - 1)).not.toMatchObject({ kid: key.kid });
  }
});

test('an expired key keeps its end for verifiers', () => {
  expect(verificationKeys(keysOf([undefined, -1]))).toEqual([
    { alg: 'EdDSA', kid: 'key-0', x: X, verifiesUntil: NOW - HOUR },
  ]);
});
