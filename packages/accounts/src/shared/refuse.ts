import type { Refused } from '@agent-safe/core';

/** Makes an expected refusal. */
export function refuse<Code extends string>(code: Code, reason: string): Refused<Code> {
  return { ok: false, code, reason };
}

/** Formats a time as RFC 3339, UTC. */
export function toText(time: number): string {
  return new Date(time).toISOString();
}
