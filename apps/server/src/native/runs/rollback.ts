import type { RollbackPlan } from '@agent-safe/sdk/runner';
import { ok } from '../../http/reply.ts';
import type { Route } from '../../routes/route.ts';
import { tokenOf } from '../approver.ts';
import { refuseAs } from '../refusals.ts';
import { defineNative } from '../route.ts';
import * as schemas from '../schemas/run.ts';
import { findDecision, refuseRun, TOO_MANY_RUNS, unknownRun } from './routes.ts';
import { enterRun } from './running.ts';

const tag = 'Runs';
const access = { agent: true, user: 'operator' } as const;

/** Rollbacks. Each needs a decision of its own for the caller. */
export const rollbackRoutes: readonly Route[] = [
  defineNative({
    tag,
    id: 'planRollback',
    method: 'get',
    path: '/api/v1/runs/{id}/rollback',
    access: { ...access, user: 'viewer' },
    summary: 'Plan the rollback of an execution. A plan authorizes nothing',
    params: schemas.runId,
    refusals: [409, 422],
    answers: { 200: { description: 'The plan.', schema: schemas.rollbackPlan } },
    async handle({ path: { id }, principal }, server) {
      const { safe } = server.project();
      if ((await findDecision(id, principal, safe)) === undefined) return refuseAs(unknownRun(id));
      const plan = await safe.runner.rollback.plan(id);
      return plan.ok ? ok(show(plan)) : refuseAs(plan);
    },
  }),
  defineNative({
    tag,
    id: 'checkRollback',
    method: 'post',
    path: '/api/v1/runs/{id}/rollback/check',
    access,
    summary: 'Plan a rollback, and decide it for the caller',
    params: schemas.runId,
    body: schemas.rollbackCheck,
    refusals: [409, 422],
    answers: { 200: { description: 'The plan and the decision.', schema: schemas.checkedRollback } },
    async handle({ body: { ticket_id: ticketId }, path: { id }, principal }, server) {
      const { safe } = server.project();
      if ((await findDecision(id, principal, safe)) === undefined) return refuseAs(unknownRun(id));
      const caller = await tokenOf(principal, safe);
      if (typeof caller !== 'string') return refuseAs(caller);
      const checked = await safe.runner.rollback.check(id, { caller, ticketId });
      return checked.ok ? ok({ plan: show(checked.plan), decision: checked.decision }) : refuseAs(checked);
    },
  }),
  defineNative({
    tag,
    id: 'executeRollback',
    isLong: true,
    method: 'post',
    path: '/api/v1/runs/{id}/rollback',
    access,
    summary: 'Plan a rollback, decide it for the caller, and execute it if it is allowed',
    params: schemas.runId,
    body: schemas.rollbackRequest,
    refusals: [409, 422],
    answers: { 200: { description: 'The plan, the decision and the run.', schema: schemas.rolledBack } },
    async handle({ body: { ticket_id: ticketId, ...options }, path: { id }, principal }, server) {
      const { safe } = server.project();
      if ((await findDecision(id, principal, safe)) === undefined) return refuseAs(unknownRun(id));
      const caller = await tokenOf(principal, safe);
      if (typeof caller !== 'string') return refuseAs(caller);
      const checked = await safe.runner.rollback.check(id, { caller, ticketId });
      if (!checked.ok) return refuseAs(checked);
      const { decision, plan } = checked;
      const answer = { plan: show(plan), decision, run: null };
      if (decision.ticket === undefined || (options.executor ?? plan.executor) === null) return ok(answer);
      const place = enterRun(safe, decision.audit_id);
      if (place === undefined) return refuseAs(TOO_MANY_RUNS);
      try {
        const report = await safe.runner.rollback.execute(checked, { ...options, signal: place.signal });
        if (!report.ok) return refuseRun(principal, report);
        const { ok: _, ...run } = report;
        // Its ticket is used.
        const { ticket: _used, ...decided } = decision;
        return ok({ ...answer, decision: decided, run });
      } finally {
        place.leave();
      }
    },
  }),
];

/** The plan without values in plain text. */
function show({ action, executor, outcome, rollback_of, shown_params, target, warnings }: RollbackPlan) {
  return { rollback_of, action, params: shown_params, target, executor, outcome, warnings };
}
