import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from './api-error.ts';

/** Milliseconds between two looks: soon at first, as most things are done at once. */
const FIRST = 100;
const LONGEST = 2_000;

/**
 * Looks again and again until something is so, or the time is over.
 *
 * @param look answers what there is to wait for; undefined where it is so
 * @returns undefined where it is so, else the last that was waited for
 */
export async function waitUntil(
  look: () => Promise<string | undefined>,
  signal: AbortSignal,
): Promise<string | undefined> {
  let waiting: string | undefined = 'Nobody has looked yet.';
  for (let pause = FIRST; ; pause = Math.min(LONGEST, pause * 1.5)) {
    try {
      waiting = await look();
      if (waiting === undefined) return undefined;
      await sleep(pause, undefined, { signal });
    } catch (error) {
      if (signal.aborted) return waiting;
      // A server that does not answer for a moment may answer the next time.
      if (!(error instanceof ApiError) || error.isRefusal) throw error;
      waiting = error.message;
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  }
}
