import type { EventConditions, LogLine } from '@agent-safe/audit';
import type { EventsQuery, HttpClient } from '@agent-safe/client';
import { UsageError } from '../command/command.ts';

/** Returns the query of the conditions. @throws UsageError for a condition that servers do not have */
export function toQuery({
  approver,
  auditId,
  correlationId,
  decision,
  since,
  until,
  ...globs
}: EventConditions): EventsQuery {
  if (approver !== undefined) throw new UsageError('--approver reads project files. Leave it out with a server.');
  const time = (given: number | undefined) => (given === undefined ? undefined : new Date(given).toISOString());
  return {
    ...globs,
    result: decision,
    audit_id: auditId,
    correlation_id: correlationId,
    since: time(since),
    until: time(until),
  };
}

/** Reads the last events of a server. @returns them in the order of the log */
export async function readLast(client: HttpClient, query: EventsQuery, last: number): Promise<readonly LogLine[]> {
  const lines: LogLine[] = [];
  let before: number | undefined;
  while (lines.length < last) {
    const limit = Math.min(500, last - lines.length);
    const page = await client.listEvents({ ...query, limit, before });
    lines.push(...page.events.map((event) => ({ event })));
    if (page.next === null || page.next === before) break;
    before = page.next;
  }
  return lines.reverse();
}
