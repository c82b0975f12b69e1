import { type LineFilter, timeOf } from '@agent-safe/audit';
import type { AuditReader, LoggedEvent, LogLine } from '@agent-safe/core';
import { readAuditEvent } from '@agent-safe/schemas';

/** Most lines of a log that one page reads. A page of rare events may be short or empty, with a place to go on. */
const MOST_READ = 10_000;
/** Milliseconds. The clock of a recorder may have been set back by so much: events that far apart are looked at anyway. */
const CLOCK_TOLERANCE = 3_600_000;

export interface Page {
  /** The newest first. */
  readonly events: readonly LoggedEvent[];
  /** The `before` of the next page. Null: there are no older events. */
  readonly next: number | null;
  /** Number of lines that are no event of the published schema. */
  readonly unreadable: number;
}

export interface PageRange {
  /** Only events with a lower number. */
  readonly before?: number | undefined;
  /** Only events with a higher number. */
  readonly after?: number | undefined;
  /** Most events of the page. */
  readonly limit: number;
}

/** Reads one page of matching events, from the newest to the oldest. The work is bounded, however rare the events are. */
export async function readPage(
  log: Pick<AuditReader, 'readBackwards'>,
  filter: LineFilter,
  range: PageRange,
): Promise<Page> {
  const { after = 0, limit } = range;
  const { since, until } = filter;
  const before = range.before ?? (Number.isFinite(until) ? await findTime(log, until + CLOCK_TOLERANCE) : undefined);
  const events: LoggedEvent[] = [];
  let [read, unreadable, place] = [0, 0, before];
  for await (const line of log.readBackwards({ before, after })) {
    place = numberOf(line) ?? (place === undefined ? undefined : place - 1);
    const page = { events, unreadable };
    if (!('event' in line) || readAuditEvent(line.event).document === undefined) unreadable += 1;
    else {
      const time = timeOf(line.event);
      if (time < since - CLOCK_TOLERANCE) return { ...page, next: null };
      if (!(time < since || time > until) && filter.matches(line.event)) events.push(line.event);
    }
    read += 1;
    if (events.length < limit && read < MOST_READ) continue;
    return { events, unreadable, next: place === undefined || place <= after + 1 ? null : place };
  }
  return { events, unreadable, next: null };
}

/** Returns the number of an event; undefined for an event of 0.11 and a damaged line. */
export function numberOf(line: LogLine): number | undefined {
  return 'event' in line && line.event.v !== undefined ? line.event.seq : undefined;
}

/** Returns the number of the newest event; 0 if the log has none. */
export async function newestNumber(log: Pick<AuditReader, 'readBackwards'>): Promise<number> {
  for await (const line of log.readBackwards()) {
    const number = numberOf(line);
    if (number !== undefined) return number;
  }
  return 0;
}

/** Finds the first event after a time, by a binary search. @returns its number; undefined if all events are earlier */
async function findTime(log: Pick<AuditReader, 'readBackwards'>, time: number): Promise<number | undefined> {
  const newest = await newestNumber(log);
  let [low, high] = [1, newest + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const at = await timeAt(log, middle);
    if (at > time) high = middle;
    // Also if the time cannot be read: the place is then later, and more events are read.
    else low = middle + 1;
  }
  return low > newest ? undefined : low;
}

async function timeAt(log: Pick<AuditReader, 'readBackwards'>, number: number): Promise<number> {
  for await (const line of log.readBackwards({ before: number + 1, after: number - 1 }))
    return 'event' in line ? timeOf(line.event) : Number.NaN;
  // An archived event is older than all others.
  return Number.NEGATIVE_INFINITY;
}
