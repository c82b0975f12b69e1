/**
 * Entries of a sliding window, as `[at, weight, count, at, weight, count, …]`, the oldest first. They are one flat list of
 * numbers, because a process can hold a million windows. Ended entries can still be at the start, and do not count.
 */
export type WindowCounts = number[];

const STRIDE = 3;
/** Maximum number of entries with a time of their own. Requests of the same millisecond are one entry. */
const MOST = 128;
/** Above that number, entries of the same part of the window are merged. A window has this many parts. */
const PARTS = 64;

export interface Total {
  readonly weight: number;
  readonly count: number;
}

/**
 * Adds a request, and removes ended entries. `now` must not be before the last entry. The list itself is changed. Merged
 * entries count as if all of them came with the last one. So they count up to a 64th of the window too long, and never too
 * short.
 */
export function addCount(counts: WindowCounts, weight: number, window: number, now: number): void {
  dropEnded(counts, window, now);
  const last = counts.length - STRIDE;
  if (last >= 0 && at(counts, last) === now) {
    counts[last + 1] = at(counts, last + 1) + weight;
    counts[last + 2] = at(counts, last + 2) + 1;
    return;
  }
  counts.push(now, weight, 1);
  if (counts.length > MOST * STRIDE) mergeEntries(counts, window / PARTS);
}

/** Removes ended entries. The list itself is changed. */
export function dropEnded(counts: WindowCounts, window: number, now: number): void {
  const start = firstCounting(counts, window, now);
  if (start > 0) counts.splice(0, start);
}

/**
 * Removes one request of a weight from the newest entry that holds it. The list itself is changed.
 *
 * @returns whether there was one
 */
export function takeOne(counts: WindowCounts, weight: number): boolean {
  for (let index = counts.length - STRIDE; index >= 0; index -= STRIDE) {
    const rest = at(counts, index + 1) - weight;
    const count = at(counts, index + 2) - 1;
    if (rest < 0 || (count === 0 && rest > 0)) continue;
    if (count === 0) counts.splice(index, STRIDE);
    else counts.splice(index + 1, 2, rest, count);
    return true;
  }
  return false;
}

/** Removes the entries up to a time. The list itself is changed. */
export function dropUntil(counts: WindowCounts, until: number): void {
  let start = 0;
  while (start < counts.length && at(counts, start) <= until) start += STRIDE;
  counts.splice(0, start);
}

function mergeEntries(counts: WindowCounts, width: number): void {
  let last = 0;
  for (let index = STRIDE; index < counts.length; index += STRIDE) {
    const isSamePart = Math.floor(at(counts, last) / width) === Math.floor(at(counts, index) / width);
    const weight = at(counts, index + 1) + (isSamePart ? at(counts, last + 1) : 0);
    const count = at(counts, index + 2) + (isSamePart ? at(counts, last + 2) : 0);
    if (!isSamePart) last += STRIDE;
    counts[last] = at(counts, index);
    counts[last + 1] = weight;
    counts[last + 2] = count;
  }
  counts.length = last + STRIDE;
}

/** Returns the sum of the entries that count. */
export function addUp(counts: WindowCounts, window: number, now: number): Total {
  let weight = 0;
  let count = 0;
  for (let index = firstCounting(counts, window, now); index < counts.length; index += STRIDE) {
    weight += at(counts, index + 1);
    count += at(counts, index + 2);
  }
  return { weight, count };
}

/** Returns when the last entry ends. */
export function lastEnd(counts: WindowCounts, window: number): number {
  return counts.length === 0 ? Number.NEGATIVE_INFINITY : at(counts, counts.length - STRIDE) + window;
}

/** Returns when the number of requests falls below a limit, if no request is added. The limit must be reached now. */
export function whenBelow(counts: WindowCounts, limit: number, window: number, now: number): number {
  let { count } = addUp(counts, window, now);
  let index = firstCounting(counts, window, now);
  for (; index < counts.length; index += STRIDE) {
    count -= at(counts, index + 2);
    if (count < limit) break;
  }
  return at(counts, index) + window;
}

/** Returns a copy with all times moved by a number of milliseconds. */
export function shift(counts: WindowCounts, by: number): WindowCounts {
  return counts.map((value, index) => (index % STRIDE === 0 ? value + by : value));
}

/** Lists the entries that count. */
export function listCounts(
  counts: WindowCounts,
  window: number,
  now: number,
): readonly (Total & { readonly at: number })[] {
  const start = firstCounting(counts, window, now);
  return Array.from({ length: (counts.length - start) / STRIDE }, (_, index) => ({
    at: at(counts, start + index * STRIDE),
    weight: at(counts, start + index * STRIDE + 1),
    count: at(counts, start + index * STRIDE + 2),
  }));
}

/** Returns a copy in which each time is the difference to the one before, so that its text is half as long. */
export function packCounts(counts: WindowCounts): readonly number[] {
  return counts.map((value, index) => (index % STRIDE === 0 && index > 0 ? value - at(counts, index - STRIDE) : value));
}

/** Reverses `packCounts`. */
export function unpackCounts(packed: readonly number[]): WindowCounts {
  let last = 0;
  return packed.map((value, index) => {
    if (index % STRIDE !== 0) return value;
    last += value;
    return last;
  });
}

/** Returns the index of the first entry that counts. An entry ends exactly at the end of its window. */
function firstCounting(counts: WindowCounts, window: number, now: number): number {
  let start = 0;
  while (start < counts.length && now - at(counts, start) >= window) start += STRIDE;
  return start;
}

function at(counts: WindowCounts, index: number): number {
  return counts[index] ?? 0;
}
