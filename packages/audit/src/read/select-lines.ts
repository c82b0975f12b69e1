import type { AuditQuery, LoggedEvent, LogLine } from '@agent-safe/core';

/**
 * Yields the lines that match a query, from the last to the first. It stops at the first event that is too old.
 *
 * @param lines from the last to the first
 * @param countLines returns the number of lines of the log. It is called only for lines of 0.11, which contain no number
 */
export async function* selectBackwards(
  lines: AsyncIterable<LogLine>,
  query: AuditQuery,
  countLines: () => Promise<number>,
): AsyncGenerator<LogLine, void, undefined> {
  const { after = 0, before = Number.POSITIVE_INFINITY } = query;
  const isRange = after > 0 || before < Number.POSITIVE_INFINITY;
  let place: number | undefined;
  for await (const line of lines) {
    if (isRange) place = ownNumber(line) ?? (place === undefined ? await countLines() : place - 1);
    if (place !== undefined && place <= after) return;
    if (fits(line, query) && (place === undefined || place < before || 'damaged' in line)) yield line;
  }
}

/** Returns whether a line matches the types of a query. */
function fits(line: LogLine, { types }: AuditQuery): boolean {
  return 'damaged' in line || types === undefined || types.some((type) => type === line.event.event_type);
}

/** Returns whether a line that was just recorded matches a query. */
export function fitsWhole(line: LogLine, query: AuditQuery): boolean {
  const { after = 0, before = Number.POSITIVE_INFINITY } = query;
  const seq = ownNumber(line);
  return fits(line, query) && (seq === undefined || (seq > after && seq < before));
}

/** Returns the number of an event; undefined for a line of 0.11, also if it has a field of that name. */
function ownNumber(line: LogLine): number | undefined {
  return 'damaged' in line || line.event.v === undefined ? undefined : line.event.seq;
}

/** Returns the newest event with the given id. @param lines from the last to the first */
export async function findEvent(lines: AsyncIterable<LogLine>, eventId: string): Promise<LoggedEvent | undefined> {
  for await (const line of lines) if ('event' in line && line.event.event_id === eventId) return line.event;
  return undefined;
}
