import { publicReason } from '../http/public-reason.ts';
import { ok } from '../http/reply.ts';
import type { Route } from '../routes/route.ts';
import { checkIndependent, tokenOf } from './approver.ts';
import { refuseAs } from './refusals.ts';
import { defineNative } from './route.ts';
import * as schemas from './schemas/token.ts';

const tag = 'Limits';

/** Rate limits, circuit breakers and risk scores. Agents see their own. */
export const limitRoutes: readonly Route[] = [
  defineNative({
    tag,
    id: 'listLimits',
    method: 'get',
    path: '/api/v1/limits',
    access: { agent: true, user: 'viewer' },
    summary: 'List how much of their limits callers have used, the most recent first',
    query: schemas.limitsQuery,
    refusals: [422],
    answers: { 200: { description: 'The use of the limits.', schema: schemas.standings } },
    async handle({ principal, query: { caller } }, server) {
      const asked = principal.kind === 'agent' ? (principal.token ?? `agent:${principal.agentId}`) : caller;
      const callers = await server.project().safe.risk.list(asked);
      const shown = callers.slice(0, MOST_LISTED).map(({ problem, ...standing }) => {
        // The problem may name a file of the server.
        return problem === undefined ? standing : { ...standing, problem: publicReason('state_unavailable', problem) };
      });
      return ok({ callers: shown });
    },
  }),
  defineNative({
    tag,
    id: 'resetLimits',
    method: 'post',
    path: '/api/v1/limits/reset',
    access: { user: 'approver' },
    summary: 'Reset the risk score, the denials and the circuit breaker of a caller',
    body: schemas.resetRequest,
    refusals: [422],
    answers: { 200: { description: 'The limits that were removed.', schema: schemas.reset } },
    async handle({ body: { approver_tokens = [], caller, reason }, principal }, server) {
      const { safe } = server.project();
      const agent = caller.replace(/^(?:agent|name):/, '');
      if (principal.kind === 'user') {
        const independent = checkIndependent(principal, { caller: agent, chain: [] }, server);
        if (!independent.ok) return refuseAs(independent);
      }
      const own = await tokenOf(principal, safe);
      if (typeof own !== 'string') return refuseAs(own);
      const done = await safe.risk.reset({ caller, approver: [own, ...approver_tokens], reason });
      if (!done.ok) return refuseAs(done);
      const { ok: _, ...rest } = done;
      return ok(rest);
    },
  }),
];

const MOST_LISTED = 500;
