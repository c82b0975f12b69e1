import type { Ticket } from '@agent-safe/tickets';
import { readText } from '../audit-events/read-event.ts';
import type { RunContext } from '../run/run-context.ts';
import { type Correlation, type Refusal, refuse } from '../run/stage-results.ts';

export type UnusedTicket = ({ readonly ok: true } & Correlation) | Refusal;

/** Milliseconds that the clock of the issuer of a ticket may be ahead. */
const AHEAD = 300_000;

/** After this many events in a row that are older than the ticket, no more can be about it. A single one is a clock that is behind. */
const MOST_OLDER = 1_000;

/**
 * Looks into the log for a use of the ticket, back to its decision. A state that was restored from an older copy has forgotten later
 * uses, and the log has not. What the decision belongs to is in the log too.
 */
export async function checkUnused(run: RunContext, ticket: Ticket): Promise<UnusedTicket> {
  const { history } = run.services;
  const { audit_id, issued_at, nonce } = ticket;
  if (history === undefined) return { ok: true, ...correlate(run) };
  let damaged = 0;
  let older = 0;
  let isClosed = false;
  try {
    for await (const line of history.readBackwards()) {
      if ('damaged' in line) {
        // A closed torn line was never durable, so nothing was executed for it.
        if (!isClosed) damaged += 1;
        continue;
      }
      isClosed = line.event.event_type === 'log_sealed';
      const { event_id, event_type, nonce: used, timestamp } = line.event;
      const isOlder = typeof timestamp === 'string' && Date.parse(timestamp) < Date.parse(issued_at) - AHEAD;
      older = isOlder ? older + 1 : 0;
      if (older > MOST_OLDER) break;
      // Nothing is done for a decision before it is made.
      if (event_type === 'decision' && event_id === audit_id) return { ok: true, ...correlate(run, line.event) };
      if (used === nonce && (event_type === 'execution_intent' || event_type === 'credential_issued')) {
        return refuse('ticket_replayed', 'The log says that the ticket was used, and the state has forgotten it.');
      }
    }
  } catch (error) {
    const why = `Nobody can tell whether the log has a use of the ticket. ${run.redactor.redactError(error)}`;
    return refuse('audit_unavailable', why);
  }
  // Another machine may have decided. A line that cannot be read may be the decision itself, or a use of the ticket.
  if (damaged === 0) return { ok: true, ...correlate(run) };
  return refuse('audit_unavailable', 'The log has lines that cannot be read, and may be about this ticket.');
}

function correlate({ options }: RunContext, decision: Parameters<typeof readFields>[0] = {}): Correlation {
  const decided = readFields(decision);
  return {
    correlationId: options.correlationId ?? decided.correlationId,
    rollbackOf: options.rollbackOf ?? decided.rollbackOf,
  };
}

function readFields({ correlation_id, rollback_of }: { readonly [field: string]: Parameters<typeof readText>[0] }) {
  return { correlationId: readText(correlation_id) ?? undefined, rollbackOf: readText(rollback_of) ?? undefined };
}
