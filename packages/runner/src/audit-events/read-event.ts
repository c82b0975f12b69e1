import type { LoggedEvent } from '@agent-safe/audit';
import { isJsonArray, type JsonObject, type JsonValue } from '@agent-safe/core';
import { LONGEST_TIMEOUT } from '../run/time-limit.ts';

/** Milliseconds after its deadline that a run may still go on: clocks of machines differ. */
const MARGIN = 60_000;

/** A text of an event; null where it is none. The text of a log is not trusted to have the right types. */
export function readText(value: JsonValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

export function readTexts(value: JsonValue | undefined): readonly string[] {
  return value !== undefined && isJsonArray(value) ? value.filter((member) => typeof member === 'string') : [];
}

export function readObject(value: JsonValue | undefined): JsonObject | null {
  return typeof value === 'object' && value !== null && !isJsonArray(value) ? value : null;
}

/**
 * When the process that recorded an event has surely ended its work, or is dead: milliseconds since 1970, UTC. If the event has no
 * deadline, the longest possible timeout counts.
 */
export function surelyOver(event: LoggedEvent): number {
  const deadline = Date.parse(readText(event.deadline) ?? '');
  if (!Number.isNaN(deadline)) return deadline + MARGIN;
  const recorded = Date.parse(readText(event.timestamp) ?? '');
  return Number.isNaN(recorded) ? 0 : recorded + LONGEST_TIMEOUT * 1_000 + MARGIN;
}
