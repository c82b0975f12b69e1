import type { Refused } from '@agent-safe/core';

/** Returns a refusal of a backup or a restore. */
export function refuse<Code extends string>(code: Code, reason: string): Refused<Code> {
  return { ok: false, code, reason };
}
