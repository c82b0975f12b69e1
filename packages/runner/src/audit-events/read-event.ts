import type { LoggedEvent } from '@agent-safe/audit';
import { isJsonArray, type JsonObject, type JsonValue } from '@agent-safe/core';
import { LONGEST_TIMEOUT } from '../run/time-limit.ts';

/** Milliseconds that a run may continue after its deadline. They cover the difference between the clocks of two machines. */
const MARGIN = 60_000;

/** Returns the value if it is a string, and null otherwise. The fields of a log may have wrong types. */
export function readText(value: JsonValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

/** Returns the strings of an array, and an empty array for any other value. */
export function readTexts(value: JsonValue | undefined): readonly string[] {
  return value !== undefined && isJsonArray(value) ? value.filter((member) => typeof member === 'string') : [];
}

/** Returns the value if it is an object, and null otherwise. */
export function readObject(value: JsonValue | undefined): JsonObject | null {
  return typeof value === 'object' && value !== null && !isJsonArray(value) ? value : null;
}

/**
 * Returns the latest time at which the process that recorded an event can still work on it, in milliseconds since 1970 (UTC).
 * If the event has no deadline, the longest possible timeout applies.
 */
export function latestEnd(event: LoggedEvent): number {
  const deadline = Date.parse(readText(event.deadline) ?? '');
  if (!Number.isNaN(deadline)) return deadline + MARGIN;
  const recorded = Date.parse(readText(event.timestamp) ?? '');
  return Number.isNaN(recorded) ? 0 : recorded + LONGEST_TIMEOUT * 1_000 + MARGIN;
}
