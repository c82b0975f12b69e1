import type { JsonValue } from '@agent-safe/core';

/** The year 9999 is the last that a time can be written in. */
const LAST = 253_402_300_799;

/** Whether it is a time in seconds since 1970. */
export function isTime(value: JsonValue | undefined): value is number {
  return typeof value === 'number' && value >= 0 && value <= LAST;
}
