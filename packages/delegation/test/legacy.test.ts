import { readFileSync } from 'node:fs';
import type { JsonObject } from '@agent-safe/core';
import { sampleTokenKey } from '@agent-safe/testkit';
import { describe, expect, test } from 'vitest';
import { delegate, describeHops, type IdentityTrust, verifyIdentity } from '../src/index.ts';

interface Fixture {
  readonly name: string;
  readonly token: string;
  readonly expected: JsonObject;
  readonly valid: boolean;
}

const file = new URL('fixtures/agent-safe-0.11.0.json', import.meta.url);
const { signing_key, tokens } = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly signing_key: string;
  readonly tokens: readonly Fixture[];
};
const clock = () => Date.parse('2026-03-02T12:00:00Z');
const secret = Buffer.from(signing_key, 'utf8');
const trust: IdentityTrust = {
  keys: [{ alg: 'HS256', secret, acceptsLegacy: true }],
  issuer: 'agent-safe',
  maxDepth: 5,
  clock,
};
const genuine = tokens.filter(({ valid }) => valid);
const delegated = genuine.filter(({ expected }) => 'delegation_chain' in expected);

describe('tokens that agent-safe 0.11.0 signed', () => {
  test.each(genuine)('$name verify', async ({ expected, token }) => {
    const result = await verifyIdentity(token, trust);
    const { agent_id, agent_name, groups, roles } = expected;
    expect(result).toMatchObject({ ok: true, identity: { agent_id, agent_name, groups, roles, jti: null } });
    if (!result.ok) return;
    const { delegation_chain, delegation_depth } = result.identity;
    expect(delegation_chain).toMatchObject((expected.delegation_chain ?? []) as object[]);
    expect(delegation_depth).toBe(expected.delegation_depth ?? 0);
  });

  test.each(tokens.filter(({ valid }) => !valid))('T10 $name do not verify', async ({ token }) => {
    expect(await verifyIdentity(token, trust)).toMatchObject({ ok: false, code: 'caller_invalid' });
  });

  test.each(genuine)('T10 $name do not verify without acceptsLegacy, or with other keys', async ({ token }) => {
    const keys = [
      [{ alg: 'HS256', secret, acceptsLegacy: false } as const],
      [sampleTokenKey().verification],
      [{ alg: 'HS256', secret: Buffer.alloc(32, 1), acceptsLegacy: true } as const],
    ];
    for (const others of keys)
      expect(await verifyIdentity(token, { ...trust, keys: others })).toMatchObject({ ok: false });
  });

  test.each(genuine)('T10 $name do not verify with any one character changed', async ({ token }) => {
    // The last character of a part contains unused bits. A change of these bits is refused too.
    for (let place = 0; place < token.length; place += 1 + Math.floor(token.length / 97)) {
      const other = token[place] === 'A' ? 'B' : 'A';
      const forged = token.slice(0, place) + other + token.slice(place + 1);
      expect(await verifyIdentity(forged, trust)).toMatchObject({ ok: false });
    }
  });

  test('can be delegated once more', async () => {
    const { signing, verification } = sampleTokenKey();
    const issuer = { key: signing, issuer: 'agent-safe', clock };
    const both = { ...trust, keys: [...trust.keys, verification] };
    for (const { expected, token } of delegated) {
      const result = await delegate(token, { child_agent_id: 'leaf' }, issuer, both);
      if (!result.ok) throw new Error(result.reason);
      const depth = Number(expected.delegation_depth) + 1;
      expect(describeHops(result.child_identity)).toHaveLength(depth + 1);
      expect(await verifyIdentity(result.token, both)).toMatchObject({ identity: { delegation_depth: depth } });
    }
  });

  test('include delegations of depth one, two and three', () => {
    expect(new Set(delegated.map(({ expected }) => expected.delegation_depth))).toStrictEqual(new Set([1, 2, 3]));
  });
});
