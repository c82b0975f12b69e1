import type { JsonValue } from '@agent-safe/core';

/** Whether a text may be the id of a token. */
export function isTokenId(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && /^[\w.:-]{16,128}$/.test(value);
}
