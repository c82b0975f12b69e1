import { type GenuineToken, genuineToken, hostileIdentities, hostileTokens, sampleTokenKey } from '@agent-safe/testkit';
import type { SigningKey, VerificationKey } from '@agent-safe/tokens';
import { describe, expect, test } from 'vitest';
import { createIdentityToken, delegate, type IdentityTrust, verifyIdentity } from '../src/index.ts';

const NOW = Date.UTC(2030, 0, 1);
const clock = () => NOW;
const pair = sampleTokenKey();
const secret = Buffer.from('a secret that only these tests use, and no system');
const KEYS: readonly (readonly [string, SigningKey, VerificationKey])[] = [
  ['Ed25519', pair.signing, pair.verification],
  ['a shared secret', { alg: 'HS256', secret }, { alg: 'HS256', secret, acceptsLegacy: true }],
];

/** An issued token, split into its parts. */
async function issue(kind: 'identity' | 'delegation', key: SigningKey, trust: IdentityTrust): Promise<GenuineToken> {
  const issuer = { key, issuer: 'agent-safe', clock };
  const { token } = await createIdentityToken({ agent_id: 'root', roles: ['a', 'b'], groups: ['g'] }, issuer);
  const child = await delegate(token, { child_agent_id: 'leaf', child_roles: ['a'] }, issuer, trust);
  if (!child.ok) throw new Error(child.reason);
  const [header = '', payload = ''] = (kind === 'identity' ? token : child.token).split('.');
  return { header: decode(header), claims: decode(payload), key, now: NOW };
}

function decode(part: string): never {
  return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as never;
}

describe.each(KEYS)('T10 under %s', (_, key, verification) => {
  const trust: IdentityTrust = { keys: [verification], issuer: 'agent-safe', maxDepth: 5, clock };

  test.each(['identity', 'delegation'] as const)(
    'T10 every hostile variant of a token is refused (%s)',
    async (kind) => {
      const genuine = await issue(kind, key, trust);
      expect(await verifyIdentity(genuineToken(genuine), trust)).toMatchObject({ ok: true });
      const variants = hostileTokens(genuine);
      expect(variants.length).toBeGreaterThan(150);
      for (const { name, token } of variants) {
        const result = await verifyIdentity(token, trust);
        expect(result, name).toMatchObject({ ok: false, code: 'caller_invalid' });
      }
    },
  );

  test('T13 claims that contradict the delegation chain are refused', async () => {
    const genuine = await issue('delegation', key, trust);
    for (const { name, token } of hostileIdentities(genuine)) {
      expect(await verifyIdentity(token, trust), name).toMatchObject({ ok: false, code: 'caller_invalid' });
    }
  });
});
