import { generateKeyPairSync, sign } from 'node:crypto';
import type { JsonObject, TrustedIssuer } from '@agent-safe/core';
import { genuineToken, hostileTokens, sampleTokenKey } from '@agent-safe/testkit';
import { describe, expect, test } from 'vitest';
import { MINUTE, SECOND, START, testAccounts } from '../../test/accounts.ts';
import { Issuers } from './issuers.ts';

const ISSUER = 'https://login.example.com/tenant';
const OIDC: TrustedIssuer = {
  name: 'ci',
  issuer: ISSUER,
  audience: 'agent-safe',
  kind: 'oidc',
  roles: 'roles',
  groups: 'groups',
};
const CLUSTER: TrustedIssuer = {
  name: 'prod',
  issuer: 'https://kubernetes.default.svc.cluster.local',
  audience: 'agent-safe',
  kind: 'kubernetes',
  jwks_uri: 'https://10.0.0.1/openid/v1/jwks',
};

const key = sampleTokenKey().signing;
const JWK = { kty: 'OKP', crv: 'Ed25519', x: key.x, kid: key.kid, alg: 'EdDSA', use: 'sig' };
const HEADER = { alg: 'EdDSA', typ: 'JWT', kid: key.kid };

function claimsAt(now: number, changes: JsonObject = {}): JsonObject {
  const iat = now / 1_000;
  return {
    iss: ISSUER,
    aud: 'agent-safe',
    sub: 'builder',
    iat,
    exp: iat + 600,
    jti: 'sample-token-id-0001',
    ...changes,
  };
}

const token = (claims: JsonObject, header: JsonObject = HEADER) => genuineToken({ header, claims, key, now: START });

/** Issuers whose documents a test writes. */
function open(issuers: readonly TrustedIssuer[] = [OIDC, CLUSTER]) {
  const accounts = testAccounts();
  const asked: string[] = [];
  const documents = new Map<string, unknown>([
    [`${ISSUER}/.well-known/openid-configuration`, { issuer: ISSUER, jwks_uri: 'https://keys.example.com/jwks' }],
    ['https://keys.example.com/jwks', { keys: [JWK] }],
    ['https://10.0.0.1/openid/v1/jwks', { keys: [JWK] }],
  ]);
  const verifier = new Issuers({
    issuers,
    clock: accounts.services.clock,
    revocations: accounts.services.revocations,
    fetch: async ({ url }) => {
      asked.push(url);
      const document = documents.get(url);
      if (document === undefined) throw new Error('not found');
      return typeof document === 'string' ? document : JSON.stringify(document);
    },
  });
  return { ...accounts, asked, documents, verify: (text: unknown) => verifier.verify(text) };
}

test('a token of an issuer is a verified caller with the prefix, the roles and the groups', async () => {
  const { verify } = open();
  const claims = claimsAt(START, { roles: ['deployer'], groups: 'sre platform' });
  expect(await verify(token(claims))).toEqual({
    ok: true,
    issuer: 'ci',
    caller: {
      agent_id: 'ci:builder',
      verified: true,
      roles: ['deployer'],
      groups: ['sre', 'platform'],
      delegation_chain: [],
    },
    bearer: { issuedAt: START, agents: ['ci:builder'], tokens: ['sample-token-id-0001'] },
    expires_at: START + 10 * MINUTE,
  });
});

