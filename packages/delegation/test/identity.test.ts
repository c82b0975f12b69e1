import { AgentSafeError, type JsonObject, type Revocation, type Revocations } from '@agent-safe/core';
import { sampleTokenKey } from '@agent-safe/testkit';
import { type SigningKey, signToken, type TokenKind } from '@agent-safe/tokens';
import { describe, expect, test } from 'vitest';
import { createIdentityToken, type IdentityRequest, type IdentityTrust, verifyIdentity } from '../src/index.ts';

const NOW = Date.parse('2026-03-02T12:00:00.250Z');
const clock = () => NOW;
const { signing: key, verification } = sampleTokenKey();
const issuer = { key, issuer: 'agent-safe', clock };
const trust: IdentityTrust = { keys: [verification], issuer: 'agent-safe', maxDepth: 5, clock };

describe('an identity token', () => {
  test('proves who an agent is, with its roles and groups, for an hour', async () => {
    const request = { agent_id: 'deploy-agent-01', agent_name: 'Deployer', roles: ['deployer'], groups: ['platform'] };
    const { expires_at, jti, token } = await createIdentityToken(request, issuer);
    expect(await verifyIdentity(token, trust)).toStrictEqual({
      ok: true,
      identity: {
        ...request,
        jti,
        exp: Date.parse(expires_at) / 1_000,
        delegation_chain: [],
        delegation_depth: 0,
        issued_at: '2026-03-02T12:00:00.250Z',
        expires_at: '2026-03-02T13:00:00.000Z',
      },
    });
  });

  test('says what it is, for whom, and who it is about in the names of the standards', async () => {
    const { token } = await createIdentityToken({ agent_id: 'a' }, issuer);
    const [header, claims] = token.split('.').slice(0, 2).map(decode);
    expect(header).toStrictEqual({ alg: 'EdDSA', typ: 'agent-safe-identity+jwt', kid: 'token-sample' });
    expect(claims).toMatchObject({
      iss: 'agent-safe',
      aud: 'agent-safe',
      sub: 'a',
      agent_id: 'a',
      roles: [],
      groups: [],
    });
  });

  test.each<[string, object]>([
    ['no id', {}],
    ['an empty id', { agent_id: '' }],
    ['an id that is a token', { agent_id: 'eyJhbGciOiJub25lIn0.eyJhZ2VudF9pZCI6ImEifQ.' }],
    ['an id with a line break', { agent_id: 'a\nb' }],
    ['roles that are a text', { agent_id: 'a', roles: 'deployer' }],
    ['a role that is no text', { agent_id: 'a', roles: [1] }],
    ['an empty role', { agent_id: 'a', roles: [''] }],
    ['a time of zero', { agent_id: 'a', ttl_seconds: 0 }],
    ['a time that is no number', { agent_id: 'a', ttl_seconds: '1h' }],
    ['a misspelt field', { agent_id: 'a', role: ['deployer'] }],
  ])('is not issued for %s', async (_, request) => {
    const issued = createIdentityToken(request as IdentityRequest, issuer);
    await expect(issued).rejects.toMatchObject({ code: 'ERR_IDENTITY_INVALID' });
  });

  test('T12 is refused from the second on in which it ends', async () => {
    const { token } = await createIdentityToken({ agent_id: 'a', ttl_seconds: 10 }, issuer);
    const at = (seconds: number) => verifyIdentity(token, { ...trust, clock: () => NOW + seconds * 1_000 });
    expect(await at(9)).toMatchObject({ ok: true });
    expect(await at(10)).toMatchObject({ ok: false, code: 'caller_invalid' });
  });

  test('T12 no refusal says any part of the token', async () => {
    const { token } = await createIdentityToken({ agent_id: 'a', ttl_seconds: 1 }, issuer);
    const parts = token.split('.');
    const later = { ...trust, clock: () => NOW + 60_000 };
    for (const wrong of [token, parts.slice(0, 2).join('.'), `${token}x`, `Bearer ${token}`]) {
      const result = await verifyIdentity(wrong, later);
      expect(result.ok).toBe(false);
      for (const part of parts) expect(JSON.stringify(result)).not.toContain(part);
    }
  });
});

