import { createHmac, createPublicKey, verify } from 'node:crypto';
import { DEFAULT_ISSUER } from '@agent-safe/core';
import { type SigningKey, TOKEN_TYPES, type TokenKind, tokenHeader, type VerificationKey } from '@agent-safe/tokens';
import { readToken, type TokenReading, type VerifySignature } from '@agent-safe/tokens/verify';
import { expect, test } from 'vitest';
import { sampleTokenKey } from './token-keys.ts';
import { type GenuineToken, genuineToken, hostileIdentities, hostileTokens } from './tokens.ts';

const NOW = Date.UTC(2030, 0, 1);
const SECONDS = NOW / 1_000;
const AUDIENCE = 'agent-safe-runner';
/** Reasons of refusals before the claims are read. */
const EARLIER: readonly string[] = [
  'The token has an invalid signature for the key that it names.',
  'The token has a header that Agent-Safe does not write.',
  'The token has a type that Agent-Safe does not issue.',
];

/** Verifies with node:crypto and accepts lenient forms, so that only `readToken` can refuse a variant. The packages verify with jose,
 * and try the same variants in their own tests.
 */
const verifySignature: VerifySignature = (token, key) => {
  const [header, payload, text = ''] = token.split('.');
  const [input, signature] = [Buffer.from(`${header}.${payload}`), Buffer.from(text, 'base64url')];
  if (key.alg === 'HS256')
    return Promise.resolve(createHmac('sha256', key.secret).update(input).digest().equals(signature));
  const publicKey = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: key.x } });
  return Promise.resolve(verify(null, input, publicKey, signature));
};

const sample = sampleTokenKey('token-1');
const secret = Buffer.from('a secret for tests that protects nothing');
const shared: SigningKey = { alg: 'HS256', secret };
const sharedKey: VerificationKey = { alg: 'HS256', secret, acceptsLegacy: true };
const strictKey: VerificationKey = { alg: 'HS256', secret, acceptsLegacy: false };
const unrelated: VerificationKey = { alg: 'HS256', secret: Buffer.alloc(32, 1), acceptsLegacy: true };
const older = sampleTokenKey('token-0').verification;

const TRUST: readonly (readonly [string, SigningKey, readonly VerificationKey[]])[] = [
  ['Ed25519', sample.signing, [sample.verification]],
  ['Ed25519, beside an older key', sample.signing, [older, sample.verification]],
  ['Ed25519, beside a secret', sample.signing, [unrelated, sample.verification]],
  ['a secret', shared, [sharedKey]],
  ['a secret, and no tokens of 0.11', shared, [strictKey]],
  ['a secret, beside Ed25519', shared, [sample.verification, sharedKey]],
];
const KINDS = Object.keys(TOKEN_TYPES) as readonly TokenKind[];
const CASES = TRUST.flatMap(([name, key, keys]) => KINDS.map((kind) => [kind, name, key, keys] as const));

function genuine(kind: TokenKind, key: SigningKey): GenuineToken {
  const jti = '0190b0c4-7d4e-4c6a-9a53-1f0d2c3b4a59';
  const standard = { iss: DEFAULT_ISSUER, aud: AUDIENCE, iat: SECONDS - 60, exp: SECONDS + 600, jti };
  const own = kind === 'ticket' ? { type: 'execution-ticket', nonce: jti } : { sub: 'agent-1', agent_id: 'agent-1' };
  return { header: { ...tokenHeader(kind, key) }, claims: { ...standard, ...own }, key, now: NOW };
}

function read(
  token: string,
  kind: TokenKind,
  keys: readonly VerificationKey[],
  verifier: VerifySignature = verifySignature,
): Promise<TokenReading> {
  const expected = { kinds: [kind], keys, issuer: DEFAULT_ISSUER, audience: AUDIENCE, now: NOW };
  return readToken(token, expected, verifier);
}

test.each(CASES)('T10 accepts the genuine %s token under %s', async (kind, _, key, keys) => {
  const { claims } = genuine(kind, key);
  expect(await read(genuineToken(genuine(kind, key)), kind, keys)).toMatchObject({ ok: true, kind, claims });
});

test.each(CASES)('T10 refuses every hostile variant of the %s token under %s', async (kind, _, key, keys) => {
  const variants = hostileTokens(genuine(kind, key));
  expect(new Set(variants.map(({ name }) => name)).size).toBe(variants.length);
  expect(variants.length).toBeGreaterThan(250);
  const readings = await Promise.all(
    variants.map(async ({ name, token }) => ({ name, ...(await read(token, kind, keys)) })),
  );
  expect(readings.filter(({ ok }) => ok)).toEqual([]);
  // Wrong claims are refused for their claims, and not earlier by accident.
  const missed = readings.filter(
    (each) => each.name.startsWith('claims: ') && !each.ok && EARLIER.includes(each.reason),
  );
  expect(missed).toEqual([]);
});

test.each([
  ['Ed25519', sample.signing, [sample.verification]],
  ['a secret', shared, [sharedKey]],
] as const)('T10 wrong signatures under %s are refused only for their signature', async (_, key, keys) => {
  const trusting: VerifySignature = () => Promise.resolve(true);
  const signatures = hostileTokens(genuine('identity', key)).filter(({ name }) => name.startsWith('signature: '));
  const fitting = signatures.filter(({ token }) => {
    const [header = '', , signature = ''] = token.split('.');
    const { alg } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { readonly alg: string };
    return alg === key.alg && Buffer.from(signature, 'base64url').length === (key.alg === 'EdDSA' ? 64 : 32);
  });
  expect(fitting.length).toBeGreaterThan(20);
  for (const { name, token } of fitting) {
    expect(await read(token, 'identity', keys, trusting), name).toMatchObject({ ok: true });
  }
});

test('white space in the JSON of a token is accepted', async () => {
  const { claims, header, key } = genuine('identity', shared);
  const spaced = { claims: ` ${JSON.stringify(claims)}\n `, header: `${JSON.stringify(header)}  ` };
  const input = [spaced.header, spaced.claims].map((text) => Buffer.from(text).toString('base64url')).join('.');
  const signature = createHmac('sha256', key.alg === 'HS256' ? key.secret : '')
    .update(input)
    .digest('base64url');
  expect(await read(`${input}.${signature}`, 'identity', [sharedKey])).toMatchObject({ ok: true });
});

test('a token with wrong claims about its agent is genuine, and readers of identities must refuse it', async () => {
  for (const { name, token } of hostileIdentities(genuine('identity', sample.signing))) {
    expect(await read(token, 'identity', [sample.verification]), name).toMatchObject({ ok: true });
  }
});
