import type { Size } from './sizes.ts';
import type { Timing } from './timing.ts';

/** Measurements of one world. */
export interface Row {
  readonly size: Size;
  /** Milliseconds to construct the Pdp. */
  readonly loadTime: number;
  readonly timings: ReadonlyMap<string, Timing>;
}

/** Largest microseconds per decision, and smallest ratio to the fastest peer. */
const LIMITS: Readonly<Partial<Record<Size, { readonly time: number; readonly ratio?: number }>>> = {
  10: { time: 1, ratio: 3 },
  1000: { time: 1.2, ratio: 30 },
  100000: { time: 2 },
};

/** Largest factor by which a decision may become slower from 10 rules to 10,000 and 100,000. */
const GROWTH_LIMIT = 2;

export function printTimes(rows: readonly Row[], engines: readonly string[]): void {
  printTable(
    ['µs per decision', ...engines],
    rows.map(({ size, timings }) => [describeSize(size), ...engines.map((name) => format(timings.get(name)?.warm))]),
  );
  const partly = rows.flatMap(({ size, timings }) =>
    [...timings]
      .filter(([, { checked }]) => checked < 1_000)
      .map(([name, { checked }]) => `${name}, ${describeSize(size)}: ${checked}`),
  );
  console.log('\nA dash marks an engine that takes too long to load or to decide.');
  if (partly.length > 0) console.log(`Fewer requests, because all would take too long: ${partly.join('; ')}.`);
}

export function printRatios(rows: readonly Row[], own: string, peers: readonly string[]): void {
  const lines = rows.map(({ size, timings }) => {
    const time = timings.get(own)?.warm ?? Number.NaN;
    const [fastest, name] = peers
      .map((peer) => [timings.get(peer)?.warm ?? Number.POSITIVE_INFINITY, peer] as const)
      .reduce((best, peer) => (peer[0] < best[0] ? peer : best));
    const isAny = Number.isFinite(fastest);
    const { ratio, time: limit } = LIMITS[size] ?? {};
    return [
      describeSize(size),
      `${format(time)} µs`,
      limit === undefined ? '' : `${limit} µs`,
      isAny ? `${name}, ${format(fastest)} µs` : '–',
      isAny ? `${format(fastest / time)}×` : '–',
      ratio === undefined ? '' : `${ratio}×`,
    ];
  });
  console.log();
  printTable(['', own, 'limit', 'fastest peer', `peer ÷ ${own}`, 'at least'], lines);
}

export function printGrowth(rows: readonly Row[], own: string): void {
  const least = rows[0]?.timings.get(own)?.warm ?? Number.NaN;
  const lines = rows.map(({ loadTime, size, timings }) => {
    const { first = Number.NaN, warm = Number.NaN } = timings.get(own) ?? {};
    const isLimited = size === 10_000 || size === 100_000;
    const growth = `${format(warm / least)}×`;
    return [
      describeSize(size),
      growth,
      isLimited ? `${GROWTH_LIMIT}×` : '',
      `${format(loadTime)} ms`,
      `${format(first)} µs`,
    ];
  });
  console.log();
  printTable([own, 'against 10 rules', 'limit', 'construction', 'each of the first 1,000 decisions'], lines);
}

export function describeSize(size: number): string {
  return `${size.toLocaleString('en-US')} rules`;
}

export function format(value: number | undefined): string {
  if (value === undefined) return '–';
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toFixed(value >= 10 ? 1 : 2);
}

export function printTable(head: readonly string[], lines: readonly (readonly string[])[]): void {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  console.log([row(head), `|${'---|'.repeat(head.length)}`, ...lines.map(row)].join('\n'));
}
