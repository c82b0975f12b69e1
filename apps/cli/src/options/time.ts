import { parseInstant, quote } from '@agent-safe/core';
import { UsageError } from '../command/command.ts';
import { readDuration } from './duration.ts';

/** Milliseconds of a day. */
export const DAY = 86_400_000;

/**
 * Reads a time option: an age such as `7d`, a day in UTC, or a time with `Z` or an offset. A time without an offset is refused, because
 * it would depend on the machine.
 *
 * @param now milliseconds since 1970, UTC
 * @returns milliseconds since 1970, UTC; undefined without the option
 * @throws UsageError if it is neither
 */
export function readTime(given: string | undefined, option: string, now: number): number | undefined {
  if (given === undefined) return undefined;
  if (/^\d{1,9}[smhd]$/.test(given)) return now - readDuration(given, option) * 1_000;
  const time = parseInstant(isDay(given) ? `${given}T00:00:00Z` : withSeconds(given));
  if (time !== undefined) return time;
  const examples =
    'an age such as 90s, 30m, 2h or 7d, a date such as 2026-01-31, or a time such as 2026-01-31T12:00:00Z';
  throw new UsageError(`${option} is not a time: ${quote(given)}. ${describeFix(given) ?? `Give ${examples}`}.`);
}

/** Returns whether an option has a date without a time of day. */
export function isDay(given: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(given);
}

/** Seconds may be left out. */
function withSeconds(given: string): string {
  return given.replace(/^(.{10}T\d{2}:\d{2})(?=$|[Z+-])/, '$1:00');
}

function describeFix(given: string): string | undefined {
  if (isDay(given)) return 'Give a date that exists';
  const utc = withSeconds(`${given.replace(' ', 'T')}Z`);
  return parseInstant(utc) === undefined ? undefined : `Add "Z" or an offset: ${utc} is UTC`;
}
