import type { JsonObject } from '@agent-safe/core';
import { signToken } from '@agent-safe/tokens';
import { describe, expect, test } from 'vitest';
import { createIdentityToken, delegate, describeHops, toCaller, verifyIdentity } from '../src/index.ts';
import { issuer, key, trust } from './support/trust.ts';

async function delegated(targets?: readonly string[], from?: string): Promise<string> {
  const parent = from ?? (await createIdentityToken({ agent_id: 'root', ttl_seconds: 3_600 }, issuer)).token;
  const result = await delegate(parent, { child_agent_id: 'worker', ...(targets && { targets }) }, issuer, trust);
  if (!result.ok) throw new Error(result.reason);
  return result.token;
}

function claimsOf(token: string): JsonObject {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as JsonObject;
}

/** Signs the claims of a token again, as another issuer with the key would. */
function signAgain(token: string, change: (claims: JsonObject) => JsonObject): string {
  return signToken('delegation', change(claimsOf(token)), key);
}

/** A token as earlier versions issued it. */
async function oldToken(targets: readonly string[], from?: string): Promise<string> {
  return signAgain(await delegated(targets, from), (claims) => {
    const { target_globs: _, ...others } = claims;
    return others;
  });
}

async function scopesOf(token: string) {
  const verified = await verifyIdentity(token, trust);
  if (!verified.ok) throw new Error(verified.reason);
  return toCaller(verified.identity).delegation_scopes?.map((scope) => {
    const { exp: _, ...others } = scope;
    return others;
  });
}

describe('T38 tokens keep the reading of the version that issued them', () => {
  test('a new token is marked, and its targets are globs of parts', async () => {
    const token = await delegated(['*-server']);
    expect(claimsOf(token)).toMatchObject({ targets: ['*-server'], target_globs: 'parts' });
    expect(await scopesOf(token)).toStrictEqual([{ targets: ['*-server'] }]);
  });

  test('a token without the mark is read as before', async () => {
    expect(await scopesOf(await oldToken(['*-server']))).toStrictEqual([
      { targets: ['*-server'], target_globs: 'text' },
    ]);
  });

  test('the hops of a token name the earlier reading', async () => {
    const verified = await verifyIdentity(await delegated(['prod/*'], await oldToken(['*-server'])), trust);
    if (!verified.ok) throw new Error(verified.reason);
    expect(describeHops(verified.identity).map(({ gave_up }) => gave_up.target_globs)).toEqual([
      undefined,
      'text',
      undefined,
    ]);
  });

  test('a token without targets has no mark', async () => {
    expect(claimsOf(await delegated())).not.toHaveProperty('target_globs');
    expect(await scopesOf(await delegated())).toStrictEqual([{}]);
  });

  test('a child of an old token adds its limit, and the old limit stays', async () => {
    const child = await delegated(['prod/*'], await oldToken(['*-server']));
    expect(await scopesOf(child)).toStrictEqual([
      { targets: ['*-server'], target_globs: 'text' },
      { targets: ['prod/*'] },
    ]);
    const grandchild = await delegated(undefined, child);
    expect(await scopesOf(grandchild)).toStrictEqual([
      { targets: ['*-server'], target_globs: 'text' },
      { targets: ['prod/*'] },
      {},
    ]);
  });

  test('a delegation cannot ask for the old reading', async () => {
    const given = { child_agent_id: 'worker', targets: ['*'], target_globs: 'text' };
    const parent = await oldToken(['*']);
    expect(await delegate(parent, given, issuer, trust)).toMatchObject({ ok: false, code: 'request_invalid' });
  });

  test('a removed mark breaks the signature', async () => {
    const token = await delegated(['*-server']);
    const { target_globs: _, ...claims } = claimsOf(token);
    const [header, , signature] = token.split('.');
    const forged = [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
    expect(await verifyIdentity(forged, trust)).toMatchObject({ ok: false, code: 'caller_invalid' });
  });

  test.each<[string, JsonObject]>([
    ['an unknown mark', { target_globs: 'text' }],
    ['a mark of another type', { target_globs: true }],
    ['a mark that is null', { target_globs: null }],
  ])('%s is refused', async (_, change) => {
    const token = signAgain(await delegated(['*']), (claims) => ({ ...claims, ...change }));
    expect(await verifyIdentity(token, trust)).toMatchObject({ ok: false, code: 'caller_invalid' });
  });

  test('a mark without targets is refused', async () => {
    const token = signAgain(await delegated(), (claims) => ({ ...claims, target_globs: 'parts' }));
    expect(await verifyIdentity(token, trust)).toMatchObject({ ok: false, code: 'caller_invalid' });
  });
});
