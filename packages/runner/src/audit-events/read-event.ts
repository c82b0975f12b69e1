import type { LoggedEvent } from '@agent-safe/audit';
import { isJsonArray, type JsonObject, type JsonValue } from '@agent-safe/core';
import { LONGEST_TIMEOUT } from '../run/time-limit.ts';

/** Milliseconds after its deadline that a run may still be at it: clocks of machines differ. */
const MARGIN = 60_000;

/** A text of an event; null where it is none. A log is read as what it is: somebody else's text. */
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
 * When whoever recorded an event is surely done with it, or dead: milliseconds since 1970, UTC. Where the event does not say,
 * the longest that anything may take is waited for.
 */
export function surelyOver(event: LoggedEvent): number {
  const deadline = Date.parse(readText(event.deadline) ?? '');
  if (!Number.isNaN(deadline)) return deadline + MARGIN;
  const recorded = Date.parse(readText(event.timestamp) ?? '');
  return Number.isNaN(recorded) ? 0 : recorded + LONGEST_TIMEOUT * 1_000 + MARGIN;
}
