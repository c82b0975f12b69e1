import { ok, type Reply, refusal, refuse } from '../../http/reply.ts';
import type { ServerContext } from '../../project/server-context.ts';
import { defineRoute, type Route, type RouteRequest } from '../../routes/route.ts';
import { problem } from './problem.ts';
import { AccessProofs, type Task } from './proofs.ts';
import { type Cancellation, cancellation, submission, taskAnswer, taskPath } from './schemas.ts';
import { byOf, submit } from './submit.ts';
import { toTaskAnswer } from './task.ts';

const common = { tag: 'AuthZEN', access: { agent: true, pep: 'requests' } } as const;

type TaskRequest<Body> = RouteRequest<Body, unknown, { readonly task: string }>;

/** The Access Request and Approval Profile of AuthZEN. */
export const accessRequestRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    id: 'requestAccess',
    method: 'post',
    path: '/access/v1/requests',
    summary: 'Request an approval for a denied evaluation that has an access_request',
    wrongTypeStatus: 400,
    body: submission,
    refusals: [409, 410],
    answers: { 201: { description: 'The task that waits for approvers.', schema: taskAnswer } },
    handle: submit,
  }),
  defineRoute({
    ...common,
    id: 'getAccessRequest',
    method: 'get',
    path: '/access/v1/requests/{task}',
    summary: 'Return the status of an access request',
    params: taskPath,
    answers: { 200: { description: 'The task. An approved task has a result.', schema: taskAnswer } },
    handle: (request, server) =>
      withTask(request, server, async ({ requestId }) => server.project().safe.approvals.get(requestId)),
  }),
  defineRoute({
    ...common,
    id: 'cancelAccessRequest',
    method: 'post',
    path: '/access/v1/requests/{task}/cancel',
    summary: 'Cancel a pending access request',
    wrongTypeStatus: 400,
    params: taskPath,
    body: cancellation,
    isBodyOptional: true,
    refusals: [409],
    answers: { 200: { description: 'The canceled task.', schema: taskAnswer } },
    handle: (request, server) => withTask(request, server, (task) => cancel(task, request, server)),
  }),
];

type Found = Awaited<ReturnType<ReturnType<ServerContext['project']>['safe']['approvals']['get']>>;

/** Looks for the task of a handle. A handle of another party names no task. */
async function withTask<Body>(
  { path: { task: handle }, principal }: TaskRequest<Body>,
  server: ServerContext,
  look: (task: Task) => Promise<Found>,
): Promise<Reply> {
  const task = new AccessProofs(server.project().safe, byOf({ principal })).readHandle(handle);
  if (task === undefined) return problem('unknown_task', UNKNOWN);
  const found = await look(task);
  if (!found.ok) return refuseFound(found);
  const answer = toTaskAnswer(handle, found.request, server.publicUrl());
  if (found.request.status !== 'pending') return ok(answer);
  return { status: 200, body: answer, headers: { 'retry-after': '5' } };
}

const UNKNOWN = 'There is no such task of this caller. Use the id of the answer to the submission.';

function refuseFound({ code, reason }: Extract<Found, { readonly ok: false }>): Reply {
  if (code === 'approval_unknown') return problem('unknown_task', UNKNOWN);
  if (code === 'reason_invalid') return refuse(refusal(400, 'request_invalid', reason));
  if (code === 'approval_not_pending' || code === 'approval_expired') return problem('invalid_task_state', reason);
  return refuse(refusal(503, code, reason));
}

/** The handle proves that the party asserted the requester. */
async function cancel(
  { requestId }: Task,
  { body }: TaskRequest<Cancellation | undefined>,
  server: ServerContext,
): Promise<Found> {
  const { approvals } = server.project().safe;
  const found = await approvals.get(requestId);
  if (!found.ok) return found;
  const { caller, chain } = found.request;
  const reason = body?.comment ?? body?.reason ?? 'The party that requested the access canceled it.';
  return approvals.cancel(requestId, { verified: { agent_id: caller ?? '', chain }, reason });
}
