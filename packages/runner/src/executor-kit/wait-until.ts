import type { Refused } from '@agent-safe/core';
import { pauseFor } from './repeat.ts';

/** `waiting`: not observed yet. `effect_missing`: the effect failed, and waiting cannot change that. */
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

/** Milliseconds between two observations. Most effects exist at once. */
const FIRST = 100;
const LONGEST = 2_000;

export interface WaitOptions {
  /** Ends the wait. */
  readonly signal: AbortSignal;
  /** Whether a later observation may succeed after this error. Other errors are thrown. */
  readonly isTransient: (error: unknown) => boolean;
  /** Milliseconds before the second observation. Each later wait is 1.5 times as long, up to 2 s. Default: 100. */
  readonly backoff?: number;
  /** Waits between two observations. An executor that receives change events can end the wait early. Default: a timer. */
  readonly pause?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Repeats an observation until the effect is observed, is known to be missing, or the signal is aborted.
 *
 * @returns the last observation
 */
export async function waitUntil(
  observe: () => Promise<Observation>,
  { backoff = FIRST, isTransient, pause = pauseFor, signal }: WaitOptions,
): Promise<Observation> {
  let last = waiting('The effect was not observed yet.');
  for (let delay = backoff; ; delay = Math.min(LONGEST, delay * 1.5)) {
    try {
      last = await observe();
      if (last.ok || last.code === 'effect_missing') return last;
    } catch (error) {
      if (signal.aborted) return last;
      if (!isTransient(error)) throw error;
      last = waiting(error instanceof Error ? error.message : String(error));
    }
    await pause(delay, signal);
    if (signal.aborted) return last;
  }
}
