import type { ChangeFeed } from '@agent-safe/core';

/** Polling interval in milliseconds if no change is announced. */
const SLOWLY = 1_000;
/** Milliseconds until the next poll while a change is being recorded. The interval doubles after each poll. */
const SOON = 20;

/** Result of one poll. */
export type Look<Result> =
  | { readonly done: true; readonly result: Result }
  | {
      readonly done: false;
      /** Milliseconds until the result changes by itself, for example because the request expires. */
      readonly within: number;
      /** Whether a change is being recorded now. */
      readonly soon: boolean;
    };

/**
 * Calls `look` until it is done: after each announced change, and once a second for changes that are not announced.
 *
 * @param pause rejects early when its signal is aborted
 * @throws the reason of the signal, when that is aborted
 */
export async function waitUntil<Result>(
  look: () => Promise<Look<Result>>,
  changes: readonly ChangeFeed[],
  signal: AbortSignal | undefined,
  pause: (milliseconds: number, signal: AbortSignal) => Promise<void>,
): Promise<Result> {
  let wake: () => void = () => undefined;
  // A change during a poll leads to another poll.
  let hasChanged = false;
  const ends = changes.map((feed) =>
    feed.subscribe(() => {
      hasChanged = true;
      wake();
    }),
  );
  try {
    for (let soon = SOON; ; ) {
      hasChanged = false;
      const found = await look();
      signal?.throwIfAborted();
      if (found.done) return found.result;
      soon = found.soon ? soon * 2 : SOON;
      if (hasChanged) continue;
      const stop = new AbortController();
      wake = () => stop.abort();
      const limit = signal === undefined ? stop.signal : AbortSignal.any([stop.signal, signal]);
      const milliseconds = Math.max(1, Math.min(found.soon ? soon / 2 : SLOWLY, SLOWLY, found.within));
      await pause(milliseconds, limit).catch((error: unknown) => {
        if (!limit.aborted) throw error;
      });
    }
  } finally {
    for (const end of ends) end();
  }
}
