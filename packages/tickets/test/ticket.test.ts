import {
  AgentSafeError,
  type AuditDraft,
  type JsonObject,
  maskValue,
  type NonceStore,
  type Revocation,
  type Revocations,
} from '@agent-safe/core';
import { sampleTokenKey } from '@agent-safe/testkit';
import { type SigningKey, signToken, type TokenKind } from '@agent-safe/tokens';
import { describe, expect, test } from 'vitest';
import {
  issueTicket,
  MemoryNonceStore,
  type TicketExpectations,
  type TicketRequest,
  TicketVerifier,
  type TicketVerifierOptions,
} from '../src/index.ts';

const NOW = Date.parse('2026-03-02T12:00:00.000Z');
const clock = () => NOW;
const { signing: key, verification } = sampleTokenKey();
const issuer = { key, issuer: 'agent-safe', audience: 'agent-safe-runner', ttl: 300 };
const request: TicketRequest = {
  action: 'restart-deployment',
  target: 'dev/test-app',
  target_type: 'k8s-deployment',
  scope: { cluster: 'dev' },
  caller: 'worker-01',
  caller_verified: true,
  caller_jti: 'token-of-the-worker',
  chain: [{ agent_id: 'orchestrator-01', jti: 'token-of-the-orchestrator' }],
  params: { namespace: 'dev', deployment: 'app' },
  ticket_id: null,
  definition: 'digest-of-the-definition',
  audit_id: 'evt-1',
  evaluated_at: NOW,
};

function open(options: Partial<TicketVerifierOptions> = {}): TicketVerifier {
  return new TicketVerifier({ keys: [verification], nonces: new MemoryNonceStore({ clock }), clock, ...options });
}

function issue(changes: Partial<TicketRequest> = {}): string {
  return issueTicket({ ...request, ...changes }, issuer).token;
}

describe('a ticket', () => {
  test('contains the allowed request and expires after five minutes', async () => {
    const { expires_at, nonce, token } = issueTicket(request, issuer);
    expect(expires_at).toBe('2026-03-02T12:05:00.000Z');
    const result = await open().verify(token);
    const { caller_exp: _, evaluated_at: __, ...said } = request;
    expect(result).toMatchObject({ ok: true, ticket: { ...said, nonce, expires_at, digest: expect.any(String) } });
  });

  test('T43 names the execution that it rolls back, and only its digest fits', async () => {
    const result = await open().verify(issue({ rollback_of: 'evt-0' }));
    const plain = await open().verify(issue());
    expect(result).toMatchObject({ ok: true, ticket: { rollback_of: 'evt-0' } });
    expect(plain.ok && 'rollback_of' in plain.ticket).toBe(false);
    expect(result.ok && result.ticket.digest).not.toBe(plain.ok && plain.ticket.digest);
    const { caller_exp: _, evaluated_at: __, ...claims } = { ...request, rollback_of: 'evt-0' };
    const digest = plain.ok ? plain.ticket.digest : null;
    const forged = signToken(
      'ticket',
      {
        ...(claims as unknown as JsonObject),
        type: 'execution-ticket',
        iss: 'agent-safe',
        aud: 'agent-safe-runner',
        iat: NOW / 1_000,
        exp: NOW / 1_000 + 300,
        jti: 'n-1',
        nonce: 'n-1',
        digest,
      },
      key,
    );
    expect(await open().verify(forged)).toMatchObject({ ok: false, code: 'ticket_invalid' });
  });

  test('expires no later than the token of its caller', async () => {
    const { expires_at } = issueTicket({ ...request, caller_exp: NOW / 1_000 + 7 }, issuer);
    expect(expires_at).toBe('2026-03-02T12:00:07.000Z');
  });

  test('is redeemed once, and verifying does not use it', async () => {
    const verifier = open();
    const token = issue();
    for (let times = 0; times < 3; times++) expect(await verifier.verify(token)).toMatchObject({ ok: true });
    expect(await verifier.redeem(token)).toMatchObject({ ok: true });
    expect(await verifier.redeem(token)).toMatchObject({ ok: false, code: 'ticket_replayed' });
  });

  test('T23 is redeemed by exactly one of many concurrent executors', async () => {
    const verifier = open();
    const token = issue();
    const results = await Promise.all(Array.from({ length: 64 }, () => verifier.redeem(token)));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  });

  test('T23 is not used by a refused attempt', async () => {
    const verifier = open();
    const token = issue();
    expect(await verifier.redeem(token, { target: 'prod/api' })).toMatchObject({ code: 'ticket_mismatch' });
    expect(await verifier.redeem(token, { target: 'dev/test-app' })).toMatchObject({ ok: true });
  });

  test('is refused from the second of its expiry on', async () => {
    const token = issue();
    const at = (seconds: number) => open({ clock: () => NOW + seconds * 1_000 }).redeem(token);
    // The content is genuine, so the refusal names the decision.
    expect(await at(300)).toMatchObject({ ok: false, code: 'ticket_expired', ticket: { target: 'dev/test-app' } });
    expect(await at(299)).toMatchObject({ ok: true });
  });

  test('cannot be redeemed without a nonce store', async () => {
    const redeeming = open({ nonces: undefined }).redeem(issue());
    await expect(redeeming).rejects.toMatchObject({ code: 'ERR_CONFIG_INVALID' });
  });

  test('T23 is refused if the nonce store fails', async () => {
    const nonces: NonceStore = {
      redeem: () => Promise.reject(new AgentSafeError('ERR_STORE_UNAVAILABLE', 'The disk was removed.')),
      isRedeemed: () => Promise.reject(new AgentSafeError('ERR_STORE_UNAVAILABLE', 'The disk was removed.')),
    };
    expect(await open({ nonces }).redeem(issue())).toMatchObject({ ok: false, code: 'state_unavailable' });
  });
});

