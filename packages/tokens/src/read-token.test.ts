import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DEFAULT_ISSUER, type JsonObject } from '@agent-safe/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  decodeBase64url,
  readKeySet,
  readSigningSecret,
  type SigningKey,
  TOKEN_TYPES,
  type TokenKind,
  tokenHeader,
  type VerificationKey,
} from './index.ts';
import { readToken, type TokenExpectations, type TokenReading, type VerifySignature } from './verify.ts';

// The hundreds of hostile variants of T10 are tested in packages/testkit/src/hostile/tokens.test.ts, next to their generator.

const SEED = 7515;
const NOW = Date.UTC(2030, 0, 1);
const SECONDS = NOW / 1_000;
const AUDIENCE = 'agent-safe-runner';
const NOT_SIGNED = 'The token has an invalid signature for the key that it names.';
const KINDS = Object.keys(TOKEN_TYPES) as readonly TokenKind[];

const signing = newKey('token-1');
const publicKey: VerificationKey = { alg: 'EdDSA', kid: signing.kid, x: signing.x };
const secret = Buffer.from('a secret for tests that protects nothing');
const shared: SigningKey = { alg: 'HS256', secret };
const sharedKey: VerificationKey = { alg: 'HS256', secret, acceptsLegacy: true };
const OURS: readonly (readonly [string, SigningKey, VerificationKey])[] = [
  ['Ed25519', signing, publicKey],
  ['a shared secret', shared, sharedKey],
];

function newKey(kid: string): Extract<SigningKey, { readonly alg: 'EdDSA' }> {
  const { d = '', x = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return { alg: 'EdDSA', kid, d, x };
}

/** Uses only node:crypto, and is lenient about form. The packages verify with jose. */
const verifySignature: VerifySignature = (token, key) => {
  const [header, payload, text = ''] = token.split('.');
  const [input, signature] = [Buffer.from(`${header}.${payload}`), Buffer.from(text, 'base64url')];
  if (key.alg === 'HS256') return Promise.resolve(hmac(input, key.secret).equals(signature));
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: key.x };
  return Promise.resolve(verify(null, input, createPublicKey({ format: 'jwk', key: jwk }), signature));
};

function hmac(input: string | Buffer, key: Uint8Array): Buffer {
  return createHmac('sha256', key).update(input).digest();
}

function mint(header: object, claims: object, key: SigningKey = signing): string {
  const input = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  if (key.alg === 'HS256') return `${input}.${hmac(input, key.secret).toString('base64url')}`;
  const privateKey = createPrivateKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', d: key.d, x: key.x } });
  return `${input}.${sign(null, Buffer.from(input), privateKey).toString('base64url')}`;
}

const CLAIMS = {
  iss: DEFAULT_ISSUER,
  aud: AUDIENCE,
  iat: SECONDS - 60,
  exp: SECONDS + 600,
  jti: '0190b0c4-7d4e-4c6a-9a53-1f0d2c3b4a59',
  agent_id: 'agent-1',
};

function token(kind: TokenKind, key: SigningKey, changes: object = {}): string {
  return mint(tokenHeader(kind, key), { ...CLAIMS, ...changes }, key);
}

function read(
  text: string,
  changes: Partial<TokenExpectations> = {},
  verifier = verifySignature,
): Promise<TokenReading> {
  const keys = [publicKey, sharedKey];
  const expected = { kinds: KINDS, keys, issuer: DEFAULT_ISSUER, audience: AUDIENCE, now: NOW, ...changes };
  return readToken(text, expected, verifier);
}

test.each(OURS)('reads the content of a genuine token under %s', async (_, key, verifier) => {
  for (const kind of KINDS) {
    expect(await read(token(kind, key), { kinds: [kind], keys: [verifier] })).toEqual({
      ok: true,
      kind,
      isLegacy: false,
      claims: CLAIMS,
      issuedAt: NOW - 60_000,
      expiresAt: NOW + 600_000,
      jti: CLAIMS.jti,
    });
  }
});

