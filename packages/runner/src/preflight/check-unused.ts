import type { Ticket } from '@agent-safe/tickets';
import { readText } from '../audit-events/read-event.ts';
import type { RunContext } from '../run/run-context.ts';
import { type Correlation, type Refusal, refuse } from '../run/stage-results.ts';

export type UnusedTicket = ({ readonly ok: true } & Correlation) | Refusal;

/** Milliseconds that the clock of a ticket's issuer may be ahead. */
const AHEAD = 300_000;

/** Number of consecutive events older than the ticket after which the search stops. A few of them may come from a slow clock. */
const MOST_OLDER = 1_000;

/**
 * Searches the log for a use of the ticket, back to its decision. A state that was restored from an older copy lacks later uses,
 * but the log has them. It also reads the correlation of the decision.
 */
export async function checkUnused(run: RunContext, ticket: Ticket): Promise<UnusedTicket> {
  const { history } = run.services;
  const { audit_id, issued_at, nonce } = ticket;
  if (history === undefined) return correlate(run, ticket);
  let damaged = 0;
  let older = 0;
  let isClosed = false;
  try {
    for await (const line of history.readBackwards()) {
      if ('damaged' in line) {
        // A closed torn line was never durable, so no execution depends on it.
        if (!isClosed) damaged += 1;
        continue;
      }
      isClosed = line.event.event_type === 'log_sealed';
      const { event_id, event_type, nonce: used, timestamp } = line.event;
      const isOlder = typeof timestamp === 'string' && Date.parse(timestamp) < Date.parse(issued_at) - AHEAD;
      older = isOlder ? older + 1 : 0;
      if (older > MOST_OLDER) break;
      // No use of the ticket precedes its decision.
      if (event_type === 'decision' && event_id === audit_id) return correlate(run, ticket, line.event);
      if (used === nonce && (event_type === 'execution_intent' || event_type === 'credential_issued')) {
        return replayed();
      }
    }
    // The decision and the use may be archived.
    const archived = await history.archived?.();
    if (archived?.facts.some((fact) => fact.nonce === nonce)) return replayed();
  } catch (error) {
    const why = `The log could not be searched for a use of the ticket. ${run.redactor.redactError(error)}`;
    return refuse('audit_unavailable', why);
  }
  // The decision may be in the log of another machine. An unreadable line may be the decision or a use of the ticket.
  if (damaged === 0) return correlate(run, ticket);
  const why = 'The log has unreadable lines that may record a use of this ticket. Run "agent-safe audit verify".';
  return refuse('audit_unavailable', why);
}

function replayed(): Refusal {
  return refuse('ticket_replayed', 'The log has a use of this ticket that the state lacks. Request a new decision.');
}

/**
 * The ticket says which execution it rolls back. A ticket that names none may be of an earlier version, so the log and the
 * options then count: they can only add checks.
 */
function correlate(
  { options }: RunContext,
  { rollback_of }: Ticket,
  decision?: Parameters<typeof readFields>[0],
): UnusedTicket {
  const decided = readFields(decision ?? {});
  const bound = rollback_of ?? decided.rollbackOf;
  const isKnown = bound !== undefined || decision !== undefined;
  if (options.rollbackOf !== undefined && isKnown && options.rollbackOf !== bound) {
    const what = bound === undefined ? 'is for no rollback' : 'is for the rollback of another execution';
    return refuse('ticket_mismatch', `The ticket ${what}. Request a decision about this rollback.`);
  }
  return {
    ok: true,
    correlationId: options.correlationId ?? decided.correlationId,
    rollbackOf: bound ?? options.rollbackOf,
  };
}

function readFields({ correlation_id, rollback_of }: { readonly [field: string]: Parameters<typeof readText>[0] }) {
  return { correlationId: readText(correlation_id) ?? undefined, rollbackOf: readText(rollback_of) ?? undefined };
}
