import type { JsonValue } from '@agent-safe/core';

/** Whether a value is a valid token id. */
export function isTokenId(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && /^[\w.:-]{16,128}$/.test(value);
}
