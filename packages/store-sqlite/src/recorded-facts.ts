import type { LoggedEvent } from '@agent-safe/core';
import type { DatabaseFile } from './database-file.ts';
import { applyRevocation, readTime } from './revocations.ts';

/** Milliseconds after the end of a ticket during which executors may still accept it, because clocks differ. */
const TOLERANCE = 300_000;
/** The longest lifetime of a ticket, in milliseconds. */
const LONGEST_TICKET = 86_400_000;

/** Applies a recorded fact within a transaction. A fact that the state has is not applied again. */
export function applyFact(file: DatabaseFile, event: LoggedEvent): void {
  const { event_type } = event;
  if (event_type === 'revocation') applyRevocation(file, event);
  const ticket = readUsedTicket(event);
  if (ticket === undefined) return;
  const insert = file.statement('INSERT INTO nonces VALUES (?, ?) ON CONFLICT DO NOTHING');
  insert.run(ticket.nonce, Math.ceil(ticket.expires_at));
}

/** Returns the ticket that an event says was used. If the event lacks the end of the ticket, the longest lifetime counts. */
function readUsedTicket({ event_type, expires_at, nonce, timestamp }: LoggedEvent) {
  const isUse =
    event_type === 'credential_issued' || event_type === 'execution_intent' || event_type === 'ticket_redeemed';
  if (!isUse || typeof nonce !== 'string') return undefined;
  const end = readTime(expires_at);
  const latest = readTime(timestamp) + LONGEST_TICKET;
  const expiry = event_type === 'ticket_redeemed' && !Number.isNaN(end) ? end : latest;
  return Number.isNaN(expiry) ? undefined : { nonce, expires_at: expiry + TOLERANCE };
}
