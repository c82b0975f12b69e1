import { onTestFinished } from 'vitest';

/** Open and empty store. */
export interface OpenedStore<Store> {
  readonly store: Store;
  /** Releases the resources of the store. */
  readonly close: () => void | Promise<void>;
  /** Returns the number of entries. Optional. */
  readonly size?: (() => number | Promise<number>) | undefined;
}

/** Opens an empty store.
 *
 * @param clock returns the time in milliseconds since 1970 (UTC). The store reads this clock at each call, and no other clock
 */
export type OpenStore<Store> = (clock: () => number) => OpenedStore<Store> | Promise<OpenedStore<Store>>;

/** Start time of the tests. */
export const START = Date.UTC(2026, 0, 1);
export const [SECOND, MINUTE, DAY, YEAR] = [1_000, 60_000, 86_400_000, 31_536_000_000];

/** Opens a store with a clock that the test sets. The store is closed when the test ends. */
export async function openForTest<Store>(
  open: OpenStore<Store>,
): Promise<OpenedStore<Store> & { readonly time: { now: number } }> {
  const time = { now: START };
  const opened = await open(() => time.now);
  onTestFinished(() => opened.close());
  return { ...opened, time };
}

/** Opens a store for one run of a law, and closes it afterwards. */
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