/** Variants that standards allow to other issuers, and that change nothing. The id of a token has no fixed form. */
const HARMLESS = [
  /^header: (?:typ is missing|typ is "at\+jwt"|has x5t(?:#S256)?: .*)$/,
  /^claims: (?:aud in an array|aud is an array with the right one|iat is in six seconds|nbf is past)$/,
  /^claims: jti (?:is missing|is too short|is a path|has a space|has a line break)$/,
  // The other header has the type JWT, as the genuine one has here.
  /^signature: is that of another header$/,
];

test('T10 every hostile variant of a token is refused', async () => {
  const { verify } = open();
  const genuine = { header: HEADER, claims: claimsAt(START), key, now: START };
  expect(await verify(genuineToken(genuine))).toMatchObject({ ok: true });
  const variants = hostileTokens(genuine).filter(({ name }) => !HARMLESS.some((each) => each.test(name)));
  expect(variants.length).toBeGreaterThan(150);
  const accepted: string[] = [];
  for (const { name, token: text } of variants) {
    const result = await verify(text);
    if (result?.ok === true) accepted.push(name);
    if (result?.ok === false) expect(result.code, name).toBe('caller_invalid');
  }
  expect(accepted).toEqual([]);
});

test.each(['RS256', 'RS512', 'PS256', 'ES256', 'ES384'] as const)(
  'a token signed with %s verifies with its kind of key alone',
  async (alg) => {
    const isRsa = /^[RP]S/.test(alg);
    const make = (bits: number) =>
      isRsa
        ? generateKeyPairSync('rsa', { modulusLength: bits })
        : generateKeyPairSync('ec', { namedCurve: alg === 'ES256' ? 'P-256' : 'P-384' });
    const verifyWith = async (bits: number, changes: JsonObject = {}, issuer: Partial<TrustedIssuer> = {}) => {
      const { documents, verify } = open([{ ...OIDC, algorithms: [alg], ...issuer }]);
      const { privateKey, publicKey } = make(bits);
      documents.set('https://keys.example.com/jwks', {
        keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', ...changes }],
      });
      const [head, body] = [{ alg, kid: 'k1' }, claimsAt(START)].map((part) =>
        Buffer.from(JSON.stringify(part)).toString('base64url'),
      );
      const padding = alg.startsWith('PS') ? { padding: 6, saltLength: Number(alg.slice(2)) / 8 } : {};
      const signature = sign(`sha${alg.slice(2)}`, Buffer.from(`${head}.${body}`), {
        key: privateKey,
        dsaEncoding: 'ieee-p1363',
        ...padding,
      });
      return verify(`${head}.${body}.${signature.toString('base64url')}`);
    };
    expect(await verifyWith(2_048)).toMatchObject({ ok: true });
    if (isRsa) expect(await verifyWith(1_024)).toMatchObject({ ok: false });
    for (const changes of [
      { use: 'enc' },
      { key_ops: ['sign'] },
      { alg: 'HS256' },
      { d: 'AAAA' },
      { kid: 'other' },
      { kty: 'oct', k: 'AAAA' },
    ]) {
      expect(await verifyWith(2_048, changes), JSON.stringify(changes)).toMatchObject({
        ok: false,
        code: 'caller_invalid',
      });
    }
    expect(await verifyWith(2_048, {}, { algorithms: ['EdDSA'] })).toMatchObject({ ok: false, code: 'caller_invalid' });
  },
);

test('T11 a token of Agent-Safe is none of an issuer, even if the issuer has the same name and key', async () => {
  const { verify } = open([{ ...OIDC, shares_agent_ids: true }]);
  for (const kind of ['identity', 'delegation', 'ticket', 'approval', 'session']) {
    expect(
      await verify(token(claimsAt(START, { agent_id: 'admin' }), { ...HEADER, typ: `agent-safe-${kind}+jwt` })),
    ).toBeUndefined();
  }
});

test('T11 a token for another audience, or of an issuer that is not named, is none of an issuer', async () => {
  const { verify } = open();
  for (const aud of ['other', ['other'], [], ['agent-safe', 7], null, { 0: 'agent-safe' }, undefined] as never[]) {
    expect(await verify(token(claimsAt(START, { aud }))), JSON.stringify(aud)).toMatchObject({
      ok: false,
      code: 'caller_invalid',
    });
  }
  expect(await verify(token(claimsAt(START, { aud: ['other', 'agent-safe'] })))).toMatchObject({ ok: true });
  for (const iss of [`${ISSUER}/`, ISSUER.toUpperCase(), 'https://login.example.com', '', null, [ISSUER]] as never[]) {
    expect(await verify(token(claimsAt(START, { iss }))), JSON.stringify(iss)).toBeUndefined();
  }
});

test('T12 an expired token, or a token of the future, is refused, and no reason holds a part of the token', async () => {
  const { time, verify } = open();
  const text = token(claimsAt(START));
  time.now = START + 10 * MINUTE - 1;
  expect(await verify(text)).toMatchObject({ ok: true });
  time.now = START + 10 * MINUTE;
  const expired = await verify(text);
  expect(expired).toMatchObject({ ok: false, code: 'caller_invalid' });
  for (const part of [...text.split('.'), 'builder']) expect(JSON.stringify(expired)).not.toContain(part);
  time.now = START - 31 * SECOND;
  expect(await verify(text)).toMatchObject({ ok: false });
  time.now = START;
  expect(await verify(token(claimsAt(START, { nbf: START / 1_000 + 60 })))).toMatchObject({ ok: false });
});

test('T12 a revoked agent or token of an issuer is refused at once', async () => {
  for (const subject of [{ agent: 'ci:builder' }, { token: 'sample-token-id-0001' }, { all: true as const }]) {
    const { services, verify } = open();
    expect(await verify(token(claimsAt(START)))).toMatchObject({ ok: true });
    await services.revoke(subject);
    expect(await verify(token(claimsAt(START)))).toMatchObject({ ok: false, code: 'caller_revoked' });
  }
  const { fails, verify } = open();
  fails.revocations = true;
  expect(await verify(token(claimsAt(START)))).toMatchObject({ ok: false, code: 'state_unavailable' });
});

describe('agent ids', () => {
  const idOf = async (agent_id: string, changes: JsonObject, more: Partial<TrustedIssuer> = {}) => {
    const result = await open([{ ...OIDC, agent_id, ...more }]).verify(token(claimsAt(START, changes)));
    return result?.ok === true ? result.caller.agent_id : result?.code;
  };

  test('T11 come from claims, with the prefix unless the settings say otherwise', async () => {
    expect(await idOf('{repository}/{job.name}', { repository: 'acme', job: { name: 'deploy' } })).toBe(
      'ci:acme/deploy',
    );
    expect(await idOf('{https://example.com/id}', { 'https://example.com/id': 'x' })).toBe('ci:x');
    expect(await idOf('{sub}', {}, { prefix: 'github:' })).toBe('github:builder');
    expect(await idOf('{sub}', {}, { shares_agent_ids: true })).toBe('builder');
  });

  test('T11 never come from different claims', async () => {
    expect(await idOf('{a}/{b}', { a: 'x', b: 'y/z' })).toBe('ci:x/y/z');
    expect(await idOf('{a}/{b}', { a: 'x/y', b: 'z' })).toBe('caller_invalid');
    expect(await idOf('{a}{b}', { a: 'x', b: 'y' })).toBe('caller_invalid');
  });

  test.each([
    undefined,
    '',
    ' ',
    7,
    null,
    true,
    ['builder'],
    {},
    ' builder',
    'a\nb',
    'a\u200bb',
    'x'.repeat(300),
    'eyJhbGciOiJub25lIn0.e30.',
  ])('T12 a claim that makes no agent id refuses the token: %j', async (sub) => {
    expect(await idOf('{sub}', { sub: sub as never })).toBe('caller_invalid');
  });

  test.each(['__proto__', 'constructor', 'toString', 'sub.length', 'a.b'])(
    'a template names only own claims: %s',
    async (claim) => {
      expect(await idOf(`{${claim}}`, {})).toBe('caller_invalid');
    },
  );
});

test.each([
  ['a number', { roles: 7 }],
  ['a null', { roles: null }],
  ['an object', { groups: {} }],
  ['a list with a number', { groups: ['a', 7] }],
  ['a list with an empty name', { groups: [''] }],
  ['too many names', { groups: Array.from({ length: 257 }, (_, at) => `g${at}`) }],
  ['groups that the provider left out', { _claim_names: { groups: 'src1' } }],
])('T12 roles or groups that cannot be read refuse the token: %s', async (_, changes) => {
  expect(await open().verify(token(claimsAt(START, changes as unknown as JsonObject)))).toMatchObject({
    ok: false,
    code: 'caller_invalid',
  });
});

describe('Kubernetes', () => {
  const claims = (sub: string, changes: JsonObject = {}) => claimsAt(START, { iss: CLUSTER.issuer, sub, ...changes });
  const bound = (namespace: string, name: string) => ({
    'kubernetes.io': { namespace, serviceaccount: { name, uid: 'u' } },
  });

  test('a service account is an agent with the groups of its namespace', async () => {
    expect(
      await open().verify(token(claims('system:serviceaccount:ci:builder', bound('ci', 'builder')))),
    ).toMatchObject({
      caller: {
        agent_id: 'prod:ci/builder',
        roles: [],
        groups: ['system:serviceaccounts', 'system:serviceaccounts:ci'],
      },
    });
  });

  test.each([
    ['builder', {}],
    ['system:serviceaccount:ci', {}],
    ['system:serviceaccount:ci:builder:more', {}],
    ['system:serviceaccount:CI:builder', {}],
    ['system:serviceaccount:ci/x:builder', {}],
    ['system:node:ci:builder', {}],
    ['system:serviceaccount:ci:builder', bound('ci', 'other')],
    ['system:serviceaccount:ci:builder', bound('other', 'builder')],
    ['system:serviceaccount:ci:builder', { 'kubernetes.io': {} }],
  ])('T12 another subject is refused: %s %j', async (sub, changes) => {
    expect(await open().verify(token(claims(sub, changes)))).toMatchObject({ ok: false, code: 'caller_invalid' });
  });
});

describe('keys', () => {
  test('are read once, and again when they are ten minutes old', async () => {
    const { asked, time, verify } = open();
    for (let count = 0; count < 5; count += 1) await verify(token(claimsAt(START)));
    expect(asked).toHaveLength(2);
    time.now += 10 * MINUTE;
    await Promise.all(Array.from({ length: 20 }, () => verify(token(claimsAt(time.now)))));
    expect(asked).toHaveLength(4);
  });

  test('T10 an unknown key id reads them again, at most every 30 seconds', async () => {
    const { asked, documents, time, verify } = open();
    await verify(token(claimsAt(START)));
    for (let count = 0; count < 100; count += 1)
      await verify(token(claimsAt(START), { ...HEADER, kid: `made-up-${count}` }));
    expect(asked).toHaveLength(2);
    time.now += 30 * SECOND;
    documents.set('https://keys.example.com/jwks', { keys: [{ ...JWK, kid: 'rotated' }] });
    expect(await verify(token(claimsAt(START), { ...HEADER, kid: 'rotated' }))).toMatchObject({ ok: true });
    expect(await verify(token(claimsAt(START)))).toMatchObject({ ok: false });
    expect(asked).toHaveLength(4);
  });

  test('T10 stay in use for an hour while they cannot be read, and no longer', async () => {
    const { documents, time, verify } = open();
    await verify(token(claimsAt(START)));
    documents.clear();
    time.now = START + 60 * MINUTE - 1;
    expect(await verify(token(claimsAt(time.now - 1_000 + 1)))).toMatchObject({ ok: true });
    time.now += 1;
    expect(await verify(token(claimsAt(time.now)))).toMatchObject({ ok: false });
  });

  test.each([
    ['no document', undefined],
    ['no JSON', '{'],
    ['no list', { keys: {} }],
    ['no object', []],
    ['too many keys', { keys: Array.from({ length: 101 }, () => JWK) }],
    ['a duplicate member', `{"keys":[${JSON.stringify(JWK)}],"keys":[]}`],
    ['broken keys', { keys: [null, 7, {}, { ...JWK, x: '' }, { ...JWK, x: 7 }] }],
  ])('T10 a document with %s gives no key', async (_, document) => {
    const { documents, verify } = open();
    documents.set('https://keys.example.com/jwks', document);
    expect(await verify(token(claimsAt(START)))).toMatchObject({ ok: false, code: 'caller_invalid' });
  });

  test('T10 a discovery document of another issuer gives no key', async () => {
    const { documents, verify } = open();
    documents.set(`${ISSUER}/.well-known/openid-configuration`, {
      issuer: 'https://login.example.com',
      jwks_uri: 'https://keys.example.com/jwks',
    });
    expect(await verify(token(claimsAt(START)))).toMatchObject({ ok: false });
  });
});
