import { type GenuineToken, genuineToken, hostileTokens, sampleTokenKey } from '@agent-safe/testkit';
import type { SigningKey, VerificationKey } from '@agent-safe/tokens';
import { expect, test } from 'vitest';
import { issueTicket, MemoryNonceStore, TicketVerifier } from '../src/index.ts';

const NOW = Date.UTC(2030, 0, 1);
const clock = () => NOW;
const pair = sampleTokenKey();
const secret = Buffer.from('a secret that only these tests use, and no system');
const KEYS: readonly (readonly [string, SigningKey, VerificationKey])[] = [
  ['Ed25519', pair.signing, pair.verification],
  ['a shared secret', { alg: 'HS256', secret }, { alg: 'HS256', secret, acceptsLegacy: true }],
];

function issue(key: SigningKey): GenuineToken {
  const { token } = issueTicket(
    {
      action: 'restart-deployment',
      target: 'dev/test-app',
      target_type: 'k8s-deployment',
      scope: { cluster: 'dev' },
      caller: 'worker-01',
      caller_verified: true,
      caller_jti: null,
      chain: [],
      params: { namespace: 'dev' },
      ticket_id: null,
      definition: 'digest-of-the-definition',
      audit_id: 'evt-1',
      evaluated_at: NOW,
    },
    { key, issuer: 'agent-safe', audience: 'agent-safe-runner', ttl: 300 },
  );
  const [header = '', payload = ''] = token.split('.');
  return { header: decode(header), claims: decode(payload), key, now: NOW };
}

function decode(part: string): never {
  return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as never;
}

test.each(KEYS)(
  'T10 every hostile variant of a ticket under %s is refused by verify and redeem',
  async (_, key, verification) => {
    const genuine = issue(key);
    const nonces = new MemoryNonceStore({ clock });
    const verifier = new TicketVerifier({ keys: [verification], nonces, clock });
    const variants = hostileTokens(genuine);
    expect(variants.length).toBeGreaterThan(150);
    for (const { name, token } of variants) {
      expect(await verifier.verify(token), name).toMatchObject({ ok: false });
      expect(await verifier.redeem(token), name).toMatchObject({ ok: false });
    }
    // No refused variant used the genuine ticket.
    expect(await verifier.redeem(genuineToken(genuine))).toMatchObject({ ok: true });
  },
);
