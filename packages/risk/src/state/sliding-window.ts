/**
 * What came within a sliding window, as `[at, weight, count, at, weight, count, …]`, the oldest first. One flat list of numbers,
 * because there may be a million of these. What has ended may still be at its beginning, and does not count.
 */
export type WindowCounts = number[];

const STRIDE = 3;
/** Entries that keep their own time. Entries of the same millisecond are one. */
const MOST = 128;
/** With more than that, those that came within the same part of the window are put together: each part is this share of it. */
const PARTS = 64;

export interface Total {
  readonly weight: number;
  readonly count: number;
}

/**
 * Adds what came now, which must not be before the last, and drops what has ended. The list itself is changed. What is put
 * together counts as if it had come with the last of it, so that it counts for up to a 64th of the window longer than by
 * itself, and never for less.
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
  if (counts.length > MOST * STRIDE) putTogether(counts, window / PARTS);
}

/** Drops what counts no more. The list itself is changed. */
export function dropEnded(counts: WindowCounts, window: number, now: number): void {
  const start = firstCounting(counts, window, now);
  if (start > 0) counts.splice(0, start);
}

/** Removes the entries up to a time. The list itself is changed. */
export function dropUntil(counts: WindowCounts, until: number): void {
  let start = 0;
  while (start < counts.length && at(counts, start) <= until) start += STRIDE;
  counts.splice(0, start);
}

function putTogether(counts: WindowCounts, width: number): void {
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

/** The sum of what counts. */
export function addUp(counts: WindowCounts, window: number, now: number): Total {
  let weight = 0;
  let count = 0;
  for (let index = firstCounting(counts, window, now); index < counts.length; index += STRIDE) {
    weight += at(counts, index + 1);
    count += at(counts, index + 2);
  }
  return { weight, count };
}

/** When the last of them ends. */
export function lastEnd(counts: WindowCounts, window: number): number {
  return counts.length === 0 ? Number.NEGATIVE_INFINITY : at(counts, counts.length - STRIDE) + window;
}

/** When so few are left that their number is below a limit, if nothing is added and as many count now. */
export function whenBelow(counts: WindowCounts, limit: number, window: number, now: number): number {
  let { count } = addUp(counts, window, now);
  let index = firstCounting(counts, window, now);
  for (; index < counts.length; index += STRIDE) {
    count -= at(counts, index + 2);
    if (count < limit) break;
  }
  return at(counts, index) + window;
}

/** A copy that is as many milliseconds later, or earlier where it is negative. */
export function shift(counts: WindowCounts, by: number): WindowCounts {
  return counts.map((value, index) => (index % STRIDE === 0 ? value + by : value));
}

/** All that counts, one by one. */
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

/** A copy in which each time is the difference to the one before: so its text is half as long. */
export function packCounts(counts: WindowCounts): readonly number[] {
  return counts.map((value, index) => (index % STRIDE === 0 && index > 0 ? value - at(counts, index - STRIDE) : value));
}

/** What `packCounts` was given. */
export function unpackCounts(packed: readonly number[]): WindowCounts {
  let last = 0;
  return packed.map((value, index) => {
    if (index % STRIDE !== 0) return value;
    last += value;
    return last;
  });
}

/** Something counts until, and not at, the end of its window. */
function firstCounting(counts: WindowCounts, window: number, now: number): number {
  let start = 0;
  while (start < counts.length && now - at(counts, start) >= window) start += STRIDE;
  return start;
}

function at(counts: WindowCounts, index: number): number {
  return counts[index] ?? 0;
}
