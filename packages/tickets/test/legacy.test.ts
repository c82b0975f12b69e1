import { readFileSync } from 'node:fs';
import type { JsonObject } from '@agent-safe/core';
import { sampleTokenKey } from '@agent-safe/testkit';
import { describe, expect, test } from 'vitest';
import { MemoryNonceStore, TicketVerifier, type TicketVerifierOptions } from '../src/index.ts';

interface Fixture {
  readonly name: string;
  readonly token: string;
  readonly expected: JsonObject;
  readonly valid: boolean;
}

function read(path: string): { readonly signing_key: string; readonly tokens: readonly Fixture[] } {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as ReturnType<typeof read>;
}

const { signing_key, tokens } = read('fixtures/agent-safe-0.11.0.json');
const clock = () => Date.parse('2026-03-02T12:00:00Z');
const secret = Buffer.from(signing_key, 'utf8');
const genuine = tokens.filter(({ valid }) => valid);

function open(options: Partial<TicketVerifierOptions> = {}): TicketVerifier {
  const keys = [{ alg: 'HS256', secret, acceptsLegacy: true } as const];
  return new TicketVerifier({ keys, nonces: new MemoryNonceStore({ clock }), clock, ...options });
}

describe('tickets that agent-safe 0.11.0 signed', () => {
  test.each(genuine)('$name verify', async ({ expected, token }) => {
    const { action, audit_id, caller, nonce, params, target } = expected;
    const result = await open().verify(token, { action: action as string, target: target as string });
    expect(result).toMatchObject({
      ok: true,
      ticket: { action, audit_id, caller, nonce, params, target, digest: null },
    });
  });

  test.each(genuine)('T24 $name verify, but are never redeemed', async ({ token }) => {
    expect(await open().redeem(token)).toMatchObject({ ok: false, code: 'ticket_unbound' });
  });

  test.each(tokens.filter(({ valid }) => !valid))('T10 $name do not verify', async ({ token }) => {
    expect(await open().verify(token)).toMatchObject({ ok: false });
  });

  test.each(genuine)('T10 $name do not verify without acceptsLegacy, or with other keys', async ({ token }) => {
    const keys = [
      [{ alg: 'HS256', secret, acceptsLegacy: false } as const],
      [sampleTokenKey().verification],
      [{ alg: 'HS256', secret: Buffer.alloc(32, 1), acceptsLegacy: true } as const],
    ];
    for (const others of keys) expect(await open({ keys: others }).verify(token)).toMatchObject({ ok: false });
  });

  test.each(genuine)('T24 $name for another action or target are refused', async ({ token }) => {
    for (const expected of [{ action: 'delete-namespace' }, { target: 'prod/api' }]) {
      expect(await open().verify(token, expected)).toMatchObject({ ok: false, code: 'ticket_mismatch' });
    }
  });
});

test('T11 an identity that agent-safe 0.11.0 signed is not accepted as a ticket', async () => {
  const identities = read('../../delegation/test/fixtures/agent-safe-0.11.0.json');
  const keys = [{ alg: 'HS256', secret: Buffer.from(identities.signing_key), acceptsLegacy: true } as const];
  for (const { token } of identities.tokens) expect(await open({ keys }).verify(token)).toMatchObject({ ok: false });
});
