import { onTestFinished } from 'vitest';

/** A store that is open and empty. */
export interface OpenedStore<Store> {
  readonly store: Store;
  /** Frees all that it holds. */
  readonly close: () => void | Promise<void>;
  /** How many entries it holds, where it can tell. */
  readonly size?: (() => number | Promise<number>) | undefined;
}

/**
 * Opens a fresh store.
 *
 * @param clock milliseconds since 1970, UTC. The store asks it for the time each time anew, and no other clock
 */
export type OpenStore<Store> = (clock: () => number) => OpenedStore<Store> | Promise<OpenedStore<Store>>;

/** A time to begin at. */
export const START = Date.UTC(2026, 0, 1);
export const [SECOND, MINUTE, DAY, YEAR] = [1_000, 60_000, 86_400_000, 31_536_000_000];

/** A clock that is set by the test, and a store that lives by it until the test ends. */
export async function openForTest<Store>(
  open: OpenStore<Store>,
): Promise<OpenedStore<Store> & { readonly time: { now: number } }> {
  const time = { now: START };
  const opened = await open(() => time.now);
  onTestFinished(() => opened.close());
  return { ...opened, time };
}

/** The same within a law, which needs many. */
export async function withStore<Store>(
  open: OpenStore<Store>,
  use: (store: Store, time: { now: number }) => Promise<void>,
): Promise<void> {
  const time = { now: START };
  const opened = await open(() => time.now);
  try {
    await use(opened.store, time);
  } finally {
    await opened.close();
  }
}