test('T10 no unsigned claim is read', async () => {
  const forged = token('identity', newKey('token-1'), { iss: 'somebody-else', exp: 0 });
  expect(await read(forged)).toMatchObject({ ok: false, code: 'token_invalid', reason: NOT_SIGNED });
  const asked: string[] = [];
  const listening: VerifySignature = (text) => {
    asked.push(text);
    return Promise.resolve(true);
  };
  for (const header of [
    { alg: 'none', typ: TOKEN_TYPES.identity },
    { ...tokenHeader('identity', signing), kid: 'unknown' },
  ]) {
    expect(await read(mint(header, CLAIMS), {}, listening)).toMatchObject({ ok: false });
  }
  expect(asked).toEqual([]);
});

test('T10 a key verifies only signatures of its own algorithm', async () => {
  expect(await read(token('identity', signing), { keys: [sharedKey] })).toMatchObject({ ok: false });
  expect(await read(token('identity', shared), { keys: [publicKey] })).toMatchObject({ ok: false });
  expect(await read(token('identity', signing), { keys: [] })).toMatchObject({ ok: false });
  const confused: SigningKey = { alg: 'HS256', secret: Buffer.from(signing.x, 'base64url') };
  expect(await read(token('identity', confused))).toMatchObject({ ok: false, reason: NOT_SIGNED });
});

test.each([undefined, null, 1, true, {}, [], Buffer.from('a.b.c'), new String('a.b.c')])(
  'T10 a value that is not a string is refused: %s',
  async (value) => {
    expect(await read(value as string)).toMatchObject({ ok: false });
  },
);

interface Vectors {
  readonly testGroups: readonly {
    readonly private: { readonly kty: string; readonly k?: string };
    readonly tests: readonly { readonly tcId: number; readonly jws: string; readonly result: string }[];
  }[];
}
const wycheproof = JSON.parse(readFileSync(new URL('../test/wycheproof-jws.json', import.meta.url), 'utf8')) as Vectors;

test('T10 every Wycheproof vector is refused, even under its own key', async () => {
  let [count, underTheirs, signed] = [0, 0, 0];
  for (const group of wycheproof.testGroups) {
    const theirs = group.private.kty === 'oct' ? Buffer.from(group.private.k ?? '', 'base64url') : Buffer.alloc(0);
    const key: VerificationKey = { alg: 'HS256', secret: theirs, acceptsLegacy: true };
    for (const { jws, tcId } of group.tests) {
      count++;
      expect(await read(jws), `vector ${tcId}`).toMatchObject({ ok: false });
      if (theirs.length < 32) continue;
      underTheirs++;
      expect(await read(jws, { keys: [key] }), `vector ${tcId}`).toMatchObject({ ok: false });
      if (jws.split('.').length === 3 && (await verifySignature(jws, key))) signed++;
    }
  }
  expect({ count, underTheirs }).toEqual({ count: 401, underTheirs: 40 });
  // Some refused vectors have a valid signature, so their keys are read correctly.
  expect(signed).toBeGreaterThan(5);
});

const TYPES: readonly string[] = [
  ...Object.values(TOKEN_TYPES),
  'agent-safe-approval+jwt',
  'agent-safe-session+jwt',
  'JWT',
];

test.each(OURS)('T11 no token under %s is accepted as another kind', async (_, key, verifier) => {
  for (const kind of KINDS) {
    for (const typ of TYPES) {
      const text = mint({ ...tokenHeader(kind, key), typ }, { ...CLAIMS, type: 'execution-ticket' }, key);
      const reading = await read(text, { kinds: [kind], keys: [verifier] });
      expect(reading.ok, `${typ} as ${kind}`).toBe(typ === TOKEN_TYPES[kind]);
    }
  }
});

