export const QUARTER = 900_000;
const WEEK = 604_800_000;
/** The first quarters of a span, so that a short span is seen as a whole. */
const FIRST = WEEK + 86_400_000;
/** Most weeks to sample, of all spans. */
const MOST_WEEKS = 600;

/** A time between two ends of periods. In milliseconds since 1970, UTC. */
export interface Span {
  /** Negative infinity for the first span. */
  readonly from: number;
  /** Exclusive. */
  readonly until: number;
}

/**
 * Yields quarters of an hour of a span: its first days, and one week of each month of a year, with the weeks in which clocks have
 * changed in some time zones only.
 *
 * @param zones without other zones than UTC, all weeks are the same
 * @param spans number of all spans. With many, fewer weeks of each are sampled
 */
export function* sampleQuarters({ from, until }: Span, zones: readonly string[], spans: number): Generator<number> {
  const isOnlyUtc = zones.every((zone) => zone === 'UTC');
  if (Number.isFinite(from)) yield* quarters(from, Math.min(from + FIRST, until));
  else if (Number.isFinite(until)) yield* quarters(until - FIRST, until);
  const first = yearOf(from) ?? yearOf(until - WEEK * 53) ?? 2026;
  const years = from === Number.NEGATIVE_INFINITY && until === Number.POSITIVE_INFINITY ? [first] : [first, first + 1];
  const all = years.flatMap(weeksOf).filter((week) => week >= from && week + WEEK <= until);
  const most = Math.max(1, Math.floor(MOST_WEEKS / spans));
  for (const week of all.slice(0, isOnlyUtc ? 1 : most)) yield* quarters(week, week + WEEK);
}

function* quarters(from: number, until: number): Generator<number> {
  for (let at = Math.floor(from / QUARTER) * QUARTER; at < until; at += QUARTER) yield at;
}

function yearOf(at: number): number | undefined {
  return Number.isFinite(at) ? new Date(at).getUTCFullYear() : undefined;
}

function weeksOf(year: number): readonly number[] {
  const months = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((month) => Date.UTC(year, month, 5));
  return months.concat(Date.UTC(year, 2, 16), Date.UTC(year, 2, 30), Date.UTC(year, 9, 26));
}
