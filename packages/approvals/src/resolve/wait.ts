import type { ChangeFeed } from '@agent-safe/core';

/** Milliseconds between two looks where nothing tells of a change. */
const SLOWLY = 1_000;
/** Milliseconds until the next look where something is just being recorded; they double from there. */
const SOON = 20;

/** What one look found. */
export type Look<Result> =
  | { readonly done: true; readonly result: Result }
  | {
      readonly done: false;
      /** Milliseconds until there is something else to see, whatever happens. */
      readonly within: number;
      /** Whether it is about to change. */
      readonly soon: boolean;
    };

/**
 * Looks, and looks again each time that something may have changed; and by itself once a second, for what nothing tells of.
 *
 * @param pause ends early with its signal, and then rejects
 * @throws the reason of the signal, when that is aborted
 */
export async function waitUntil<Result>(
  look: () => Promise<Look<Result>>,
  changes: readonly ChangeFeed[],
  signal: AbortSignal | undefined,
  pause: (milliseconds: number, signal: AbortSignal) => Promise<void>,
): Promise<Result> {
  let wake: () => void = () => undefined;
  // Told while it looks, it looks again.
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
