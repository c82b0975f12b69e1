import { announceRandom, sampleTokenKey } from '@agent-safe/testkit';
import type { VerificationKey } from '@agent-safe/tokens';
import { expect, test, vi } from 'vitest';
import {
  createIdentityToken,
  delegate,
  type IdentityTrust,
  MemoryRevocations,
  VerifiedTokens,
  verifyIdentity,
} from '../src/index.ts';
import { clock, issuer, NOW, trust } from './support/trust.ts';

const [first] = trust.keys as [Extract<VerificationKey, { readonly alg: 'EdDSA' }>];
const MINUTE = 60_000;

test('T12 a remembered token has the answer of a verification, at any time and with any keys: law', async () => {
  const random = announceRandom('remembered tokens');
  const verified = new VerifiedTokens();
  const parent = (await createIdentityToken({ agent_id: 'a', ttl_seconds: 600 }, issuer)).token;
  const child = await delegate(parent, { child_agent_id: 'b', ttl_seconds: 300 }, issuer, trust);
  if (!child.ok) throw new Error(child.reason);
  const other = sampleTokenKey('other').verification;
  const ending = { ...first, verifiesUntil: NOW + 4 * MINUTE };
  const keySets: readonly (readonly VerificationKey[])[] = [
    trust.keys,
    [first],
    [],
    [other],
    [ending],
    [ending, other],
  ];
  const tokens = [parent, child.token, `${parent.slice(0, -2)}AA`, `${child.token}.`, 'eyJ', ''];
  const answers = new Set<string>();
  for (let step = 0; step < 1_000; step++) {
    const now = NOW + (random.below(24) - 2) * MINUTE;
    const keys = random.pick(keySets);
    const given: IdentityTrust = {
      keys,
      issuer: random.pick(['agent-safe', 'agent-safe', 'agent-safe', 'other']),
      maxDepth: random.pick([5, 5, 0]),
      clock: () => now,
    };
    const token = random.pick(tokens);
    const plain = await verifyIdentity(token, given);
    expect(await verifyIdentity(token, { ...given, verified })).toEqual(plain);
    expect(await verifyIdentity(token, { ...given, verified })).toEqual(plain);
    answers.add(plain.ok ? plain.identity.agent_id : plain.reason);
  }
  expect(answers.size).toBeGreaterThan(6);
});

test('T13 revocations are looked up each time, also of the chain', async () => {
  const verified = new VerifiedTokens();
  const revocations = new MemoryRevocations({ clock });
  const parent = (await createIdentityToken({ agent_id: 'a' }, issuer)).token;
  const child = await delegate(parent, { child_agent_id: 'b' }, issuer, trust);
  if (!child.ok) throw new Error(child.reason);
  const verify = async () => (await verifyIdentity(child.token, { ...trust, revocations, verified })).ok;
  expect([await verify(), await verify()]).toEqual([true, true]);
  await revocations.revoke({ agent: 'a' });
  expect([await verify(), await verify()]).toEqual([false, false]);
});

test('T12 a token is remembered by its digest, and at most 10,000 are', async () => {
  const verified = new VerifiedTokens();
  const keys = [...trust.keys];
  const find = vi.spyOn(keys, 'find');
  const given = { ...trust, keys, verified };
  const { token } = await createIdentityToken({ agent_id: 'a' }, issuer);
  const result = await verifyIdentity(token, given);
  await verifyIdentity(token, given);
  expect(find).toHaveBeenCalledTimes(1);
  if (!result.ok) throw new Error(result.reason);
  const add = (name: string) => verified.add(given, name, { ...result.identity }, NOW);
  for (let index = 0; index < 9_999; index++) add(`digest ${index}`);
  await verifyIdentity(token, given);
  expect(find).toHaveBeenCalledTimes(1);
  add('one more');
  await verifyIdentity(token, given);
  expect(find).toHaveBeenCalledTimes(2);
});

test('the identity of a remembered token cannot be changed', async () => {
  const given = { ...trust, verified: new VerifiedTokens() };
  const { token } = await createIdentityToken({ agent_id: 'a', roles: ['reader'] }, issuer);
  const result = await verifyIdentity(token, given);
  if (!result.ok) throw new Error(result.reason);
  expect(() => (result.identity.roles as string[]).push('admin')).toThrow(TypeError);
  expect(await verifyIdentity(token, given)).toMatchObject({ ok: true, identity: { roles: ['reader'] } });
});
