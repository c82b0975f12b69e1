import { ok } from '../http/reply.ts';
import { refuseAs } from '../native/refusals.ts';
import { defineNative } from '../native/route.ts';
import type { Route } from '../routes/route.ts';
import * as schemas from './schemas.ts';
import { author } from './users.ts';

const tag = 'API keys';
const access = { user: 'admin' } as const;
const params = schemas.idPath;

/** API keys of gateways. */
export const apiKeyRoutes: readonly Route[] = [
  defineNative({
    tag,
    access,
    id: 'listApiKeys',
    method: 'get',
    path: '/api/v1/api-keys',
    summary: 'List the API keys, without their secrets',
    answers: { 200: { description: 'The keys.', schema: schemas.apiKeys } },
    handle: async (_, { accounts }) => ok({ keys: await accounts.keys.list() }),
  }),
  defineNative({
    tag,
    access,
    id: 'createApiKey',
    method: 'post',
    path: '/api/v1/api-keys',
    summary: 'Create an API key. Its secret is shown once',
    body: schemas.keyRequest,
    refusals: [409, 422],
    answers: { 201: { description: 'The key and its secret.', schema: schemas.issuedKey } },
    async handle({ body, principal }, { accounts }) {
      const created = await accounts.keys.create(body, author(principal));
      if (!created.ok) return refuseAs(created);
      return { status: 201, body: { secret: created.secret, key: created.key } };
    },
  }),
  defineNative({
    tag,
    access,
    id: 'rotateApiKey',
    method: 'post',
    path: '/api/v1/api-keys/{id}/rotate',
    summary: 'Give an API key a new secret. The old one stays valid for a grace period',
    params,
    body: schemas.keyRotation,
    refusals: [409, 422],
    answers: { 200: { description: 'The key and its new secret.', schema: schemas.issuedKey } },
    async handle({ body, path: { id }, principal }, { accounts }) {
      const rotated = await accounts.keys.rotate(id, body, author(principal));
      return rotated.ok ? ok({ secret: rotated.secret, key: rotated.key }) : refuseAs(rotated);
    },
  }),
  defineNative({
    tag,
    access,
    id: 'revokeApiKey',
    method: 'delete',
    path: '/api/v1/api-keys/{id}',
    summary: 'Revoke an API key at once',
    params,
    answers: { 200: { description: 'The revoked key.', schema: schemas.apiKey } },
    async handle({ path: { id }, principal }, { accounts }) {
      const revoked = await accounts.keys.revoke(id, author(principal));
      return revoked.ok ? ok(revoked.key) : refuseAs(revoked);
    },
  }),
];
