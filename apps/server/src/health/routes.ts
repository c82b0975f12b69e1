import * as z from 'zod';
import { ok } from '../http/reply.ts';
import type { NotReady } from '../project/readiness.ts';
import { defineRoute, type Route } from '../routes/route.ts';

const health = z.object({ status: z.literal('ok') });
const readiness = z.object({
  ready: z.boolean(),
  code: z.string().optional().describe('Why the server would deny requests.'),
  reason: z.string().optional(),
  policy_digest: z.string().describe('Digest of the policies that decide.'),
  reload_error: z.string().optional().describe('Changed files have errors, so the policies before them decide.'),
});

/** Public texts name no file. The log of the server has the details. */
const REASONS: Readonly<Record<NotReady['code'], string>> = {
  audit_unavailable: 'No decision can be recorded, so every request is denied. See the log of the server.',
  state_unavailable: 'The state cannot be used, so every request is denied. See the log of the server.',
  stopping: 'The server is stopping. Use another one.',
};

const RELOAD_ERROR = 'The changed files have errors, so the earlier ones stay in use. See the log of the server.';

/** Health for the machinery that starts, stops and watches servers. */
export const healthRoutes: readonly Route[] = [
  defineRoute({
    id: 'getHealth',
    tag: 'Server',
    method: 'get',
    path: '/healthz',
    access: 'public',
    isQuiet: true,
    summary: 'Tell whether the process answers',
    answers: { 200: { description: 'It does.', schema: health } },
    handle: () => ok({ status: 'ok' }),
  }),
  defineRoute({
    id: 'getReadiness',
    tag: 'Server',
    method: 'get',
    path: '/readyz',
    access: 'public',
    isQuiet: true,
    summary: 'Tell whether the server can decide. The answer is up to a second old',
    answers: {
      200: { description: 'It can.', schema: readiness },
      503: { description: 'It would deny every request.', schema: readiness },
    },
    async handle(_, server) {
      const problem = await server.operations.checkReady();
      const failing = server.operations.reloadError() === undefined ? {} : { reload_error: RELOAD_ERROR };
      const common = { policy_digest: server.project().policySet.digest, ...failing };
      if (problem === undefined) return ok({ ready: true, ...common });
      return { status: 503, body: { ready: false, code: problem.code, reason: REASONS[problem.code], ...common } };
    },
  }),
  defineRoute({
    id: 'getMetrics',
    tag: 'Server',
    method: 'get',
    path: '/metrics',
    access: { pep: 'metrics:read', user: 'viewer' },
    isQuiet: true,
    summary: 'Return the metrics of the server for Prometheus',
    answers: { 200: { description: 'Text for Prometheus.', contentType: 'text/plain', schema: z.string() } },
    async handle(_, server) {
      const headers = { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' };
      return new Response(await server.operations.readMetrics(), { headers });
    },
  }),
];
