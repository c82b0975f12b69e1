import { setTimeout as sleep } from 'node:timers/promises';
import type { Refused } from '@agent-safe/core';

/** `waiting`: not yet. `effect_missing`: not, and waiting will not change it. */
export type Observation = { readonly ok: true } | Refused<'waiting' | 'effect_missing'>;

export function observed(): Observation {
  return { ok: true };
}

export function waiting(reason: string): Observation {
  return { ok: false, code: 'waiting', reason };
}

export function effectMissing(reason: string): Observation {
  return { ok: false, code: 'effect_missing', reason };
}

/** Milliseconds between two looks. Most effects are there at once. */
const FIRST = 100;
const LONGEST = 2_000;

export interface WaitOptions {
  /** Ends the waiting. */
  readonly signal: AbortSignal;
  /** Whether a later look may succeed where one has thrown this error. Other errors are thrown. */
  readonly isTransient: (error: unknown) => boolean;
  /** Milliseconds until the second look: 100. Each later pause is longer, up to 2 s. */
  readonly pause?: number;
}

/**
 * Looks again and again until an effect is observed, or never will be, or the time is over.
 *
 * @returns the last observation
 */
export async function waitUntil(
  look: () => Promise<Observation>,
  { isTransient, pause: first = FIRST, signal }: WaitOptions,
): Promise<Observation> {
  let last = waiting('Nobody has looked yet.');
  for (let pause = first; ; pause = Math.min(LONGEST, pause * 1.5)) {
    try {
      last = await look();
      if (last.ok || last.code === 'effect_missing') return last;
    } catch (error) {
      if (signal.aborted) return last;
      if (!isTransient(error)) throw error;
      last = waiting(error instanceof Error ? error.message : String(error));
    }
    await sleep(pause, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return last;
  }
}
