import { timeOf } from '@agent-safe/audit';
import type { AuditReader, LoggedEvent } from '@agent-safe/core';
import { newestNumber } from './read-page.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Events that are read in one piece. */
const SLICE = 5_000;
/** Most events that one question reads. The next question goes on where it ended. */
const MOST_READ = 50_000;
/** Most minutes and hours that are kept: 30 days, and a year. The oldest are forgotten. */
const MOST_MINUTES = 30 * 24 * 60;
const MOST_HOURS = 366 * 24;
/** Most names of one hour that are counted apart. */
const MOST_NAMES = 200;

/** Numbers of events in a span of time. */
export interface Counts {
  events: number;
  allow: number;
  deny: number;
  require_approval: number;
  succeeded: number;
  failed: number;
}

interface Hour {
  readonly types: Map<string, number>;
  readonly codes: Map<string, number>;
  readonly actions: Map<string, number>;
  readonly callers: Map<string, number>;
}
export type Dimension = keyof Hour;

/** The counted part of a log. */
export interface Coverage {
  /** Whether all events since the wanted time were counted. If not, ask again. */
  readonly complete: boolean;
  /** Numbers of the first and last counted event; 0 if no event was counted. */
  readonly from_seq: number;
  readonly to_seq: number;
}

/**
 * Counts the events of a log by time. It reads each event once: new events when it is asked, and older events as far back as a question
 * needs them. The work of one question is bounded, and so is the memory.
 */
export class LogSummary {
  readonly #log: Pick<AuditReader, 'readBackwards'>;
  readonly #minutes = new Map<number, Counts>();
  readonly #hours = new Map<number, Hour>();
  /** All events with numbers from `#bottom` to `#top` are counted. */
  #bottom = 0;
  #top = 0;
  /** The earliest time among the counted events. */
  #earliest = Number.POSITIVE_INFINITY;
  #running: Promise<unknown> = Promise.resolve();

  constructor(log: Pick<AuditReader, 'readBackwards'>) {
    this.#log = log;
  }

  /** Counts further events. Questions are answered one after the other. @param since milliseconds since 1970, UTC */
  async cover(since: number): Promise<Coverage> {
    const covering = this.#running.then(() => this.#cover(since));
    this.#running = covering.catch(() => undefined);
    return covering;
  }

  /** The counts of each span within two times, in order. Empty spans are left out. */
  timeline(since: number, until: number, span: number): readonly { readonly start: number; readonly counts: Counts }[] {
    const spans = new Map<number, Counts>();
    for (const [minute, counts] of this.#minutes) {
      if (minute < floor(since, MINUTE) || minute > until) continue;
      const start = floor(minute, span);
      add(getOrMake(spans, start, noCounts), counts);
    }
    return Array.from(spans, ([start, counts]) => ({ start, counts })).sort((left, right) => left.start - right.start);
  }

  /** The most frequent names of the hours within two times. */
  top(dimension: Dimension, since: number, until: number, most: number): readonly { name: string; events: number }[] {
    const all = new Map<string, number>();
    for (const [hour, maps] of this.#hours) {
      if (hour < floor(since, HOUR) || hour > until) continue;
      for (const [name, events] of maps[dimension]) all.set(name, (all.get(name) ?? 0) + events);
    }
    return Array.from(all, ([name, events]) => ({ name, events }))
      .sort((left, right) => right.events - left.events || (left.name < right.name ? -1 : 1))
      .slice(0, most);
  }

  async #cover(since: number): Promise<Coverage> {
    const newest = await newestNumber(this.#log);
    // The log was replaced by an older one.
    if (newest < this.#top) this.#forget();
    if (this.#top === 0) [this.#bottom, this.#top] = [newest + 1, newest];
    let left = MOST_READ;
    while (this.#top < newest && left > 0) {
      const to = Math.min(newest, this.#top + SLICE);
      left -= await this.#read(this.#top, to);
      this.#top = to;
    }
    while (this.#bottom > 1 && this.#earliest >= since && left > 0) {
      const from = Math.max(0, this.#bottom - 1 - SLICE);
      const read = await this.#read(from, this.#bottom - 1);
      // Archived events are not read.
      this.#bottom = read === 0 ? 1 : from + 1;
      left -= read;
    }
    this.#trim();
    const isCovered = this.#bottom <= 1 || this.#earliest < since;
    return {
      complete: this.#top === newest && isCovered,
      from_seq: this.#top === 0 ? 0 : Math.min(this.#bottom, this.#top),
      to_seq: this.#top,
    };
  }

  /** Counts the events with numbers after `after`, up to `to`. @returns the number of lines */
  async #read(after: number, to: number): Promise<number> {
    let lines = 0;
    for await (const line of this.#log.readBackwards({ after, before: to + 1 })) {
      lines += 1;
      if ('event' in line) this.#count(line.event);
    }
    return lines;
  }

  #count(event: LoggedEvent): void {
    const time = timeOf(event);
    if (Number.isNaN(time)) return;
    this.#earliest = Math.min(this.#earliest, time);
    const counts = getOrMake(this.#minutes, floor(time, MINUTE), noCounts);
    const { action, caller, code, event_type, outcome, result } = event;
    counts.events += 1;
    if (event_type === 'execution_outcome') counts[outcome === 'success' ? 'succeeded' : 'failed'] += 1;
    const hour = getOrMake(this.#hours, floor(time, HOUR), noNames);
    count(hour.types, event_type);
    // The correction of a decision that was recorded too late has no action. The decision itself was counted.
    if (event_type !== 'decision' || action === undefined) return;
    if (result === 'allow' || result === 'deny' || result === 'require_approval') counts[result] += 1;
    count(hour.codes, code);
    count(hour.actions, action);
    count(hour.callers, caller);
  }

  #trim(): void {
    trim(this.#minutes, MOST_MINUTES);
    trim(this.#hours, MOST_HOURS);
  }

  #forget(): void {
    this.#minutes.clear();
    this.#hours.clear();
    [this.#bottom, this.#top, this.#earliest] = [0, 0, Number.POSITIVE_INFINITY];
  }
}

export function noCounts(): Counts {
  return { events: 0, allow: 0, deny: 0, require_approval: 0, succeeded: 0, failed: 0 };
}

/** Adds counts to others. */
export function add(sum: Counts, counts: Counts): void {
  for (const key of Object.keys(sum) as (keyof Counts)[]) sum[key] += counts[key];
}

function noNames(): Hour {
  return { types: new Map(), codes: new Map(), actions: new Map(), callers: new Map() };
}

/** Counts a name. Names are chosen by callers, so that only so many are counted apart; the rest counts as "(other)". */
function count(map: Map<string, number>, name: unknown): void {
  if (typeof name !== 'string') return;
  const key = map.has(name) || map.size < MOST_NAMES ? name : '(other)';
  map.set(key, (map.get(key) ?? 0) + 1);
}

function getOrMake<Value>(map: Map<number, Value>, key: number, make: () => Value): Value {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}

function trim(map: Map<number, unknown>, most: number): void {
  if (map.size <= most) return;
  const sorted = [...map.keys()].sort((left, right) => left - right);
  for (const key of sorted.slice(0, map.size - most)) map.delete(key);
}

function floor(time: number, span: number): number {
  return Math.floor(time / span) * span;
}
