import type { JsonValue } from '@agent-safe/core';

/** The end of the year 9999, the last year that the time format can express. */
const LAST = 253_402_300_799;

/** Whether a value is a time in seconds since 1970. */
export function isTime(value: JsonValue | undefined): value is number {
  return typeof value === 'number' && value >= 0 && value <= LAST;
}