test('T11 a token is accepted only as one of the expected kinds', async () => {
  const kinds = ['identity', 'delegation'] as const;
  expect(await read(token('delegation', signing), { kinds })).toMatchObject({ ok: true, kind: 'delegation' });
  expect(await read(token('ticket', signing), { kinds })).toMatchObject({
    ok: false,
    code: 'token_invalid',
    reason: 'The token is an execution ticket, not an identity token or a delegation token.',
  });
});

const LEGACY = { iss: DEFAULT_ISSUER, iat: SECONDS - 60, exp: SECONDS + 600, agent_id: 'agent-1' };

test('a token of type JWT is accepted as a 0.11 token only under a secret with acceptsLegacy', async () => {
  const header = { alg: 'HS256', typ: 'JWT' };
  const [strict, legacy] = [{ ...sharedKey, acceptsLegacy: false }, mint(header, LEGACY, shared)];
  expect(await read(legacy)).toMatchObject({ ok: true, isLegacy: true, kind: 'identity', jti: null });
  expect(await read(legacy, { keys: [strict] })).toMatchObject({ ok: false });
  const withJti = mint(header, { ...LEGACY, jti: CLAIMS.jti }, shared);
  expect(await read(withJti)).toMatchObject({ ok: true, jti: null });
});

test.each<[string, object, object, SigningKey]>([
  ['a kid', { alg: 'HS256', typ: 'JWT', kid: 'token-1' }, LEGACY, shared],
  ['EdDSA', { alg: 'EdDSA', typ: 'JWT' }, LEGACY, signing],
  ['EdDSA and a kid', { alg: 'EdDSA', typ: 'JWT', kid: 'token-1' }, LEGACY, signing],
  ['no type', { alg: 'HS256' }, LEGACY, shared],
  ['the type in lower case', { alg: 'HS256', typ: 'jwt' }, LEGACY, shared],
  ['an audience', { alg: 'HS256', typ: 'JWT' }, { ...LEGACY, aud: AUDIENCE }, shared],
  ['an audience that is null', { alg: 'HS256', typ: 'JWT' }, { ...LEGACY, aud: null }, shared],
  ['another issuer', { alg: 'HS256', typ: 'JWT' }, { ...LEGACY, iss: 'somebody-else' }, shared],
  ['another type claim', { alg: 'HS256', typ: 'JWT' }, { ...LEGACY, type: 'approval' }, shared],
  ['a type claim of null', { alg: 'HS256', typ: 'JWT' }, { ...LEGACY, type: null }, shared],
  ['no agent', { alg: 'HS256', typ: 'JWT' }, { ...LEGACY, agent_id: undefined }, shared],
  ['an agent that is not a string', { alg: 'HS256', typ: 'JWT' }, { ...LEGACY, agent_id: ['agent-1'] }, shared],
  ['no expiry', { alg: 'HS256', typ: 'JWT' }, { ...LEGACY, exp: undefined }, shared],
])('a 0.11 token with %s is refused', async (_, header, claims, key) => {
  expect(await read(mint(header, claims, key))).toMatchObject({ ok: false });
});

test.each<[TokenKind, object]>([
  ['ticket', { type: 'execution-ticket' }],
  ['delegation', { delegation_chain: [{ agent_id: 'root' }] }],
  ['identity', { delegation_chain: [] }],
  ['identity', {}],
])('T11 a 0.11 token is accepted only as a %s with the claims %j', async (kind, claims) => {
  const legacy = mint({ alg: 'HS256', typ: 'JWT' }, { ...LEGACY, ...claims }, shared);
  for (const each of KINDS) expect((await read(legacy, { kinds: [each] })).ok, each).toBe(each === kind);
});

interface Fixture {
  readonly signing_key: string;
  readonly tokens: readonly {
    readonly name: string;
    readonly token: string;
    readonly expected: JsonObject;
    readonly valid: boolean;
  }[];
}

