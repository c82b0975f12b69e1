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
  test('proves the id, roles and groups of an agent for one hour', async () => {
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

  test('has the standard claims for its type, issuer, audience and subject', async () => {
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
    ['roles as a text', { agent_id: 'a', roles: 'deployer' }],
    ['a role that is not a text', { agent_id: 'a', roles: [1] }],
    ['an empty role', { agent_id: 'a', roles: [''] }],
    ['a lifetime of zero', { agent_id: 'a', ttl_seconds: 0 }],
    ['a lifetime that is not a number', { agent_id: 'a', ttl_seconds: '1h' }],
    ['a misspelled field', { agent_id: 'a', role: ['deployer'] }],
  ])('is not issued for %s', async (_, request) => {
    const issued = createIdentityToken(request as IdentityRequest, issuer);
    await expect(issued).rejects.toMatchObject({ code: 'ERR_IDENTITY_INVALID' });
  });

  test('T12 is refused from the second of its expiry on', async () => {
    const { token } = await createIdentityToken({ agent_id: 'a', ttl_seconds: 10 }, issuer);
    const at = (seconds: number) => verifyIdentity(token, { ...trust, clock: () => NOW + seconds * 1_000 });
    expect(await at(9)).toMatchObject({ ok: true });
    expect(await at(10)).toMatchObject({ ok: false, code: 'caller_invalid' });
  });

  test('T12 no reason contains a part of the token', async () => {
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

describe('valid signatures of wrong claims', () => {
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

  test('the right claims are accepted', async () => {
    expect(await verify('identity', right)).toMatchObject({ ok: true });
    expect(await verify('delegation', delegated)).toMatchObject({ ok: true });
  });

  test.each<[string, TokenKind, JsonObject]>([
    ['an unknown claim, which may be a restriction', 'identity', { ...right, only_on_mondays: true }],
    ['a chain in an identity token', 'identity', { ...delegated }],
    ['no chain in a delegation token', 'delegation', right],
    ['another subject', 'identity', { ...right, sub: 'b' }],
    ['no subject', 'identity', without(right, 'sub')],
    ['roles that are not a list', 'identity', { ...right, roles: 'admin' }],
    ['an id that is not a name', 'identity', { ...right, sub: '<b>', agent_id: '<b>' }],
    ['a subject that is not the root', 'delegation', { ...delegated, sub: 'a' }],
    ['no actor', 'delegation', without(delegated, 'act')],
    ['another actor', 'delegation', { ...delegated, act: { sub: 'root' } }],
    ['an actor with an additional member', 'delegation', { ...delegated, act: { sub: 'a', act: { sub: 'b' } } }],
    ['another depth', 'delegation', { ...delegated, delegation_depth: 0 }],
    [
      'T13 a role that the parent lacks',
      'delegation',
      { ...delegated, roles: ['r', 's'], delegated_roles: ['r', 's'] },
    ],
    ['T13 a group that the parent lacks', 'delegation', { ...delegated, groups: ['h'] }],
    ['T13 a later expiry than the parent', 'delegation', { ...delegated, exp: Math.floor(NOW / 1_000) + 60 }],
    [
      'T13 a greater depth than the parent',
      'delegation',
      { ...delegated, delegation_chain: [{ ...link, max_depth: 3 }] },
    ],
    ['delegated roles that differ', 'delegation', { ...delegated, delegated_roles: [] }],
    ['a link with an unknown member', 'delegation', { ...delegated, delegation_chain: [{ ...link, x: 1 }] }],
    ['a link without a time', 'delegation', { ...delegated, delegation_chain: [without(link, 'delegated_at')] }],
    ['a maximum depth that it exceeds', 'delegation', { ...delegated, max_depth: 0 }],
  ])('T13 %s is refused', async (_, kind, claims) => {
    expect(await verify(kind, claims)).toMatchObject({ ok: false, code: 'caller_invalid' });
  });

  async function verify(kind: TokenKind, claims: JsonObject) {
    return verifyIdentity(signToken(kind, claims, key), trust);
  }
});

describe('a shared secret', () => {
  const secret = Buffer.from('0123456789abcdef0123456789abcdef');

  test('signs and verifies tokens', async () => {
    const hmac: SigningKey = { alg: 'HS256', secret };
    const { token } = await createIdentityToken({ agent_id: 'a' }, { ...issuer, key: hmac });
    const keys = [{ alg: 'HS256', secret, acceptsLegacy: false } as const];
    expect(await verifyIdentity(token, { ...trust, keys })).toMatchObject({ ok: true });
    expect(await verifyIdentity(token, trust)).toMatchObject({ ok: false });
  });
});

describe('a revoked token', () => {
  test('is refused as caller_revoked, and the reason names the agent', async () => {
    const revocation: Revocation = { kind: 'agent', id: 'a', revoked_at: NOW, issued_until: null };
    const { token } = await createIdentityToken({ agent_id: 'a' }, issuer);
    const result = await verifyIdentity(token, { ...trust, revocations: answering(async () => revocation) });
    expect(result).toMatchObject({ ok: false, code: 'caller_revoked', identity: { agent_id: 'a' } });
  });

  test('is refused as state_unavailable if the store fails', async () => {
    const { token } = await createIdentityToken({ agent_id: 'a' }, issuer);
    const down = answering(async () => {
      throw new AgentSafeError('ERR_STORE_UNAVAILABLE', 'The state file is locked.');
    });
    const result = await verifyIdentity(token, { ...trust, revocations: down });
    expect(result).toMatchObject({ ok: false, code: 'state_unavailable' });
  });
});

function answering(isRevoked: Revocations['isRevoked']): Revocations {
  const never = () => Promise.reject(new Error('not called in this test'));
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
