/**
 * What came within a sliding window, as `[at, weight, count, at, weight, count, …]`, the oldest first. One flat list of numbers,
 * because there may be a million of these. What has ended may still be at its beginning, and does not count.
 */
export type Tallies = number[];

const STRIDE = 3;
/** So many are kept as they came. What comes at the same millisecond is one. */
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
export function addTally(tallies: Tallies, weight: number, window: number, now: number): void {
  dropEnded(tallies, window, now);
  const last = tallies.length - STRIDE;
  if (last >= 0 && at(tallies, last) === now) {
    tallies[last + 1] = at(tallies, last + 1) + weight;
    tallies[last + 2] = at(tallies, last + 2) + 1;
    return;
  }
  tallies.push(now, weight, 1);
  if (tallies.length > MOST * STRIDE) putTogether(tallies, window / PARTS);
}

/** Drops what counts no more. The list itself is changed. */
export function dropEnded(tallies: Tallies, window: number, now: number): void {
  const start = firstCounting(tallies, window, now);
  if (start > 0) tallies.splice(0, start);
}

function putTogether(tallies: Tallies, width: number): void {
  let last = 0;
  for (let index = STRIDE; index < tallies.length; index += STRIDE) {
    const isSamePart = Math.floor(at(tallies, last) / width) === Math.floor(at(tallies, index) / width);
    const weight = at(tallies, index + 1) + (isSamePart ? at(tallies, last + 1) : 0);
    const count = at(tallies, index + 2) + (isSamePart ? at(tallies, last + 2) : 0);
    if (!isSamePart) last += STRIDE;
    tallies[last] = at(tallies, index);
    tallies[last + 1] = weight;
    tallies[last + 2] = count;
  }
  tallies.length = last + STRIDE;
}

/** The sum of what counts. */
export function addUp(tallies: Tallies, window: number, now: number): Total {
  let weight = 0;
  let count = 0;
  for (let index = firstCounting(tallies, window, now); index < tallies.length; index += STRIDE) {
    weight += at(tallies, index + 1);
    count += at(tallies, index + 2);
  }
  return { weight, count };
}

/** When the last of them ends. */
export function lastEnd(tallies: Tallies, window: number): number {
  return tallies.length === 0 ? Number.NEGATIVE_INFINITY : at(tallies, tallies.length - STRIDE) + window;
}

/** When so few are left that their number is below a limit, if nothing is added and as many count now. */
export function whenBelow(tallies: Tallies, limit: number, window: number, now: number): number {
  let { count } = addUp(tallies, window, now);
  let index = firstCounting(tallies, window, now);
  for (; index < tallies.length; index += STRIDE) {
    count -= at(tallies, index + 2);
    if (count < limit) break;
  }
  return at(tallies, index) + window;
}

/** A copy that is as many milliseconds later, or earlier where it is negative. */
export function shift(tallies: Tallies, by: number): Tallies {
  return tallies.map((value, index) => (index % STRIDE === 0 ? value + by : value));
}

/** All that counts, one by one. */
export function listTallies(
  tallies: Tallies,
  window: number,
  now: number,
): readonly (Total & { readonly at: number })[] {
  const start = firstCounting(tallies, window, now);
  return Array.from({ length: (tallies.length - start) / STRIDE }, (_, index) => ({
    at: at(tallies, start + index * STRIDE),
    weight: at(tallies, start + index * STRIDE + 1),
    count: at(tallies, start + index * STRIDE + 2),
  }));
}

/** A copy in which each time is the difference to the one before: so its text is half as long. */
export function packTallies(tallies: Tallies): readonly number[] {
  return tallies.map((value, index) =>
    index % STRIDE === 0 && index > 0 ? value - at(tallies, index - STRIDE) : value,
  );
}

/** What `packTallies` was given. */
export function unpackTallies(packed: readonly number[]): Tallies {
  let last = 0;
  return packed.map((value, index) => {
    if (index % STRIDE !== 0) return value;
    last += value;
    return last;
  });
}

/** Something counts until, and not at, the end of its window. */
function firstCounting(tallies: Tallies, window: number, now: number): number {
  let start = 0;
  while (start < tallies.length && now - at(tallies, start) >= window) start += STRIDE;
  return start;
}

function at(tallies: Tallies, index: number): number {
  return tallies[index] ?? 0;
}