test.each([
  ['identity tokens', 'delegation', ['identity', 'delegation']],
  ['tickets', 'tickets', ['ticket']],
] as const)('T11 the %s that 0.11 minted are read as their kind', async (_, folder, kinds) => {
  const file = new URL(`../../${folder}/test/fixtures/agent-safe-0.11.0.json`, import.meta.url);
  const { signing_key, tokens } = JSON.parse(readFileSync(file, 'utf8')) as Fixture;
  const key = { alg: 'HS256', secret: readSigningSecret(signing_key), acceptsLegacy: true } as const;
  const others = KINDS.filter((kind) => !kinds.some((each) => each === kind));
  expect(tokens.filter(({ valid }) => valid).length).toBeGreaterThan(10);
  expect(tokens.filter(({ valid }) => !valid).length).toBeGreaterThan(5);
  for (const { expected: claims, name, token: text, valid } of tokens) {
    const reading = await read(text, { keys: [key], kinds });
    expect(reading, name).toMatchObject(valid ? { ok: true, claims, isLegacy: true, jti: null } : { ok: false });
    if (valid) expect(reading, name).toMatchObject({ kind: kindOf(claims) });
    for (const refused of [
      { keys: [{ ...key, acceptsLegacy: false }] },
      { keys: [publicKey] },
      { keys: [sharedKey] },
      { keys: [key], issuer: 'another' },
      { keys: [key], kinds: others },
    ]) {
      expect((await read(text, { kinds, ...refused })).ok, name).toBe(false);
    }
  }
});

function kindOf({ delegation_depth, type }: JsonObject): TokenKind {
  if (type !== undefined) return 'ticket';
  return delegation_depth === undefined ? 'identity' : 'delegation';
}

test.each<[string, number, number | undefined, boolean]>([
  ['long before its expiry', -599_000, undefined, true],
  ['a millisecond before its expiry', -1, undefined, true],
  ['at its expiry', 0, undefined, false],
  ['a millisecond before the end of the tolerance', 29_999, 30, true],
  ['at the end of the tolerance', 30_000, 30, false],
  ['after its expiry, with a tolerance of 0', 1, 0, false],
  ['with NaN as the tolerance', -1, Number.NaN, false],
])('%s', async (_, after, tolerance, ok) => {
  const now = CLAIMS.exp * 1_000 + after;
  const refusal = { ok: false, code: 'token_expired', reason: 'The token expired at 2030-01-01T00:10:00.000Z.' };
  expect(await read(token('ticket', signing), { now, tolerance })).toMatchObject(ok ? { ok } : refusal);
});

test.each([
  [-3_600, true],
  [0, true],
  [5, true],
  [5.001, false],
  [6, false],
  [3_600, false],
])('T10 a token from a clock that is %s seconds ahead', async (ahead, ok) => {
  const reading = await read(token('identity', signing, { iat: SECONDS + ahead, exp: SECONDS + 7_200 }));
  expect(reading).toMatchObject(ok ? { ok } : { ok, code: 'token_invalid' });
});

test('times of a token keep milliseconds', async () => {
  const text = token('identity', signing, { iat: SECONDS - 0.123, exp: SECONDS + 0.457 });
  expect(await read(text)).toMatchObject({ issuedAt: NOW - 123, expiresAt: NOW + 457 });
});

test('a clock that returns NaN accepts no token', async () => {
  expect(await read(token('identity', signing), { now: Number.NaN })).toMatchObject({ ok: false });
});

test.each([
  [undefined, true],
  [NOW + 1, true],
  [NOW, false],
  [NOW - 1, false],
])('a replaced key verifies until its end: %s', async (verifiesUntil, ok) => {
  const keys = [newKeyOf('token-0'), { ...publicKey, verifiesUntil }];
  expect((await read(token('identity', signing), { keys })).ok).toBe(ok);
});

function newKeyOf(kid: string): VerificationKey {
  const { alg, x } = newKey(kid);
  return { alg, kid, x };
}

