import type { LoggedEvent } from '@agent-safe/core';
import type { AgentSafe } from '@agent-safe/sdk';
import type { RunRefusal } from '@agent-safe/sdk/runner';
import { isOwn, type Principal } from '../../callers/principal.ts';
import { ok, type Reply } from '../../http/reply.ts';
import type { Route } from '../../routes/route.ts';
import { logOf } from '../audit/audit-log.ts';
import { verifyOwnTicket } from '../own-ticket.ts';
import { refuseAs } from '../refusals.ts';
import { defineNative } from '../route.ts';
import * as schemas from '../schemas/run.ts';
import { enterRun, stopRun } from './running.ts';

const tag = 'Runs';
const access = { agent: true, user: 'operator' } as const;
export const TOO_MANY_RUNS = {
  code: 'runs_too_many',
  reason: 'The server executes too much at the moment, or this request already. Try again later.',
};

/** Executions on the server, for agents that hold no credentials. Each caller executes its own tickets. */
export const runRoutes: readonly Route[] = [
  defineNative({
    tag,
    id: 'executeTicket',
    isLong: true,
    method: 'post',
    path: '/api/v1/runs',
    access,
    summary: 'Execute a ticket once on the server, and answer when the run has ended',
    body: schemas.runRequest,
    refusals: [409, 422],
    answers: { 200: { description: 'The report of the run. Read its outcome.', schema: schemas.run } },
    async handle({ body: { ticket: token, ...options }, principal }, server) {
      const { safe } = server.project();
      const verified = await verifyOwnTicket(token, principal, safe);
      if (!verified.ok) return refuseAs(verified);
      const place = enterRun(safe, verified.ticket.audit_id);
      if (place === undefined) return refuseAs(TOO_MANY_RUNS);
      try {
        const expected = { audit_id: verified.ticket.audit_id, caller: verified.ticket.caller };
        const report = await safe.runner.execute(token, { ...options, expected, signal: place.signal });
        if (!report.ok) return refuseRun(principal, report);
        const { ok: _, ...shown } = report;
        return ok(shown);
      } finally {
        place.leave();
      }
    },
  }),
  defineNative({
    tag,
    id: 'dryRunTicket',
    isLong: true,
    method: 'post',
    path: '/api/v1/runs/dry-run',
    access,
    summary: 'Report what an execution would do. The ticket stays unused',
    body: schemas.runRequest,
    refusals: [409, 422],
    answers: { 200: { description: 'The report. Nothing was executed.', schema: schemas.dryRun } },
    async handle({ body: { ticket: token, ...options }, principal, signal }, server) {
      const { safe } = server.project();
      const verified = await verifyOwnTicket(token, principal, safe);
      if (!verified.ok) return refuseAs(verified);
      const report = await safe.runner.dryRun(token, { ...options, signal });
      if (!report.ok) return refuseRun(principal, report);
      const { ok: _, ...shown } = report;
      return ok(shown);
    },
  }),
  defineNative({
    tag,
    id: 'reconcileRuns',
    method: 'post',
    path: '/api/v1/runs/reconcile',
    access: { user: 'operator' },
    summary: 'End executions that a crash left open, and revoke their credentials',
    answers: { 200: { description: 'The ended executions and leases.', schema: schemas.reconciled } },
    handle: async (_, server) => ok(await server.project().safe.runner.reconcile()),
  }),
  defineNative({
    tag,
    id: 'getRun',
    method: 'get',
    path: '/api/v1/runs/{id}',
    access: { agent: true, pep: 'audit:read', user: 'viewer' },
    summary: 'Read the state of an execution from the audit log',
    params: schemas.runId,
    answers: { 200: { description: 'The execution.', schema: schemas.recordedRun } },
    async handle({ path: { id }, principal }, server) {
      const { safe } = server.project();
      const decision = await findDecision(id, principal, safe);
      const run = decision === undefined ? undefined : await safe.runner.find(id);
      return run === undefined ? refuseAs(unknownRun(id)) : ok({ audit_id: id, ...run });
    },
  }),
  defineNative({
    tag,
    id: 'stopRun',
    method: 'post',
    path: '/api/v1/runs/{id}/stop',
    access: { user: 'operator' },
    summary: 'Stop an execution of this server',
    params: schemas.runId,
    refusals: [409],
    answers: { 200: { description: 'The execution is being stopped.', schema: schemas.stopped } },
    handle({ path: { id } }, server) {
      if (stopRun(server.project().safe, id)) return ok({ audit_id: id, stopped: true });
      const reason = `This server does not execute ${JSON.stringify(id.slice(0, 128))} now. Read its state.`;
      return refuseAs({ code: 'not_running', reason });
    },
  }),
];

/** Finds a decision that the caller may see. */
export async function findDecision(
  id: string,
  principal: Principal,
  safe: AgentSafe,
): Promise<LoggedEvent | undefined> {
  const event = await logOf(safe).find(id);
  if (event?.event_type !== 'decision') return undefined;
  return principal.kind === 'agent' && !isOwn(principal, event) ? undefined : event;
}

export function unknownRun(id: string) {
  const reason = `The log has no execution of this decision that you may see: ${JSON.stringify(id.slice(0, 128))}.`;
  return { code: 'execution_unknown', reason };
}

export function refuseRun(_principal: Principal, { code, reason, ticket_used }: RunRefusal): Reply {
  const used = ticket_used ? `${reason} The ticket was used, so request a new decision.` : reason;
  return refuseAs({ code, reason: used });
}
