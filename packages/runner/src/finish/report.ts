import { diffStates } from '@agent-safe/audit';
import type { Ticket } from '@agent-safe/tickets';
import { redeemedDraft, refusalDraft } from '../audit-events/drafts.ts';
import type { RunContext } from '../run/run-context.ts';
import type { RunRefusal, RunReport, UsedCredentials } from '../run/run-result.ts';
import type { IntendedRun, Refusal } from '../run/stage-results.ts';
import type { EndedRun, RecordedOutcome } from './record-outcome.ts';

/**
 * Records and reports a refusal. If it cannot be recorded, it is still a refusal.
 *
 * @param ticket the ticket, if its signature is valid
 * @param isTicketUsed whether this run used the ticket
 */
export async function reportRefusal(
  run: RunContext,
  refusal: Refusal,
  ticket: Ticket | undefined,
  isTicketUsed = false,
): Promise<RunRefusal> {
  const { code, isRecorded } = refusal;
  let { reason } = refusal;
  const use = isTicketUsed && ticket !== undefined ? [redeemedDraft(ticket)] : [];
  if (!isRecorded) {
    try {
      await run.record(...use, refusalDraft(refusal, ticket));
    } catch {
      reason = `${reason} This refusal could not be recorded.`;
    }
  }
  const { action = null, audit_id = null, target = null } = ticket ?? {};
  return {
    ok: false,
    code,
    reason,
    audit_id,
    action,
    target,
    ticket_used: isTicketUsed || code === 'ticket_replayed',
  };
}

/** Builds the report of a run that began. */
export function reportRun(
  run: RunContext,
  { executor, intentId, ticket }: IntendedRun,
  ended: EndedRun & RecordedOutcome & { readonly credentials: UsedCredentials | null },
): RunReport {
  const { action, audit_id, target } = ticket;
  const states = { before: show(ended.before?.recorded), after: show(ended.after?.recorded) };
  return {
    ok: true,
    ...ended.ending,
    audit_id,
    intent_id: intentId,
    action,
    target,
    executor: executor.name,
    output: ended.output,
    prechecks: ended.prechecks,
    before_state: states.before,
    after_state: states.after,
    diff: states.before === null || states.after === null ? null : diffStates(states.before, states.after),
    credentials: ended.credentials,
    duration_ms: ended.duration,
    recorded: ended.isRecorded,
    warnings: run.warnings,
  };
}

/** A state without fields was not read. */
function show<State extends object>(state: State | undefined): State | null {
  return state === undefined || Object.keys(state).length === 0 ? null : state;
}