describe('T24 a ticket for another request', () => {
  test.each<[string, TicketExpectations]>([
    ['action', { action: 'delete-namespace' }],
    ['target', { target: 'prod/api' }],
    ['type of target', { target_type: 'ec2-instance' }],
    ['scope', { scope: { cluster: 'prod' } }],
    ['params', { params: { namespace: 'kube-system', deployment: 'app' } }],
    ['params, one missing', { params: { namespace: 'dev' } }],
    ['params that JSON cannot represent', { params: { namespace: Number.NaN } }],
    ['caller', { caller: 'orchestrator-01' }],
    ['definition', { definition: 'another' }],
    ['digest', { digest: 'another' }],
    ['decision', { audit_id: 'evt-2' }],
    ['change ticket', { ticket_id: 'CHG-1' }],
  ])('T24 (%s) is refused by verify and redeem, and the refusals are recorded', async (_, expected) => {
    const recorded: AuditDraft[] = [];
    const append = async (drafts: readonly AuditDraft[]) => {
      recorded.push(...drafts);
      return [];
    };
    const verifier = open({ audit: { append } });
    const token = issue();
    expect(await verifier.verify(token, expected)).toMatchObject({ ok: false, code: 'ticket_mismatch' });
    expect(await verifier.redeem(token, expected)).toMatchObject({ ok: false, code: 'ticket_mismatch' });
    expect(recorded).toHaveLength(2);
    expect(recorded[0]).toMatchObject({
      event_type: 'ticket_refused',
      fields: { code: 'ticket_mismatch', action: 'restart-deployment', audit_id: 'evt-1' },
    });
    for (const part of token.split('.')) expect(JSON.stringify(recorded)).not.toContain(part);
  });

  test('is accepted if no member differs', async () => {
    const { audit_id, action, caller, definition, params, scope, target, target_type, ticket_id } = request;
    const expected = { audit_id, action, caller, definition, params, scope, target, target_type, ticket_id };
    expect(await open().redeem(issue(), expected)).toMatchObject({ ok: true });
  });

  test('a misspelled expectation throws', async () => {
    const misspelled = { actoin: 'delete-namespace' } as TicketExpectations;
    await expect(open().verify(issue(), misspelled)).rejects.toMatchObject({ code: 'ERR_CONFIG_INVALID' });
  });

  test('T24 is refused by another audience, issuer or key', async () => {
    const token = issue();
    expect(await open({ audience: 'other-runner' }).redeem(token)).toMatchObject({ code: 'ticket_invalid' });
    expect(await open({ issuer: 'other' }).redeem(token)).toMatchObject({ code: 'ticket_invalid' });
    const others = [sampleTokenKey().verification];
    expect(await open({ keys: others }).redeem(token)).toMatchObject({ code: 'ticket_invalid' });
  });

  test('a refusal that cannot be recorded stays a refusal, and its reason says so', async () => {
    const audit = { append: () => Promise.reject(new AgentSafeError('ERR_AUDIT_UNAVAILABLE', 'full')) };
    const result = await open({ audit }).verify(issue(), { action: 'other' });
    expect(result).toMatchObject({ ok: false, reason: expect.stringContaining('could not be recorded') });
  });
});

