import type { TimeWindow } from '@agent-safe/core';
import { isInWindow, wallClock } from '@agent-safe/pdp/analysis';
import { addAll, type Bits, bitsOf } from './bits.ts';

/** One week of each month, and the weeks in which clocks have changed in some time zones only. */
const WEEKS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
  .map((month) => Date.UTC(2026, month, 5))
  .concat(Date.UTC(2026, 2, 16), Date.UTC(2026, 2, 30), Date.UTC(2026, 9, 26));
const HOUR = 3_600_000;
const QUARTER = 900_000;
const QUARTERS_A_WEEK = 672;
const HOURS_A_WEEK = 168;
/** A Monday. */
const MONDAY = Date.UTC(2026, 0, 5);

/**
 * The times that windows distinguish: one cell for each set of windows that are open together. A window is then a set of cells, so that
 * all times are compared at once.
 */
export class TimeCells {
  /** One instant for each cell, in milliseconds since 1970, UTC. */
  readonly instants: readonly number[];
  readonly #all: Bits;
  readonly #open: ReadonlyMap<string, Bits>;

  constructor(windows: readonly TimeWindow[]) {
    const distinct = new Map(windows.map((window) => [JSON.stringify(window), window]));
    const moments = distinctMoments([...new Set(Array.from(distinct.values(), ({ timezone }) => timezone ?? 'UTC'))]);
    const openings = Array.from(distinct.values(), (window) => openHours(window));
    const zones = Array.from(distinct.values(), ({ timezone }) => moments.zones.indexOf(timezone ?? 'UTC'));
    const firsts = new Map<string, number>();
    for (let place = 0; place < moments.instants.length; place++) {
      const hours = moments.hours[place] ?? [];
      const open = openings.map((table, window) => table[hours[zones[window] ?? 0] ?? 0] ?? 0).join('');
      if (!firsts.has(open)) firsts.set(open, place);
    }
    const places = [...firsts.values()];
    this.instants = places.map((place) => moments.instants[place] ?? 0);
    this.#all = bitsOf(places.length, () => true);
    const signatures = [...firsts.keys()];
    this.#open = new Map(
      Array.from(distinct.keys(), (key, window) => [
        key,
        bitsOf(places.length, (cell) => signatures[cell]?.[window] === '1'),
      ]),
    );
  }

  /** Returns the cells in which one of the windows is open: all without a condition on the time. */
  open(windows: readonly TimeWindow[] | undefined): Bits {
    if (windows === undefined) return this.#all;
    const cells = new Uint32Array(this.#all.length);
    for (const window of windows) {
      const open = this.#open.get(JSON.stringify(window));
      if (open !== undefined) addAll(cells, open);
    }
    return cells;
  }
}

/** Returns 1 for each hour of a local week, from Monday, in which a window is open. */
function openHours(window: TimeWindow): Uint8Array {
  const { timezone: _, ...local } = window;
  return Uint8Array.from({ length: HOURS_A_WEEK }, (_hour, hour) => (isInWindow(local, MONDAY + hour * HOUR) ? 1 : 0));
}

interface Moments {
  readonly zones: readonly string[];
  readonly instants: readonly number[];
  /** The local hour of the week of each instant in each zone. */
  readonly hours: readonly (readonly number[])[];
}

/** Returns one instant for each combination of local hours. */
function distinctMoments(zones: readonly string[]): Moments {
  if (zones.length === 0) return { zones, instants: [WEEKS[0] ?? 0], hours: [[]] };
  // Without time zones all weeks are the same.
  const quarters = (zones.every((zone) => zone === 'UTC') ? 1 : WEEKS.length) * QUARTERS_A_WEEK;
  const tables = zones.map(localHours);
  const seen = new Set<string>();
  const instants: number[] = [];
  const hours: number[][] = [];
  for (let quarter = 0; quarter < quarters; quarter++) {
    const local = tables.map((table) => table[quarter] ?? 0);
    const key = String.fromCharCode(...local);
    if (seen.has(key)) continue;
    seen.add(key);
    instants.push(instantOf(quarter));
    hours.push(local);
  }
  return { zones, instants, hours };
}

function instantOf(quarter: number): number {
  return (WEEKS[Math.floor(quarter / QUARTERS_A_WEEK)] ?? 0) + (quarter % QUARTERS_A_WEEK) * QUARTER;
}

const tables = new Map<string, Uint8Array>();

/** Returns the local hour of the week of each quarter of an hour. Computed once for each zone, because time zones are slow. */
function localHours(zone: string): Uint8Array {
  let table = tables.get(zone);
  if (table === undefined) {
    table = Uint8Array.from({ length: WEEKS.length * QUARTERS_A_WEEK }, (_, quarter) => {
      const { day, hour } = wallClock(instantOf(quarter), zone === 'UTC' ? undefined : zone);
      return day * 24 + hour;
    });
    tables.set(zone, table);
  }
  return table;
}
