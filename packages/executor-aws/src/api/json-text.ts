import { canonicalJson, type JsonValue } from '@agent-safe/core';

/** Writes a value as JSON with sorted members, so that equal values have equal texts. */
export function sortedText(value: unknown): string {
  return canonicalJson(value as JsonValue);
}
