import { ok } from '../http/reply.ts';
import type { Route } from '../routes/route.ts';
import { tokenOf } from './approver.ts';
import { refuseAs } from './refusals.ts';
import { defineNative } from './route.ts';
import * as schemas from './schemas/token.ts';

const tag = 'Tokens';
const RESERVED = {
  code: 'request_invalid',
  reason: 'Names that begin with "user:" or "pep:" belong to users and API keys. Choose another agent id.',
};

/** Identity tokens and delegation. */
export const tokenRoutes: readonly Route[] = [
  defineNative({
    tag,
    id: 'issueToken',
    method: 'post',
    path: '/api/v1/tokens',
    access: { user: 'admin' },
    summary: 'Issue an identity token for an agent',
    body: schemas.issueRequest,
    refusals: [422],
    answers: { 201: { description: 'The token.', schema: schemas.issued } },
    async handle({ body }, server) {
      if (isReserved(body.agent_id)) return refuseAs(RESERVED);
      return { status: 201, body: { token: await server.project().safe.tokens.issue(body) } };
    },
  }),
  defineNative({
    tag,
    id: 'verifyToken',
    method: 'post',
    path: '/api/v1/tokens/verify',
    access: { pep: 'tickets', user: 'viewer' },
    summary: 'Verify an identity or delegated token, and list the hops of its chain',
    body: schemas.verifyRequest,
    refusals: [422],
    answers: { 200: { description: 'The identity.', schema: schemas.verified } },
    async handle({ body: { token } }, server) {
      const found = await server.project().safe.tokens.verify(token);
      if (!found.ok) return refuseAs(found);
      const { agent_id, expires_at, groups, issued_at, jti, roles } = found.identity;
      const hops = found.hops.map((hop) => ({
        agent_id: hop.agent_id,
        agent_name: hop.agent_name,
        roles: hop.roles,
        groups: hop.groups,
        expires_at: hop.expires_at,
      }));
      return ok({ agent_id, roles, groups, jti, issued_at, expires_at, hops });
    },
  }),
  defineNative({
    tag,
    id: 'delegate',
    method: 'post',
    path: '/api/v1/tokens/delegate',
    access: { agent: true },
    summary: 'Issue a token for a child of the calling agent, with a part of its rights',
    body: schemas.delegateRequest,
    refusals: [422],
    answers: { 201: { description: 'The token of the child.', schema: schemas.delegated } },
    async handle({ body, principal }, server) {
      const { safe } = server.project();
      if (isReserved(body.child_agent_id)) return refuseAs(RESERVED);
      // A token that the server issues for a caller of another issuer is short, and so are the tokens that are delegated from it.
      const parent_token = await tokenOf(principal, safe);
      if (typeof parent_token !== 'string') return refuseAs(parent_token);
      const child = await safe.tokens.delegate({ ...body, parent_token });
      if (!child.ok) return refuseAs(child);
      return { status: 201, body: { token: child.token, jti: child.jti } };
    },
  }),
];

/** The token of a user would approve requests as that user. */
function isReserved(agentId: string): boolean {
  return /^(?:user|pep):/i.test(agentId.normalize('NFKC'));
}
