import type { PolicyMatch, TimeWindow } from '@agent-safe/core';
import { compileWindow, minuteOfWeek, opensAt, timeConditionOf } from '@agent-safe/pdp/analysis';
import { addAll, type Bits, bitsOf, intersection } from './bits.ts';
import { QUARTER, type Span, sampleQuarters } from './sample-times.ts';

const MINUTE = 60_000;
const MINUTES_A_WEEK = 10_080;

/**
 * The times that rules distinguish: one cell for each set of windows that are open together, and of periods that hold together. A
 * condition on the time is then a set of cells, so that all times are compared at once.
 */
export class TimeCells {
  /** One instant for each cell, in milliseconds since 1970, UTC. */
  readonly instants: readonly number[];
  readonly #all: Bits;
  readonly #open: ReadonlyMap<string, Bits>;

  constructor(matches: readonly PolicyMatch[]) {
    const windows = new Map(
      matches.flatMap(({ time_windows = [] }) => time_windows.map((window) => [JSON.stringify(window), window])),
    );
    const cells = findCells([...windows.values()], spansOf(matches));
    this.instants = cells.map(({ at }) => at);
    this.#all = bitsOf(cells.length, () => true);
    this.#open = new Map(
      Array.from(windows.keys(), (key, place) => [
        key,
        bitsOf(cells.length, (cell) => cells[cell]?.open[place] === '1'),
      ]),
    );
  }

  /** Returns the cells in which a match holds: all without a condition on the time. */
  open(match: PolicyMatch): Bits {
    const { time_windows: windows, valid } = match;
    const open = windows === undefined ? this.#all : this.#openAny(windows);
    if (valid === undefined) return open;
    const { from, until } = timeConditionOf(match);
    const holds = bitsOf(this.instants.length, (cell) => {
      const at = this.instants[cell] ?? Number.NaN;
      return from <= at && at < until;
    });
    return intersection(open, holds);
  }

  #openAny(windows: readonly TimeWindow[]): Bits {
    const cells = new Uint32Array(this.#all.length);
    for (const window of windows) {
      const open = this.#open.get(JSON.stringify(window));
      if (open !== undefined) addAll(cells, open);
    }
    return cells;
  }
}

/** Returns the spans between all ends of periods. */
function spansOf(matches: readonly PolicyMatch[]): readonly Span[] {
  const ends = matches.flatMap((match) => {
    if (match.valid === undefined) return [];
    const { from, until } = timeConditionOf(match);
    return [from, until].filter(Number.isFinite);
  });
  const sorted = [...new Set(ends)].sort((left, right) => left - right);
  return [Number.NEGATIVE_INFINITY, ...sorted].map((from, place) => ({
    from,
    until: sorted[place] ?? Number.POSITIVE_INFINITY,
  }));
}

interface Cell {
  readonly at: number;
  /** Whether each window is open: `1` or `0`. */
  readonly open: string;
}

/** Returns one cell for each span and set of windows that are open together. */
function findCells(windows: readonly TimeWindow[], spans: readonly Span[]): readonly Cell[] {
  const compiled = windows.map(compileWindow);
  const zones = [...new Set(compiled.map(({ timezone }) => timezone ?? 'UTC'))];
  const places = compiled.map(({ timezone }) => zones.indexOf(timezone ?? 'UTC'));
  // Offsets are quarters of an hour, so a window changes so many minutes after a quarter as its local time does.
  const steps = [...new Set([0, ...compiled.flatMap(({ end, start }) => [start % 15, end % 15])])];
  const cells: Cell[] = [];
  for (const span of spans) {
    if (windows.length === 0) {
      cells.push({ at: sampleOf(span), open: '' });
      continue;
    }
    const seen = new Set<string>();
    const known = new Set<string>();
    for (const quarter of sampleQuarters(span, zones, spans.length)) {
      const local = zones.map((zone) => minuteOfWeek(quarter, zone));
      const key = String.fromCharCode(...local);
      // The span may begin within the quarter.
      if (seen.has(key) && quarter >= span.from) continue;
      if (quarter >= span.from) seen.add(key);
      for (const at of momentsOf(quarter, steps, span)) {
        const minutes = Math.floor((at - quarter) / MINUTE);
        const open = compiled
          .map((window, place) =>
            opensAt(window, ((local[places[place] ?? 0] ?? 0) + minutes) % MINUTES_A_WEEK) ? '1' : '0',
          )
          .join('');
        if (known.has(open)) continue;
        known.add(open);
        cells.push({ at, open });
      }
    }
  }
  return cells;
}

/** Returns the moments of a quarter of an hour at which windows can change, and the beginning of the span. */
function momentsOf(quarter: number, steps: readonly number[], { from, until }: Span): readonly number[] {
  const moments = steps.map((step) => quarter + step * MINUTE);
  const all = from > quarter && from < quarter + QUARTER ? [from, ...moments] : moments;
  return all.filter((at) => at >= from && at < until);
}

/** Returns one instant of a span: its beginning, or the minute before its end. */
function sampleOf({ from, until }: Span): number {
  if (Number.isFinite(from)) return from;
  return Number.isFinite(until) ? until - MINUTE : Date.UTC(2026, 0, 5);
}
