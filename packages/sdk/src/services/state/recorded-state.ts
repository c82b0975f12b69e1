import { FactCollector, type RecordedRequest } from '@agent-safe/audit';
import type { AuditReader, LoggedEvent, RecordedAccount, Revocation } from '@agent-safe/core';
import { readText, readTime } from './read-fields.ts';
import { LIMIT_EVENTS } from './replay-limits.ts';

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
  /** The last version of each account, by kind and id. */
  readonly accounts: ReadonlyMap<string, RecordedAccount>;
  /** Decisions and risk resets that limits still count, oldest first. */
  readonly counted: readonly LoggedEvent[];
}

/**
 * Reads the state facts of a log, including archived facts in force. The log must have been verified.
 *
 * @param now milliseconds since 1970, UTC
 * @param window milliseconds for which limits count a request
 * @throws AgentSafeError ERR_AUDIT_INVALID if the log cannot be read
 */
export async function readRecordedState(
  log: Pick<AuditReader, 'archived' | 'readBackwards'>,
  now: number,
  window: number,
): Promise<RecordedState> {
  const counted: LoggedEvent[] = [];
  const collector = new FactCollector(now);
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
    const isAllowed = type === 'decision' && event.result === 'allow';
    // Archived events are not read. They are older than the event that records their archive.
    if (isAllowed || type === 'log_archived') allowed ||= readTime(event.timestamp) || 0;
    if (event.v === undefined) continue;
    if (LIMIT_EVENTS.includes(type) && readTime(event.timestamp) > now - window) counted.push(event);
    collector.add(event);
  }
  const archived = await log.archived?.();
  for (const event of archived?.facts.toReversed() ?? []) collector.add(event);
  return { events, facts, allowed, ...collector.finish(), counted: counted.reverse() };
}