describe('T24 valid signatures of wrong claims', () => {
  test('T24 the right claims are accepted', async () => {
    expect(await verify('ticket', await claimsOf())).toMatchObject({ ok: true });
  });

  test.each<[string, JsonObject]>([
    ['another action', { action: 'delete-namespace' }],
    ['another target', { target: 'prod/api' }],
    ['another type of target', { target_type: 'k8s-namespace' }],
    ['another scope', { scope: { cluster: 'prod' } }],
    ['no scope', { scope: null }],
    ['other params', { params: { namespace: 'kube-system', deployment: 'app' } }],
    ['another caller', { caller: 'other' }],
    ['an unverified caller', { caller_verified: false }],
    ['another chain', { chain: [] }],
    ['another change ticket', { ticket_id: 'CHG-1' }],
    ['another definition', { definition: 'other' }],
    ['another digest', { digest: 'A'.repeat(43) }],
    ['no digest', { digest: null }],
    ['a nonce that differs from the token id', { nonce: 'f'.repeat(32) }],
    ['another type', { type: 'identity' }],
    ['an unknown claim, which may be a restriction', { only_on_mondays: true }],
    ['a chain with an additional member', { chain: [{ agent_id: 'orchestrator-01', jti: null, roles: [] }] }],
    ['params that are a list', { params: [] }],
    ['an action that is not a text', { action: 1 }],
  ])('T24 %s is refused', async (_, changes) => {
    expect(await verify('ticket', { ...(await claimsOf()), ...changes })).toMatchObject({ ok: false });
  });

  test('T11 the same claims in another type of token are refused', async () => {
    for (const kind of ['identity', 'delegation'] as const) {
      expect(await verify(kind, await claimsOf())).toMatchObject({ ok: false, code: 'ticket_invalid' });
    }
  });

  async function claimsOf(): Promise<JsonObject> {
    const [, payload = ''] = issue().split('.');
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as JsonObject;
  }

  async function verify(kind: TokenKind, claims: JsonObject) {
    return open().redeem(signToken(kind, claims, key));
  }
});

