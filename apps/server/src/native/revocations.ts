import { ok } from '../http/reply.ts';
import type { Route } from '../routes/route.ts';
import { refuseAs } from './refusals.ts';
import { defineNative } from './route.ts';
import * as schemas from './schemas/token.ts';

const tag = 'Revocations';

/** The kill switch. */
export const revocationRoutes: readonly Route[] = [
  defineNative({
    tag,
    id: 'listRevocations',
    method: 'get',
    path: '/api/v1/revocations',
    access: { user: 'viewer' },
    summary: 'List all revocations, the oldest first',
    answers: { 200: { description: 'The revocations.', schema: schemas.revocations } },
    handle: async (_, server) => ok({ revocations: await server.project().safe.revocations.list() }),
  }),
  defineNative({
    tag,
    id: 'revoke',
    method: 'post',
    path: '/api/v1/revocations',
    access: { user: 'admin' },
    summary: 'Revoke an agent, a token, or everything issued until now',
    body: schemas.revokeRequest,
    refusals: [422],
    answers: { 201: { description: 'The revocation.', schema: schemas.revocation } },
    handle: async ({ body }, server) => ({ status: 201, body: await server.project().safe.revocations.add(body) }),
  }),
  defineNative({
    tag,
    id: 'liftRevocation',
    method: 'delete',
    path: '/api/v1/revocations/{agent}',
    access: { user: 'admin' },
    summary: 'Let a revoked agent act again, with tokens issued from now on',
    params: schemas.agentPath,
    refusals: [422],
    answers: { 200: { description: 'The lifted revocation.', schema: schemas.revocation } },
    async handle({ path: { agent } }, server) {
      const lifted = await server.project().safe.revocations.lift(agent);
      if (lifted !== undefined) return ok(lifted);
      const reason = `The agent is not revoked: ${JSON.stringify(agent)}. Check the id.`;
      return refuseAs({ code: 'not_revoked', reason });
    },
  }),
];