test('refusal reasons contain no part of the token', async () => {
  const genuine = OURS.flatMap(([, key]) => [
    ...KINDS.map((kind) => token(kind, key)),
    token('identity', key, { exp: SECONDS - 1 }),
  ]);
  const text = fc.string({ unit: 'binary' });
  const edit = fc.record({
    at: fc.nat(1_000),
    remove: fc.nat(3),
    insert: fc.oneof(text, fc.constantFrom('', '.', 'A')),
  });
  const random = fc.record({ header: fc.object(), claims: fc.object(), key: fc.constantFrom(signing, shared) });
  const hostile = fc.oneof(
    fc.tuple(fc.constantFrom(...genuine), edit).map(([whole, { at, insert, remove }]) => {
      const start = at % whole.length;
      return whole.slice(0, start) + insert + whole.slice(start + remove);
    }),
    random.map(({ claims, header, key }) =>
      mint({ ...tokenHeader('identity', key), ...header }, { ...CLAIMS, ...claims }, key),
    ),
    fc
      .tuple(random, fc.constantFrom('iss', 'aud', 'exp', 'jti', 'nbf'), text)
      .map(([{ key }, claim, value]) => token('ticket', key, { [claim]: value })),
    fc
      .tuple(text, fc.constantFrom('kid', 'typ', 'alg'))
      .map(([value, member]) => mint({ ...tokenHeader('identity', signing), [member]: value }, CLAIMS)),
    text,
  );
  let refused = 0;
  const law = fc.asyncProperty(hostile, async (whole) => {
    const reading = await read(whole, { kinds: ['identity'] });
    if (reading.ok) return;
    refused++;
    for (const segment of whole.split('.').filter((each) => each.length >= 8)) {
      expect(reading.reason.includes(segment)).toBe(false);
    }
    expect(reading.reason.length).toBeLessThan(300);
  });
  await fc.assert(law, { seed: SEED, numRuns: 1_000 });
  expect(refused).toBeGreaterThan(500);
});

test.each([
  ['16 bytes', 'x'.repeat(16), undefined],
  ['31 bytes', 'x'.repeat(31), undefined],
  ['32 bytes', 'x'.repeat(32), 32],
  ['16 letters of two bytes', 'é'.repeat(16), 32],
  ['nothing', '', undefined],
  ['31 bytes', new Uint8Array(31), undefined],
  ['32 bytes', new Uint8Array(32), 32],
  ['a number', 32, undefined],
  ['a list of numbers', new Array(32).fill(1), undefined],
  ['null', null, undefined],
])('T10 a secret of %s', (_, value, length) => {
  const attempt = () => readSigningSecret(value as string);
  if (length === undefined) expect(attempt).toThrow(expect.objectContaining({ code: 'ERR_KEYS_INVALID' }));
  else expect(attempt()).toHaveLength(length);
});

test('the error for a short secret does not quote it', () => {
  expect(() => readSigningSecret('shared-secret-key')).not.toThrow(/shared-secret-key/);
  expect(() => readSigningSecret('shared-secret-key')).toThrow(/openssl rand -base64 32/);
});

const PUBLIC = { kty: 'OKP', crv: 'Ed25519', kid: 'token-1', x: signing.x };

test('reads the public keys of a set, as text or as a document', () => {
  const set = {
    keys: [
      { ...PUBLIC, alg: 'EdDSA', use: 'sig' },
      { ...PUBLIC, kid: 'token-0', exp: SECONDS },
    ],
  };
  const keys = [publicKey, { ...publicKey, kid: 'token-0', verifiesUntil: NOW }];
  expect(readKeySet(set)).toEqual(keys);
  expect(readKeySet(JSON.stringify(set))).toEqual(keys);
});

