import { canonicalJson } from '@agent-safe/core';
import { intentDraft, issuedDraft } from '../audit-events/drafts.ts';
import { readObject, readText } from '../audit-events/read-event.ts';
import { readExecution } from '../rollback/execution-record.ts';
import type { Refusal, Run } from '../run/run.ts';
import type { RunRefusalCode } from '../run/run-result.ts';
import { TimeLimit } from '../run/time-limit.ts';
import { permit } from './authorize-execution.ts';

/** Until the intent is in the log nothing has happened, and each of these may refuse. */
export const GATES: readonly ((run: Run) => Promise<Refusal | undefined>)[] = [
  verifyTicket,
  matchTicket,
  redeemTicket,
  refuseUsed,
  matchOriginal,
  matchScope,
  recordIntent,
];

const STOPPED = 'It was stopped before it began.';

/** Whether it is genuine, meant for this runner, in time, not revoked, and what was expected. It records its own refusals. */
export async function verifyTicket(run: Run): Promise<Refusal | undefined> {
  const result = await run.services.verifier.verify(run.token, run.options.expected);
  run.ticket = result.ticket;
  if (!result.valid) return { code: result.code, reason: result.reason, isRecorded: true };
  if (result.ticket.digest !== null) return undefined;
  return refuse(
    'ticket_unbound',
    'The ticket was issued by Agent-Safe 0.11, and is bound to no definition, scope or digest.',
  );
}

/** What can be told without asking anybody comes before the ticket is used up. */
export async function matchTicket(run: Run): Promise<Refusal | undefined> {
  if (run.ticket === undefined) return refuse('ticket_invalid', 'There is no ticket.');
  const result = permit(run.ticket, run.options, run.services, run.secrets);
  if (!result.permitted) return refuse(result.code, run.secrets.clean(result.reason));
  run.permit = result.permit;
  if (run.options.signal?.aborted === true) return refuse('aborted', STOPPED);
  return undefined;
}

/** From here on it is used, whatever becomes of it: nothing outside was asked or touched before. */
async function redeemTicket(run: Run): Promise<Refusal | undefined> {
  const result = await run.services.verifier.redeem(run.token, {
    ...run.options.expected,
    digest: run.permit.ticket.digest,
  });
  if (!result.valid) return { code: result.code, reason: result.reason, isRecorded: true };
  run.isTicketUsed = true;
  run.startedAt = run.services.clock();
  run.limit = new TimeLimit(run.services.clock, run.permit.timeout * 1_000, run.options.signal);
  return undefined;
}

/** Milliseconds that the clock of whoever issued a ticket may be ahead. */
const AHEAD = 300_000;

/** Events in a row that are older than the ticket, after which nothing about it is to be expected. One alone is a clock that is behind. */
const MOST_OLDER = 1_000;

/** A state that was put back from an older copy has forgotten what was used since. The log has not. */
export async function refuseUsed(run: Run): Promise<Refusal | undefined> {
  const { history } = run.services;
  const { audit_id, issued_at, nonce } = run.permit.ticket;
  if (history === undefined) return undefined;
  let damaged = 0;
  let older = 0;
  let isSealed = false;
  try {
    for await (const line of history.readBackwards()) {
      if ('damaged' in line) {
        // What a crash has left before a seal was never durable, and nothing was done for it.
        if (!isSealed) damaged += 1;
        continue;
      }
      isSealed = line.event.event_type === 'log_sealed';
      const { event_id, event_type, nonce: used, timestamp } = line.event;
      // Nothing is done for a decision before it is made.
      const isOlder = typeof timestamp === 'string' && Date.parse(timestamp) < Date.parse(issued_at) - AHEAD;
      older = isOlder ? older + 1 : 0;
      if (older > MOST_OLDER) break;
      if (event_type === 'decision' && event_id === audit_id) {
        const { correlation_id, rollback_of } = line.event;
        run.decided = { correlation_id: readText(correlation_id), rollback_of: readText(rollback_of) };
        return undefined;
      }
      if (used === nonce && (event_type === 'execution_intent' || event_type === 'credential_issued')) {
        return refuse('ticket_replayed', 'The log says that the ticket was used, and the state has forgotten it.');
      }
    }
    // Another machine may have decided. What cannot be read may be the decision itself, or a use of the ticket.
    if (damaged === 0) return undefined;
    return refuse('audit_unavailable', 'The log has lines that cannot be read, and may be about this ticket.');
  } catch (error) {
    const why = `Nobody can tell whether the log has a use of the ticket. ${run.secrets.cleanError(error)}`;
    return refuse('audit_unavailable', why);
  }
}

/** What takes an execution back does so where that was: the target may have moved since. */
export async function matchOriginal(run: Run): Promise<Refusal | undefined> {
  const { rollbackOf, services } = run;
  if (rollbackOf === undefined || services.history === undefined) return undefined;
  try {
    const { record } = await readExecution(services.history, rollbackOf);
    if (record === undefined) {
      return refuse(
        'scope_mismatch',
        'It takes an execution back that the log does not hold, and may have been elsewhere.',
      );
    }
    if (services.actions.get(readText(record.intent.action) ?? '') === undefined) {
      return refuse('action_unknown', 'This runner does not know the action that is taken back.');
    }
    run.original = record;
    const [then, now] = [readObject(record.intent.scope), run.permit.ticket.scope];
    if (canonicalJson(then) === canonicalJson(now)) return undefined;
    return refuse(
      'scope_mismatch',
      'It takes an execution back that was in another place. The target has moved since.',
    );
  } catch (error) {
    return refuse('audit_unavailable', `Nobody can tell what it takes back. ${run.secrets.cleanError(error)}`);
  }
}

export async function matchScope(run: Run): Promise<Refusal | undefined> {
  const why = await findOtherScope(run);
  if (why === undefined) return undefined;
  return run.limit.over === 'aborted' ? refuse('aborted', STOPPED) : refuse('scope_mismatch', why);
}

async function recordIntent(run: Run): Promise<Refusal | undefined> {
  const { clock, newId } = run.services;
  if (run.limit.over !== undefined) return refuse('aborted', STOPPED);
  if (clock() >= Date.parse(run.permit.ticket.expires_at)) {
    return refuse('ticket_expired', 'The ticket ended before anything could be begun.');
  }
  run.intentId = `evt-${newId()}`;
  const leaseId = run.permit.grant === null ? undefined : `lease-${newId()}`;
  const drafts = [intentDraft(run), ...(leaseId === undefined ? [] : [issuedDraft(run, leaseId)])];
  try {
    await run.record(...drafts);
  } catch (error) {
    const why = `It could not be recorded, and what is not recorded is not done. ${run.secrets.cleanError(error)}`;
    return refuse('audit_unavailable', why);
  }
  run.leaseId = leaseId;
  return undefined;
}

/** Doubt is a refusal: what does not say who it is, is somebody else. */
export async function findOtherScope(run: Run): Promise<string | undefined> {
  const { executor, ticket } = run.permit;
  const scope = run.permit.execution.target?.scope ?? null;
  if (scope === null) return undefined;
  try {
    const answer = await run.limit.wait(() => executor.refuseScope(scope, run.execution, run.context));
    if (!answer.done) return 'The system did not say in time who it is.';
    if (answer.value === undefined) return undefined;
    return run.secrets.clean(`The target ${ticket.target ?? ''} cannot be reached here. ${answer.value}`);
  } catch (error) {
    return `Nobody can tell whether this is where the target lives: ${run.secrets.cleanError(error)}`;
  }
}

function refuse(code: RunRefusalCode, reason: string): Refusal {
  return { code, reason, isRecorded: false };
}