describe('a verifier', () => {
  test.each<[string, object]>([
    ['a misspelled option', { revocation: {} }],
    ['a tolerance above the maximum', { tolerance: 301 }],
    ['a negative tolerance', { tolerance: -1 }],
    ['a tolerance that is NaN', { tolerance: Number.NaN }],
    ['a tolerance that is a text', { tolerance: '30' }],
    ['keys that are a key set', { keys: { keys: [verification] } }],
  ])('with %s is refused', (_, options) => {
    expect(() => open(options as Partial<TicketVerifierOptions>)).toThrow(AgentSafeError);
  });

  test('T23 shares used tickets with verifiers of another tolerance', async () => {
    let now = NOW;
    const nonces = new MemoryNonceStore({ clock: () => now });
    const [strict, lenient] = [0, 300].map((tolerance) => open({ nonces, tolerance, clock: () => now }));
    const token = issue();
    expect(await strict?.redeem(token)).toMatchObject({ ok: true });
    for (const seconds of [299, 300, 450, 599]) {
      now = NOW + seconds * 1_000;
      for (let other = 0; other < 20; other++) await nonces.redeem(`other-${seconds}-${other}`, now + 1_000);
      expect(await lenient?.redeem(token)).toMatchObject({ ok: false, code: 'ticket_replayed' });
    }
  });

  test('T21 records a refusal without expected or actual values of parameters', async () => {
    const recorded: AuditDraft[] = [];
    const append = async (drafts: readonly AuditDraft[]) => {
      recorded.push(...drafts);
      return [];
    };
    const verifier = open({ audit: { append } });
    const result = await verifier.verify(issue(), { params: { namespace: 'planted-secret', deployment: 'app' } });
    expect(result).toMatchObject({
      ok: false,
      reason:
        'The ticket has another value for the parameter "namespace". Execute exactly the approved request, or request a new decision.',
    });
    expect(JSON.stringify([result.ok ? '' : result.reason, recorded])).not.toMatch(/planted-secret|"dev"/);
  });

  test('compares a sensitive parameter with its mask if it has the mask key', async () => {
    const maskKey = Buffer.alloc(32, 7);
    const secret = maskValue(maskKey, request.action, 'namespace', 'hunter2');
    const token = issue({ params: { namespace: secret, deployment: 'app' } });
    const expected = { params: { namespace: 'hunter2', deployment: 'app' } };
    expect(await open({ maskKey }).verify(token, expected)).toMatchObject({ ok: true });
    expect(await open({ maskKey }).verify(token, { params: { namespace: 'other', deployment: 'app' } })).toMatchObject({
      ok: false,
    });
    expect(await open().verify(token, expected)).toMatchObject({ ok: false });
  });

  test('T24 records the content of a ticket for another audience', async () => {
    const recorded: AuditDraft[] = [];
    const append = async (drafts: readonly AuditDraft[]) => {
      recorded.push(...drafts);
      return [];
    };
    await open({ audit: { append }, audience: 'other' }).redeem(issue());
    expect(recorded).toMatchObject([
      { fields: { action: 'restart-deployment', audit_id: 'evt-1', code: 'ticket_invalid' } },
    ]);
  });
});

describe('T23 a revoked ticket', () => {
  test('T23 queries its own id, its caller and its whole chain', async () => {
    const asked: unknown[] = [];
    const isRevoked: Revocations['isRevoked'] = async (bearer) => {
      asked.push(bearer);
      return undefined;
    };
    const { nonce, token } = issueTicket(request, issuer);
    await open({ revocations: answering(isRevoked) }).redeem(token);
    expect(asked).toStrictEqual([
      {
        issuedAt: NOW,
        agents: ['worker-01', 'orchestrator-01'],
        tokens: [nonce, 'token-of-the-worker', 'token-of-the-orchestrator'],
      },
    ]);
  });

  test.each(['agent', 'token', 'all'] as const)('T23 (%s) is refused and not used', async (kind) => {
    let revocation: Revocation | undefined = { kind, id: 'orchestrator-01', revoked_at: NOW, issued_until: null };
    const verifier = open({ revocations: answering(async () => revocation) });
    const token = issue();
    expect(await verifier.redeem(token)).toMatchObject({ ok: false, code: 'ticket_revoked' });
    expect(await verifier.verify(token)).toMatchObject({ ok: false, code: 'ticket_revoked' });
    revocation = undefined;
    expect(await verifier.redeem(token)).toMatchObject({ ok: true });
  });

  test('T23 is refused if the revocations fail', async () => {
    const revocations = answering(() => Promise.reject(new Error('down')));
    expect(await open({ revocations }).redeem(issue())).toMatchObject({ code: 'state_unavailable' });
  });

  function answering(isRevoked: Revocations['isRevoked']): Revocations {
    const never = () => Promise.reject(new Error('not called in this test'));
    return { revoke: never, lift: never, list: never, isRevoked };
  }
});

describe('a shared secret', () => {
  const secret = Buffer.from('0123456789abcdef0123456789abcdef');

  test('signs and verifies tickets', async () => {
    const hmac: SigningKey = { alg: 'HS256', secret };
    const { token } = issueTicket(request, { ...issuer, key: hmac });
    const keys = [{ alg: 'HS256', secret, acceptsLegacy: false } as const];
    expect(await open({ keys }).redeem(token)).toMatchObject({ ok: true });
    expect(await open().redeem(token)).toMatchObject({ ok: false, code: 'ticket_invalid' });
  });

  test('a verifier without keys is refused', () => {
    expect(() => open({ keys: [] })).toThrow(AgentSafeError);
  });
});
