import type { ApprovalRequest } from '@agent-safe/core';
import type { ApprovalResult } from '@agent-safe/sdk';
import { isOwn, type Principal } from '../callers/principal.ts';
import { ok, type Reply } from '../http/reply.ts';
import type { ServerContext } from '../project/server-context.ts';
import type { Route, RouteRequest } from '../routes/route.ts';
import { checkIndependent, tokenOf } from './approver.ts';
import { refuseAs } from './refusals.ts';
import { defineNative } from './route.ts';
import * as schemas from './schemas/approval.ts';
import { Slots } from './slots.ts';

const UNKNOWN = { code: 'approval_unknown', reason: 'There is no approval request with this id. Check the id.' };
const tag = 'Approvals';
const readable = { agent: true, pep: 'approvals:read', user: 'viewer' } as const;
const answers = { 200: { description: 'The approval request.', schema: schemas.approval } };
/** Waits at the same time. Each reads the state once a second. */
const waits = new Slots(1_000, 32);

/** Approval requests. Agents see their own. */
export const approvalRoutes: readonly Route[] = [
  defineNative({
    tag,
    id: 'listApprovals',
    method: 'get',
    path: '/api/v1/approvals',
    access: readable,
    summary: 'List approval requests, the oldest first',
    query: schemas.approvalFilter,
    answers: { 200: { description: 'The approval requests.', schema: schemas.approvals } },
    async handle({ principal, query: { status = 'pending', ...filter } }, server) {
      const own = principal.kind === 'agent' ? { caller: principal.agentId } : {};
      const listed = await server.project().safe.approvals.list({ status, ...filter, ...own });
      if (!listed.ok) return refuseAs(listed);
      const refused = listed.refused.map(({ refusal: { code, reason }, request_id }) => ({ request_id, code, reason }));
      return ok({
        approvals: listed.requests.filter((request) => isVisible(request, principal)),
        refused: principal.kind === 'user' ? refused : [],
      });
    },
  }),
  defineNative({
    tag,
    id: 'getApproval',
    method: 'get',
    path: '/api/v1/approvals/{id}',
    access: readable,
    summary: 'Read an approval request with its current status',
    params: schemas.approvalId,
    answers,
    handle: async ({ path: { id }, principal }, server) =>
      show(await server.project().safe.approvals.get(id), principal),
  }),
  defineNative({
    tag,
    id: 'waitForApproval',
    method: 'get',
    path: '/api/v1/approvals/{id}/wait',
    isLong: true,
    access: readable,
    summary: 'Wait until an approval request is answered. After the timeout, it is returned as it is',
    params: schemas.approvalId,
    query: schemas.waitQuery,
    answers,
    async handle({ path: { id }, principal, query: { timeout }, signal }, server) {
      const { approvals } = server.project().safe;
      const found = await approvals.get(id);
      if (!found.ok || !isVisible(found.request, principal)) return show(found, principal);
      const free = waits.take('agentId' in principal ? principal.agentId : '');
      if (free === undefined) {
        const reason = 'Too many requests wait for approvals. Wait for fewer of them at the same time.';
        return refuseAs({ code: 'waits_too_many', reason });
      }
      const ending = AbortSignal.any([signal, server.closing]);
      try {
        const waited = await approvals.wait(id, { timeout: timeout * 1_000, signal: ending });
        return show(waited.ok || waited.code !== 'wait_timeout' ? waited : await approvals.get(id), principal);
      } catch (error) {
        // The client is gone, or the server closes.
        if (ending.aborted) return show(found, principal);
        throw error;
      } finally {
        free();
      }
    },
  }),
  answerRoute('approve', 'Approve a request. It stays pending until its quorum is reached'),
  answerRoute('deny', 'Deny a request'),
  answerRoute('withdraw', 'Withdraw an own approval, as long as no ticket is issued for it'),
  answerRoute('reopen', 'Lift the denial of a request, so that the same request can be made again'),
  defineNative({
    tag,
    id: 'cancelApproval',
    method: 'post',
    path: '/api/v1/approvals/{id}/cancel',
    access: { agent: true, user: 'operator' },
    summary: 'Cancel a pending request of the caller',
    params: schemas.approvalId,
    body: schemas.answerRequest,
    refusals: [409, 422],
    answers,
    async handle({ body: { reason }, path: { id }, principal }, server) {
      const { safe } = server.project();
      const found = await safe.approvals.get(id);
      if (!found.ok || !isVisible(found.request, principal)) return show(found, principal);
      const caller = await tokenOf(principal, safe);
      if (typeof caller !== 'string') return refuseAs(caller);
      return show(await safe.approvals.cancel(id, { caller, reason }), principal);
    },
  }),
];

type Answer = 'approve' | 'deny' | 'reopen' | 'withdraw';

function answerRoute(answer: Answer, summary: string): Route {
  return defineNative({
    tag,
    id: `${answer}Approval`,
    method: 'post',
    path: `/api/v1/approvals/{id}/${answer}`,
    access: { agent: true, user: 'approver' },
    summary,
    params: schemas.approvalId,
    body: schemas.answerRequest,
    refusals: [409, 422],
    answers,
    handle: (request, server) => resolve(answer, request, server),
  });
}

async function resolve(
  answer: Answer,
  { body: { reason }, path: { id }, principal }: RouteRequest<{ reason: string }, unknown, { id: string }>,
  server: ServerContext,
): Promise<Reply> {
  const { safe } = server.project();
  const found = await safe.approvals.get(id);
  if (!found.ok) return refuseAs(found);
  // To lift a denial allows the request as much as to approve it.
  if (principal.kind === 'user' && (answer === 'approve' || answer === 'reopen')) {
    const independent = checkIndependent(principal, found.request, server);
    if (!independent.ok) return refuseAs(independent);
  }
  const approver = await tokenOf(principal, safe);
  if (typeof approver !== 'string') return refuseAs(approver);
  const resolved = await safe.approvals[answer](id, { approver, reason });
  return resolved.ok ? ok(resolved.request satisfies schemas.ApprovalBody) : refuseAs(resolved);
}

function show(result: ApprovalResult, principal: Principal): Reply {
  if (!result.ok) return refuseAs(result);
  return isVisible(result.request, principal) ? ok(result.request) : refuseAs(UNKNOWN);
}

/** Agents see the requests that their own token made. A bare name proves nothing. */
function isVisible(request: ApprovalRequest, principal: Principal): boolean {
  return principal.kind !== 'agent' || isOwn(principal, request);
}
