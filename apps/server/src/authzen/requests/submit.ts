import type { Decision } from '@agent-safe/sdk';
import { servicesOf } from '@agent-safe/sdk/server';
import { type Reply, refusal, refuse } from '../../http/reply.ts';
import type { ServerContext } from '../../project/server-context.ts';
import type { RouteRequest } from '../../routes/route.ts';
import { stableText } from '../page-token.ts';
import { toCheck } from '../to-check.ts';
import { IdempotencyKeys } from './idempotency.ts';
import { problem } from './problem.ts';
import { AccessProofs, digestEntities } from './proofs.ts';
import type { Submission } from './schemas.ts';
import { toTaskAnswer } from './task.ts';

const keysOf = new WeakMap<ServerContext, IdempotencyKeys>();

/** Answers a submission of an access request once for each idempotency key. */
export async function submit(request: RouteRequest<Submission>, server: ServerContext): Promise<Reply> {
  const key = request.headers.get('idempotency-key');
  if (key === null) return submitOnce(request, server);
  if (!/^[\x20-\x7e]{1,256}$/.test(key)) return refuse(BAD_KEY);
  const keys = keysOf.get(server) ?? new IdempotencyKeys();
  keysOf.set(server, keys);
  const now = servicesOf(server.project().safe).clock();
  const owned = JSON.stringify([byOf(request), key]);
  const reply = keys.once(owned, stableText(request.body), now, () => submitOnce(request, server));
  if (reply !== undefined) return reply;
  return problem('duplicate_request', 'The idempotency key belongs to another submission. Use a new key.');
}

const BAD_KEY = refusal(
  400,
  'request_invalid',
  'The header "idempotency-key" is malformed. Use up to 256 printable ASCII characters.',
);

const NO_CALLBACK = refusal(
  400,
  'request_invalid',
  'Callbacks are not supported. Omit "callback", and poll the status endpoint.',
);

async function submitOnce({ body, principal }: RouteRequest<Submission>, server: ServerContext): Promise<Reply> {
  if (body.callback !== undefined) return refuse(NO_CALLBACK);
  const project = server.project();
  const { safe } = project;
  const proofs = new AccessProofs(safe, byOf({ principal }));
  const entities = digestEntities(body);
  const { binding_token, evaluation_id: evaluationId, expires_at: expiresAt } = body.denial;
  if (!proofs.isBound({ evaluationId, expiresAt }, entities, binding_token))
    return problem('invalid_denial_binding', UNBOUND);
  if (servicesOf(safe).clock() >= Date.parse(expiresAt))
    return problem('expired_denial', 'The denial has expired. Evaluate the request again, and submit the new denial.');
  const translated = toCheck(body, principal, project);
  if (!translated.ok) return problem('not_requestable', translated.reason);
  const options = { ...translated.options, approvals: 'request', ticket: false, correlationId: evaluationId } as const;
  const decision = await safe.check(translated.request, options);
  return answerDecision(decision, entities, proofs, server);
}

const UNBOUND =
  'The denial does not belong to this subject, action and resource, or to this caller. Send the members of its context unchanged.';

async function answerDecision(
  { code, reason, request_id: requestId }: Decision,
  entities: string,
  proofs: AccessProofs,
  server: ServerContext,
): Promise<Reply> {
  if (code === 'state_unavailable' || code === 'audit_unavailable') return refuse(refusal(503, code, reason));
  const handle = requestId === undefined ? undefined : proofs.writeHandle({ requestId, entities });
  if (requestId === undefined || handle === undefined)
    return problem('not_requestable', `No approval can be requested now. ${reason}`);
  const found = await server.project().safe.approvals.get(requestId);
  if (!found.ok) return refuse(refusal(503, found.code, found.reason));
  const answer = toTaskAnswer(handle, found.request, server.publicUrl());
  return { status: 201, body: answer, headers: { location: answer.task.status_endpoint } };
}

/** The party whose assertions the approval is for. */
export function byOf({ principal }: Pick<RouteRequest, 'principal'>): string {
  return 'agentId' in principal ? principal.agentId : '';
}
