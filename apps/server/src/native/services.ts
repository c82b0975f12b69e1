import { keySet } from '@agent-safe/registry';
import { servicesOf } from '@agent-safe/sdk/server';
import { ok } from '../http/reply.ts';
import type { Route } from '../routes/route.ts';
import { refuseAs } from './refusals.ts';
import { defineNative } from './route.ts';
import * as schemas from './schemas/services.ts';

const tag = 'Server';

/** Keys and the health of what the project uses. */
export const serviceRoutes: readonly Route[] = [
  defineNative({
    tag,
    id: 'getKeySet',
    method: 'get',
    path: '/api/v1/keys/jwks.json',
    access: 'public',
    summary: 'The public keys that verify tokens and tickets, as a JSON Web Key Set',
    answers: { 200: { description: 'The key set (RFC 7517).', schema: schemas.keySet } },
    handle(_, server) {
      const { clock, keys } = servicesOf(server.project().safe);
      if (keys.problem !== undefined)
        return refuseAs({ code: 'keys_unavailable', reason: 'The keys cannot be used now.' });
      const body = keySet(keys.ring.tokens, clock());
      return { status: 200, body, headers: { 'cache-control': 'public, max-age=60' } };
    },
  }),
  defineNative({
    tag,
    id: 'listKeys',
    method: 'get',
    path: '/api/v1/keys',
    access: { user: 'viewer' },
    summary: 'List the keys of the project, without their secrets',
    answers: { 200: { description: 'The keys.', schema: schemas.keys } },
    handle(_, server) {
      const { keys } = servicesOf(server.project().safe);
      const { approvals, checkpoints, encryption, mask, tokens } = keys.ring;
      return ok({
        tokens: tokens.map(({ kid, signsFrom, verifiesUntil }) => {
          return { kid, signs_from: toTime(signsFrom), verifies_until: toTime(verifiesUntil) };
        }),
        checkpoints: checkpoints.map(({ kid }) => ({ kid })),
        approvals: approvals.length,
        encryption: encryption.length,
        masks: mask !== undefined,
        problem: keys.problem ?? null,
      });
    },
  }),
  defineNative({
    tag,
    id: 'getServices',
    method: 'get',
    path: '/api/v1/services',
    access: { user: 'viewer' },
    summary: 'The health of the vault, the shippers and the approvals',
    answers: { 200: { description: 'The health.', schema: schemas.services } },
    async handle({ signal }, server) {
      const { safe } = server.project();
      const { recorder } = servicesOf(safe);
      const ending = AbortSignal.any([signal, AbortSignal.timeout(10_000)]);
      const vault = await safe.runner.credentials.test(ending).catch(() => undefined);
      return ok({
        vault: vault ?? UNKNOWN_VAULT,
        shippers: (await recorder?.shippingStatus()) ?? [],
      });
    },
  }),
];

const UNKNOWN_VAULT = {
  vault: null,
  is_scoped: false,
  ambient_credentials: false,
  types: [],
  problem: 'The vault could not be tested. Run "agent-safe credentials test".',
};

function toTime(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}