describe('genuine signatures over wrong claims', () => {
  const right = { ...standard(), sub: 'a', agent_id: 'a', agent_name: '', roles: ['r'], groups: [] };
  const root = {
    agent_id: 'root',
    agent_name: '',
    roles: ['r'],
    groups: ['g'],
    jti: 'x'.repeat(20),
    exp: NOW / 1_000 + 50,
  };
  const link = { ...root, delegated_at: '2026-03-02T11:59:00.000Z' };
  const delegated = {
    ...right,
    exp: Math.floor(NOW / 1_000) + 40,
    sub: 'root',
    act: { sub: 'a' },
    delegation_chain: [link],
    delegated_roles: ['r'],
    delegation_depth: 1,
  };

  test('what is right is accepted, so that the others are refused for what is wrong', async () => {
    expect(await verify('identity', right)).toMatchObject({ ok: true });
    expect(await verify('delegation', delegated)).toMatchObject({ ok: true });
  });

  test.each<[string, TokenKind, JsonObject]>([
    ['a claim that is unknown, which may restrict', 'identity', { ...right, only_on_mondays: true }],
    ['a chain in a plain identity', 'identity', { ...delegated }],
    ['no chain in a delegation', 'delegation', right],
    ['another subject', 'identity', { ...right, sub: 'b' }],
    ['no subject', 'identity', without(right, 'sub')],
    ['roles that are no list', 'identity', { ...right, roles: 'admin' }],
    ['an id that is no name', 'identity', { ...right, sub: '<b>', agent_id: '<b>' }],
    ['a subject that is not the root', 'delegation', { ...delegated, sub: 'a' }],
    ['no actor', 'delegation', without(delegated, 'act')],
    ['another actor', 'delegation', { ...delegated, act: { sub: 'root' } }],
    ['an actor with more in it', 'delegation', { ...delegated, act: { sub: 'a', act: { sub: 'b' } } }],
    ['another depth', 'delegation', { ...delegated, delegation_depth: 0 }],
    [
      'T13 a role that the parent lacks',
      'delegation',
      { ...delegated, roles: ['r', 's'], delegated_roles: ['r', 's'] },
    ],
    ['T13 a group that the parent lacks', 'delegation', { ...delegated, groups: ['h'] }],
    ['T13 an end after the parent’s', 'delegation', { ...delegated, exp: Math.floor(NOW / 1_000) + 60 }],
    ['T13 a depth beyond the parent’s', 'delegation', { ...delegated, delegation_chain: [{ ...link, max_depth: 3 }] }],
    ['other delegated roles', 'delegation', { ...delegated, delegated_roles: [] }],
    ['a link with something unknown', 'delegation', { ...delegated, delegation_chain: [{ ...link, x: 1 }] }],
    ['a link without a time', 'delegation', { ...delegated, delegation_chain: [without(link, 'delegated_at')] }],
    ['an own limit that it exceeds', 'delegation', { ...delegated, max_depth: 0 }],
  ])('T13 %s is refused', async (_, kind, claims) => {
    expect(await verify(kind, claims)).toMatchObject({ ok: false, code: 'caller_invalid' });
  });

  async function verify(kind: TokenKind, claims: JsonObject) {
    return verifyIdentity(signToken(kind, claims, key), trust);
  }
});

describe('a shared secret', () => {
  const secret = Buffer.from('0123456789abcdef0123456789abcdef');

  test('signs and verifies where nobody has keys of their own', async () => {
    const hmac: SigningKey = { alg: 'HS256', secret };
    const { token } = await createIdentityToken({ agent_id: 'a' }, { ...issuer, key: hmac });
    const keys = [{ alg: 'HS256', secret, acceptsLegacy: false } as const];
    expect(await verifyIdentity(token, { ...trust, keys })).toMatchObject({ ok: true });
    expect(await verifyIdentity(token, trust)).toMatchObject({ ok: false });
  });
});

describe('revocation', () => {
  test('of what a store says is caller_revoked, and says who', async () => {
    const revocation: Revocation = { kind: 'agent', id: 'a', revoked_at: NOW, issued_until: null };
    const { token } = await createIdentityToken({ agent_id: 'a' }, issuer);
    const result = await verifyIdentity(token, { ...trust, revocations: answering(async () => revocation) });
    expect(result).toMatchObject({ ok: false, code: 'caller_revoked', identity: { agent_id: 'a' } });
  });

  test('a store that is down is a refusal', async () => {
    const { token } = await createIdentityToken({ agent_id: 'a' }, issuer);
    const down = answering(async () => {
      throw new AgentSafeError('ERR_STORE_UNAVAILABLE', 'It is locked.');
    });
    const result = await verifyIdentity(token, { ...trust, revocations: down });
    expect(result).toMatchObject({ ok: false, code: 'state_unavailable' });
  });
});

function answering(isRevoked: Revocations['isRevoked']): Revocations {
  const never = () => Promise.reject(new Error('not asked here'));
  return { revoke: never, lift: never, list: never, isRevoked };
}

function standard(): JsonObject {
  const iat = Math.floor(NOW / 1_000);
  return { iss: 'agent-safe', aud: 'agent-safe', iat, exp: iat + 60, jti: '0'.repeat(32) };
}

function without(claims: JsonObject, key: string): JsonObject {
  const { [key]: _, ...rest } = claims;
  return rest;
}

function decode(part: string): unknown {
  return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
}
