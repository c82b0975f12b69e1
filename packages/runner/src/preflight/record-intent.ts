import type { AuditDraft } from '@agent-safe/core';
import { intentDraft, issuedDraft } from '../audit-events/drafts.ts';
import type { RunContext } from '../run/run-context.ts';
import { type IntendedRun, type Refusal, refuse, type StartedRun } from '../run/stage-results.ts';

export const STOPPED = 'The run was stopped before it began. Nothing was done.';

export type RecordedIntent = { readonly ok: true; readonly intended: IntendedRun } | Refusal;

/** Records the intended execution and the credentials to be issued. Nothing is done before this record is durable. */
export async function recordIntent(run: RunContext, started: StartedRun): Promise<RecordedIntent> {
  const { clock, newId } = run.services;
  if (started.limit.over !== undefined) return refuse('aborted', STOPPED);
  if (clock() >= Date.parse(started.ticket.expires_at)) {
    return refuse('ticket_expired', 'The ticket expired before the run began. Request a new decision.');
  }
  const { grant } = started;
  const intended: IntendedRun = {
    ...started,
    intentId: `evt-${newId()}`,
    leaseId: grant === null ? undefined : `lease-${newId()}`,
  };
  const drafts: AuditDraft[] = [intentDraft(run, intended)];
  if (grant !== null && intended.leaseId !== undefined) {
    drafts.push(issuedDraft(run, intended, { grant, leaseId: intended.leaseId, limit: intended.limit }));
  }
  try {
    await run.record(...drafts);
  } catch (error) {
    const why = `The intent could not be recorded, so nothing was done. ${run.redactor.redactError(error)}`;
    return refuse('audit_unavailable', why);
  }
  return { ok: true, intended };
}