test.each<[string, unknown]>([
  ['no JSON', '{'],
  ['text with a duplicate "keys"', '{"keys":[],"keys":[]}'],
  ['null', null],
  ['a list', [PUBLIC]],
  ['one key', PUBLIC],
  ['no keys', {}],
  ['an empty list', { keys: [] }],
  ['keys as an object', { keys: { 0: PUBLIC } }],
  ['a null key', { keys: [null] }],
  ['a key as a string', { keys: [signing.x] }],
  ['a private key', { keys: [{ ...PUBLIC, d: signing.d }] }],
  [
    'a private key next to a public one',
    {
      keys: [
        { ...PUBLIC, kid: 'token-0' },
        { ...PUBLIC, d: signing.d },
      ],
    },
  ],
  ['a null private part', { keys: [{ ...PUBLIC, d: null }] }],
  ['a shared secret', { keys: [{ kty: 'oct', kid: 'token-1', k: secret.toString('base64url') }] }],
  ['two keys with the same kid', { keys: [PUBLIC, { ...PUBLIC, x: newKey('token-1').x }] }],
  ['the same key twice', { keys: [PUBLIC, PUBLIC] }],
  ['X25519', { keys: [{ ...PUBLIC, crv: 'X25519' }] }],
  ['Ed448', { keys: [{ ...PUBLIC, crv: 'Ed448' }] }],
  ['P-256', { keys: [{ ...PUBLIC, kty: 'EC', crv: 'P-256', y: signing.x }] }],
  ['RSA', { keys: [{ kty: 'RSA', kid: 'token-1', n: 'AQAB', e: 'AQAB' }] }],
  ['another algorithm', { keys: [{ ...PUBLIC, alg: 'HS256' }] }],
  ['no algorithm', { keys: [{ ...PUBLIC, alg: 'none' }] }],
  ['a key that encrypts', { keys: [{ ...PUBLIC, use: 'enc' }] }],
  ['no kid', { keys: [{ ...PUBLIC, kid: undefined }] }],
  ['an empty kid', { keys: [{ ...PUBLIC, kid: '' }] }],
  ['a kid that is a number', { keys: [{ ...PUBLIC, kid: 1 }] }],
  ['no x', { keys: [{ ...PUBLIC, x: undefined }] }],
  ['an x that is too short', { keys: [{ ...PUBLIC, x: signing.x.slice(0, -2) }] }],
  ['an x that is too long', { keys: [{ ...PUBLIC, x: `${signing.x}AAAA` }] }],
  ['an x that is padded', { keys: [{ ...PUBLIC, x: `${signing.x}=` }] }],
  ['an x that is a list', { keys: [{ ...PUBLIC, x: [signing.x] }] }],
  ['an end as a string', { keys: [{ ...PUBLIC, exp: '2030-01-01' }] }],
  ['a null end', { keys: [{ ...PUBLIC, exp: null }] }],
  ['NaN as the end', { keys: [{ ...PUBLIC, exp: Number.NaN }] }],
])('T10 a key set with %s is refused', (_, source) => {
  expect(() => readKeySet(source)).toThrow(expect.objectContaining({ code: 'ERR_KEYS_INVALID' }));
});

test('the error for a private key does not quote it', () => {
  expect(() => readKeySet({ keys: [{ ...PUBLIC, d: signing.d }] })).not.toThrow(signing.d);
});

test('only canonical base64url is decoded', () => {
  const bytes = fc.uint8Array({ minLength: 1 });
  const law = fc.property(bytes, fc.base64String(), (value, other) => {
    const text = Buffer.from(value).toString('base64url');
    expect(decodeBase64url(text)).toEqual(Buffer.from(value));
    const decoded = decodeBase64url(other);
    expect(decoded === undefined || decoded.toString('base64url') === other).toBe(true);
  });
  fc.assert(law, { seed: SEED, numRuns: 1_000 });
  for (const text of ['', 'A', 'QQ=', 'QQ==', 'QR', '+_8', '/w', 'QQ\n', ' QQ', 'Q Q'])
    expect(decodeBase64url(text)).toBe(undefined);
});
