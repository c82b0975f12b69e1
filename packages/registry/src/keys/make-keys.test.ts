import { readKeySet } from '@agent-safe/tokens';
import { describe, expect, test } from 'vitest';
import { readKeys, type TokenKey } from './key-file.ts';
import { completeKeys, generateKeys, KEY_PURPOSES, rotateKeys } from './make-keys.ts';
import { keySet, signingKey, tokenKeyState, verificationKeys } from './token-keys.ts';

const NOW = Date.parse('2026-03-02T12:00:00.000Z');
const HOUR = 3_600_000;

function tokensOf(text: string): readonly TokenKey[] {
  return (readKeys(text) ?? []).filter((key) => key.purpose === 'token');
}

function entriesOf(text: string): readonly Record<string, unknown>[] {
  return (JSON.parse(text) as { readonly keys: readonly Record<string, unknown>[] }).keys;
}

describe('a key file', () => {
  test('has a different key for each purpose', () => {
    const keys = readKeys(generateKeys()) ?? [];
    expect(keys.map(({ purpose }) => purpose)).toEqual([...KEY_PURPOSES]);
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(keys.length);
  });

  test('gets its missing keys, and existing keys stay', () => {
    const all = entriesOf(generateKeys());
    for (const purpose of KEY_PURPOSES) {
      const rest = all.filter((entry) => entry.purpose !== purpose);
      const completed = entriesOf(completeKeys(JSON.stringify({ keys: rest })) ?? '');
      expect(completed).toEqual([...rest, expect.objectContaining({ purpose })]);
    }
    expect(completeKeys(generateKeys())).toBeUndefined();
    expect(completeKeys('{}')).toBeUndefined();
  });

  const [mask, checkpoint, token] = entriesOf(generateKeys()) as [object, object, object];
  test.each<[string, unknown]>([
    ['T10 a mask of 31 bytes', { ...mask, k: Buffer.alloc(31).toString('base64url') }],
    ['T10 a key for approvals of 31 bytes', { ...mask, purpose: 'approval', k: 'A'.repeat(42) }],
    ['a mask key with the purpose of a key pair', { ...mask, purpose: 'checkpoint' }],
    ['a key pair for approvals', { ...checkpoint, purpose: 'approval' }],
    ['a seal key of 31 bytes', { ...mask, purpose: 'seal', k: 'A'.repeat(42) }],
    ['a key pair for encryption', { ...checkpoint, purpose: 'seal' }],
    ['T10 a token key of 31 bytes', { ...token, d: Buffer.alloc(31).toString('base64url') }],
    ['a public key of another length', { ...token, x: 'AA' }],
    ['another curve', { ...token, crv: 'X25519' }],
    ['an unknown purpose', { ...token, purpose: 'tokens' }],
    ['an unknown member', { ...token, alg: 'EdDSA' }],
    ['a checkpoint key with an end', { ...checkpoint, verifies_until: '2026-03-02T12:00:00.000Z' }],
    ['an invalid time', { ...token, verifies_until: 'never' }],
    ['a date without a time', { ...token, verifies_until: '2026-03-02' }],
    ['a path as its id', { ...token, kid: '../token' }],
    ['base64url that is not canonical', { ...token, x: `${Buffer.alloc(32).toString('base64url').slice(0, -1)}B` }],
  ])('with %s is invalid', (_, entry) => {
    expect(readKeys(JSON.stringify({ keys: [entry] }))).toBeUndefined();
  });

  test('with two keys with the same id is invalid', () => {
    expect(
      readKeys(JSON.stringify({ keys: [token, { ...checkpoint, kid: (token as TokenKey).kid }] })),
    ).toBeUndefined();
  });
});

describe('a rotation', () => {
  const first = generateKeys();
  const rotation = { purpose: 'token', now: NOW, overlap: 24 * HOUR, signsIn: 0 } as const;

  test('of the token key: the new key signs, and the old one verifies until the overlap ends', () => {
    const { kid, retired, text } = rotateKeys(first, rotation);
    const [old, added] = tokensOf(text);
    expect(added?.kid).toBe(kid);
    expect(retired).toEqual([{ kid: old?.kid, verifies_until: '2026-03-03T12:00:00.000Z' }]);
    const tokens = tokensOf(text);
    expect(signingKey(tokens, NOW)).toMatchObject({ kid });
    expect(tokens.map((key) => tokenKeyState(key, tokens, NOW))).toEqual(['verifies', 'signs']);
    expect(tokens.map((key) => tokenKeyState(key, tokens, NOW + 24 * HOUR))).toEqual(['over', 'signs']);
  });

  test('can delay signing: until then the old key signs, and both are in the key set', () => {
    const { kid, text } = rotateKeys(first, { ...rotation, signsIn: HOUR });
    const tokens = tokensOf(text);
    const [old] = tokens;
    expect(signingKey(tokens, NOW + HOUR - 1)).toMatchObject({ kid: old?.kid });
    expect(signingKey(tokens, NOW + HOUR)).toMatchObject({ kid });
    expect(tokens.map((key) => tokenKeyState(key, tokens, NOW))).toEqual(['signs', 'waits']);
    expect(keySet(tokens, NOW).keys).toHaveLength(2);
    expect(old?.verifiesUntil).toBe(NOW + 25 * HOUR);
  });

  test('never extends the end of an older key', () => {
    const once = rotateKeys(first, rotation).text;
    const later = rotateKeys(once, { ...rotation, now: NOW + HOUR });
    expect(later.retired.map(({ verifies_until }) => verifies_until)).toEqual([
      '2026-03-03T12:00:00.000Z',
      '2026-03-03T13:00:00.000Z',
    ]);
    const leaked = rotateKeys(later.text, { ...rotation, now: NOW + 2 * HOUR, overlap: 0 });
    const tokens = tokensOf(leaked.text);
    expect(tokens.map((key) => tokenKeyState(key, tokens, NOW + 2 * HOUR))).toEqual(['over', 'over', 'over', 'signs']);
  });

  test('drops expired and waiting keys', () => {
    const waiting = rotateKeys(first, { ...rotation, signsIn: HOUR });
    const now = rotateKeys(waiting.text, { ...rotation, overlap: 0 });
    expect(now.removed).toEqual([waiting.kid]);
    expect(tokensOf(now.text).map(({ kid }) => kid)).toEqual([tokensOf(first)[0]?.kid, now.kid]);
    const later = rotateKeys(now.text, { ...rotation, now: NOW + 1 });
    expect(later.removed).toEqual([tokensOf(first)[0]?.kid]);
  });

  test('of other keys adds a key and keeps the older ones', () => {
    for (const purpose of ['mask', 'checkpoint', 'approval', 'seal'] as const) {
      const { kid, text } = rotateKeys(first, { ...rotation, purpose });
      expect(entriesOf(text)).toEqual([...entriesOf(first), expect.objectContaining({ kid, purpose })]);
    }
  });

  test('of an invalid key file is an error', () => {
    expect(() => rotateKeys('{}', rotation)).toThrow('The key file is invalid');
  });
});

describe('the public keys', () => {
  test('T21 contain no private key, include their end, and can be read by verifiers', () => {
    const tokens = tokensOf(rotateKeys(generateKeys(), { purpose: 'token', now: NOW, overlap: HOUR, signsIn: 0 }).text);
    const set = keySet(tokens, NOW);
    for (const { d } of tokens) expect(JSON.stringify(set)).not.toContain(d);
    expect(readKeySet(JSON.stringify(set))).toEqual(verificationKeys(tokens));
    expect(keySet(tokens, NOW + HOUR).keys).toHaveLength(1);
  });
});
