import type { AuditDraft } from '@agent-safe/core';
import { intentDraft, issuedDraft } from '../audit-events/drafts.ts';
import type { RunContext } from '../run/run-context.ts';
import { type IntendedRun, type Refusal, refuse, type StartedRun } from '../run/stage-results.ts';

export const STOPPED = 'It was stopped before it began.';

export type RecordedIntent = { readonly ok: true; readonly intended: IntendedRun } | Refusal;

/** Records what is about to be done, and which credentials are about to be issued. Nothing is done before that is durable. */
export async function recordIntent(run: RunContext, started: StartedRun): Promise<RecordedIntent> {
  const { clock, newId } = run.services;
  if (started.limit.over !== undefined) return refuse('aborted', STOPPED);
  if (clock() >= Date.parse(started.ticket.expires_at)) {
    return refuse('ticket_expired', 'The ticket ended before anything could be begun.');
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
    const why = `It could not be recorded, and what is not recorded is not done. ${run.redactor.redactError(error)}`;
    return refuse('audit_unavailable', why);
  }
  return { ok: true, intended };
}
