import type { JsonValue } from '@agent-safe/core';

/** Returns a member of an event; empty if it is not a text. */
export function readText(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
