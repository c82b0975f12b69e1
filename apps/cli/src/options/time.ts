import { UsageError } from '../command/command.ts';

export const DAY = 86_400_000;
const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: DAY } as const;

/**
 * Reads a time option: an age such as `7d`, or a date.
 *
 * @param now milliseconds since 1970, UTC
 * @returns milliseconds since 1970, UTC; undefined without the option
 * @throws UsageError
 */
export function readTime(given: string | undefined, option: string, now: number): number | undefined {
  if (given === undefined) return undefined;
  const [, count, unit] = /^(\d{1,9})([smhd])$/.exec(given) ?? [];
  if (count !== undefined && unit !== undefined) return now - Number(count) * UNITS[unit as keyof typeof UNITS];
  const time = /^\d{4}-\d{2}-\d{2}/.test(given) ? Date.parse(given) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new UsageError(
    `${option} is not a time. Give a span such as 90s, 30m, 2h or 7d, or a date such as 2026-01-31T12:00:00Z.`,
  );
}
