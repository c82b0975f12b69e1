import type { LimitEffect } from '@agent-safe/sdk';

/** The effect of a limit as JSON, with its time in RFC 3339. */
export function toLimitDocument(limit: LimitEffect | null) {
  if (limit === null) return null;
  return { ...limit, until: limit.until === null ? null : new Date(limit.until).toISOString() };
}
