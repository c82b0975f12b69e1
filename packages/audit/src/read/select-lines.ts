import type { AuditQuery, LoggedEvent, LogLine } from '@agent-safe/core';

/**
 * The lines that fit a query, of lines that come from the last to the first. It stops reading where only older events follow.
 *
 * @param countLines how many lines the log has. It is asked only where no line says its own number: a log of 0.11 alone
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

/** Whether a line fits the types of a query. */
function fits(line: LogLine, { types }: AuditQuery): boolean {
  return 'damaged' in line || types === undefined || types.some((type) => type === line.event.event_type);
}

/** Whether a line that was just recorded fits a query. */
export function fitsWhole(line: LogLine, query: AuditQuery): boolean {
  const { after = 0, before = Number.POSITIVE_INFINITY } = query;
  const seq = ownNumber(line);
  return fits(line, query) && (seq === undefined || (seq > after && seq < before));
}

/** A line of 0.11 has no number, whatever its fields say. */
function ownNumber(line: LogLine): number | undefined {
  return 'damaged' in line || line.event.v === undefined ? undefined : line.event.seq;
}

/** The newest event with an id. */
export async function findEvent(lines: AsyncIterable<LogLine>, eventId: string): Promise<LoggedEvent | undefined> {
  for await (const line of lines) if ('event' in line && line.event.event_id === eventId) return line.event;
  return undefined;
}
