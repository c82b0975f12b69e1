import { type AuditReader, isStateFact, type LoggedEvent, type Revocation } from '@agent-safe/core';
import { readText, readTime } from './read-fields.ts';
import { LIMIT_EVENTS } from './replay-limits.ts';

/** Milliseconds after the end of a ticket during which executors may still accept it, because clocks differ. */
const TOLERANCE = 300_000;
/** The longest lifetime of a ticket, in milliseconds. */
const LONGEST_TICKET = 86_400_000;

/** An approval request as the log has it. */
export interface RecordedRequest {
  /** The event that requested the approval. */
  readonly requested: LoggedEvent;
  /** The last change. Undefined: none. */
  readonly last: LoggedEvent | undefined;
}

/** The state facts that one log has recorded. */
export interface RecordedState {
  readonly events: number;
  readonly facts: number;
  /** Time of the last allowed request, which may have a ticket. Milliseconds since 1970, UTC; 0 if none was allowed. */
  readonly allowed: number;
  readonly revocations: ReadonlyMap<string, Revocation>;
  /** Used tickets that have not expired. The value is the time at which no executor accepts the ticket any more. */
  readonly tickets: ReadonlyMap<string, number>;
  /** Approval requests that are pending, approved and not used, or denied, and have not expired. */
  readonly open: readonly RecordedRequest[];
  /** Decisions and risk resets that limits still count, oldest first. */
  readonly counted: readonly LoggedEvent[];
}

/**
 * Reads the state facts of a log. The log must have been verified.
 *
 * @param now milliseconds since 1970, UTC
 * @param window milliseconds for which limits count a request
 * @throws AgentSafeError ERR_AUDIT_INVALID if the log cannot be read
 */
export async function readRecordedState(
  log: Pick<AuditReader, 'readBackwards'>,
  now: number,
  window: number,
): Promise<RecordedState> {
  const revocations: LoggedEvent[] = [];
  const counted: LoggedEvent[] = [];
  const tickets = new Map<string, number>();
  const requests = new Map<string, { last: LoggedEvent; requested?: LoggedEvent }>();
  let [events, facts, allowed] = [0, 0, 0];
  let next = Number.POSITIVE_INFINITY;
  for await (const line of log.readBackwards()) {
    if ('damaged' in line) continue;
    const { event } = line;
    if (event.v !== undefined) {
      // A closed torn end may have whole lines. They were never acknowledged, and their numbers were used again.
      if (!(Number(event.seq) < next)) continue;
      next = Number(event.seq);
    }
    events += 1;
    facts = Math.max(facts, Number(event.state_facts ?? 0));
    const type = readText(event.event_type);
    if (type === 'decision' && event.result === 'allow') allowed ||= readTime(event.timestamp) || 0;
    if (event.v === undefined) continue;
    if (LIMIT_EVENTS.includes(type) && readTime(event.timestamp) > now - window) counted.push(event);
    if (!isStateFact(type)) continue;
    if (type === 'revocation') revocations.push(event);
    else if (type === 'approval_requested' || type === 'approval_resolved') addRequest(requests, event);
    else addTicket(tickets, event, now);
  }
  const open = [...requests.values()]
    .filter((request) => isOpen(request, now))
    .map(({ last, requested = last }) => ({ requested, last: last === requested ? undefined : last }));
  return {
    events,
    facts,
    allowed,
    revocations: replay(revocations.reverse()),
    tickets,
    open,
    counted: counted.reverse(),
  };
}

function addRequest(requests: Map<string, { last: LoggedEvent; requested?: LoggedEvent }>, event: LoggedEvent): void {
  const id = readText(event.request_id);
  const known = requests.get(id) ?? { last: event };
  // Of two events with the highest version, the first one counts.
  if (Number(event.version) >= Number(known.last.version)) known.last = event;
  if (event.event_type === 'approval_requested') known.requested = event;
  requests.set(id, known);
}

const OPEN = ['pending', 'approved', 'denied'];

function isOpen({ last, requested }: { last: LoggedEvent; requested?: LoggedEvent }, now: number): boolean {
  const isUsed = typeof last.claimed_by_audit_id === 'string';
  const hasEnded = readTime(requested?.expires_at) <= now;
  return !isUsed && !hasEnded && (last === requested || OPEN.includes(readText(last.status)));
}

function addTicket(tickets: Map<string, number>, event: LoggedEvent, now: number): void {
  const { event_type, expires_at, nonce, timestamp } = event;
  if (typeof nonce !== 'string') return;
  const end = event_type === 'ticket_redeemed' ? readTime(expires_at) : Number.NaN;
  const until = (Number.isNaN(end) ? readTime(timestamp) + LONGEST_TICKET : end) + TOLERANCE;
  if (until > now) tickets.set(nonce, Math.max(until, tickets.get(nonce) ?? 0));
}

/** Applies revocations in their order. A revocation without an end stays until it is lifted. */
function replay(events: readonly LoggedEvent[]): Map<string, Revocation> {
  const revocations = new Map<string, Revocation>();
  for (const { change, id, issued_until, kind, timestamp } of events) {
    if (kind !== 'agent' && kind !== 'token' && kind !== 'all') continue;
    const key = `${kind}:${readText(id)}`;
    const at = readTime(timestamp);
    const given = typeof issued_until === 'string' ? Date.parse(issued_until) : null;
    const known = revocations.get(key);
    const revoked = { kind, id: readText(id), revoked_at: known?.revoked_at ?? at } as const;
    if (change === 'lifted') {
      revocations.set(key, { ...revoked, issued_until: Math.max(given ?? at, known?.issued_until ?? 0) });
    } else revocations.set(key, strictest(known, { ...revoked, issued_until: given }));
  }
  return revocations;
}

/** Returns the revocation that refuses more tokens. */
export function strictest(left: Revocation | undefined, right: Revocation): Revocation {
  if (left === undefined || right.issued_until === null) return right;
  return left.issued_until === null || left.issued_until >= right.issued_until ? left : right;
}
