import { isStateFact, type JsonValue, type LoggedEvent, type RecordedAccount, type Revocation } from '@agent-safe/core';
import { readText } from '../format/read-text.ts';

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

/** The state facts that events record. */
export interface RecordedFacts {
  readonly revocations: ReadonlyMap<string, Revocation>;
  /** Used tickets that have not expired. The value is the time at which no executor accepts the ticket any more. */
  readonly tickets: ReadonlyMap<string, number>;
  /** Approval requests that are pending, approved and not used, or denied, and have not expired. */
  readonly open: readonly RecordedRequest[];
  /** The last version of each account, by kind and id. */
  readonly accounts: ReadonlyMap<string, RecordedAccount>;
}

/** Collects state facts from the events of a log, the last event first. */
export class FactCollector {
  readonly #now: number;
  readonly #revocations: LoggedEvent[] = [];
  readonly #tickets = new Map<string, number>();
  readonly #accounts = new Map<string, RecordedAccount>();
  readonly #requests = new Map<string, { last: LoggedEvent; requested?: LoggedEvent }>();

  /** @param now milliseconds since 1970, UTC */
  constructor(now: number) {
    this.#now = now;
  }

  add(event: LoggedEvent): void {
    const type = readText(event.event_type);
    if (!isStateFact(type)) return;
    if (type === 'revocation') this.#revocations.push(event);
    else if (type === 'api_key_changed' || type === 'user_changed') this.#addAccount(event);
    else if (type === 'approval_requested' || type === 'approval_resolved') this.#addRequest(event);
    else this.#addTicket(event);
  }

  finish(): RecordedFacts {
    const open = [...this.#requests.values()]
      .filter((request) => isOpen(request, this.#now))
      .map(({ last, requested = last }) => ({ requested, last: last === requested ? undefined : last }));
    return {
      revocations: replay(this.#revocations.toReversed()),
      tickets: this.#tickets,
      open,
      accounts: this.#accounts,
    };
  }

  #addAccount({ change, event_id, event_type, key_id, timestamp, user_id }: LoggedEvent): void {
    // Revocations are facts of their own.
    if (change === 'revoked' || change === 'disabled' || change === 'enabled') return;
    const kind = event_type === 'user_changed' ? 'users' : 'keys';
    const id = readText(kind === 'users' ? user_id : key_id);
    const account = {
      kind,
      id,
      event_id: change === 'removed' ? null : readText(event_id),
      at: readTime(timestamp),
    } as const;
    // The last event comes first.
    if (!this.#accounts.has(`${kind}:${id}`)) this.#accounts.set(`${kind}:${id}`, account);
  }

  #addRequest(event: LoggedEvent): void {
    const id = readText(event.request_id);
    const known = this.#requests.get(id) ?? { last: event };
    // Of two events with the highest version, the first one counts.
    if (Number(event.version) >= Number(known.last.version)) known.last = event;
    if (event.event_type === 'approval_requested') known.requested = event;
    this.#requests.set(id, known);
  }

  #addTicket({ event_type, expires_at, nonce, timestamp }: LoggedEvent): void {
    if (typeof nonce !== 'string') return;
    const end = event_type === 'ticket_redeemed' ? readTime(expires_at) : Number.NaN;
    const until = (Number.isNaN(end) ? readTime(timestamp) + LONGEST_TICKET : end) + TOLERANCE;
    if (until > this.#now) this.#tickets.set(nonce, Math.max(until, this.#tickets.get(nonce) ?? 0));
  }
}

/** Members of an approval event that a rebuild of the state, or the index of approvals, reads. */
const APPROVAL_MEMBERS = [
  'event_type',
  'seq',
  'timestamp',
  'request_id',
  'version',
  'status',
  'mark',
  'expires_at',
  'claimed_by_audit_id',
  'action',
  'target',
  'caller',
  'digest',
  'audit_id',
] as const;

/** Returns facts as events, in the order in which a {@link FactCollector} reads them backwards. They have only the members that it reads. */
export function listFacts({ accounts, open, revocations, tickets }: RecordedFacts): readonly LoggedEvent[] {
  const revoked = Array.from(revocations.values(), ({ id, issued_until, kind, revoked_at }) => ({
    event_type: 'revocation' as const,
    timestamp: new Date(revoked_at).toISOString(),
    change: 'revoked',
    kind,
    id,
    issued_until: issued_until === null ? null : new Date(issued_until).toISOString(),
  }));
  const used = Array.from(tickets, ([nonce, until]) => {
    return { event_type: 'ticket_redeemed' as const, nonce, expires_at: new Date(until - TOLERANCE).toISOString() };
  });
  const requests = open.flatMap(({ last, requested }) => [requested, ...(last === undefined ? [] : [last])]);
  const approvals = requests.map((event) => {
    return Object.fromEntries(
      APPROVAL_MEMBERS.map((name) => [name, event[name]]).filter(([, value]) => value !== undefined),
    );
  });
  return [...revoked, ...used, ...approvals, ...Array.from(accounts.values(), accountEvent)] as readonly LoggedEvent[];
}

function accountEvent({ at, event_id, id, kind }: RecordedAccount): object {
  const timestamp = new Date(at).toISOString();
  const change = event_id === null ? 'removed' : 'changed';
  const recorded = { timestamp, change, ...(event_id === null ? {} : { event_id }) };
  return kind === 'keys'
    ? { event_type: 'api_key_changed', ...recorded, key_id: id }
    : { event_type: 'user_changed', ...recorded, user_id: id };
}

const OPEN = ['pending', 'approved', 'denied'];

function isOpen({ last, requested }: { last: LoggedEvent; requested?: LoggedEvent }, now: number): boolean {
  const isUsed = typeof last.claimed_by_audit_id === 'string';
  const hasEnded = readTime(requested?.expires_at) <= now;
  return !isUsed && !hasEnded && (last === requested || OPEN.includes(readText(last.status)));
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

function readTime(value: JsonValue | undefined): number {
  return typeof value === 'string' ? Date.parse(value) : Number.NaN;
}
