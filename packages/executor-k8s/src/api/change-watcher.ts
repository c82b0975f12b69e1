import { setTimeout as sleep } from 'node:timers/promises';

/** Begins to watch a path. @returns once the watch has ended, for whatever reason */
export type StartWatch = (
  path: string,
  resourceVersion: string | undefined,
  signal: AbortSignal,
  onChange: () => void,
) => Promise<void>;

/** Milliseconds between two looks while every path is watched. A watch is a hint: the look decides. */
const WATCHED_PAUSE = 5_000;
/** Milliseconds between two looks at least: several changes are one reason to look. */
const SHORTEST_PAUSE = 50;

/** Wakes a wait when an object that it reads has changed. Without watches it waits as long as it is told. */
export class ChangeWatcher {
  readonly #start: StartWatch;
  readonly #stop = new AbortController();
  readonly #watched = new Set<string>();
  /** Paths whose watch was refused at once, such as by missing rights. They are polled. */
  readonly #refused = new Set<string>();
  #hasChanged = false;
  #wake: () => void = () => undefined;

  constructor(start: StartWatch) {
    this.#start = start;
  }

  /** Watches a path that was read, from the version that was read. */
  add(path: string, resourceVersion: string | undefined): void {
    if (this.#watched.has(path) || this.#refused.has(path) || this.#stop.signal.aborted) return;
    this.#watched.add(path);
    let hasOpened = false;
    const onChange = () => {
      hasOpened = true;
      this.#hasChanged = true;
      this.#wake();
    };
    this.#start(path, resourceVersion, this.#stop.signal, onChange)
      .catch(() => this.#refused.add(path))
      .finally(() => {
        this.#watched.delete(path);
        if (hasOpened) onChange();
      });
  }

  /** Waits until something has changed, at most for some milliseconds. */
  async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    await pauseFor(SHORTEST_PAUSE, signal);
    const longest = this.#watched.size > 0 && this.#refused.size === 0 ? WATCHED_PAUSE : milliseconds;
    if (!this.#hasChanged) {
      const timeout = new AbortController();
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      await Promise.race([woken, pauseFor(longest, AbortSignal.any([signal, timeout.signal]))]);
      timeout.abort();
    }
    this.#hasChanged = false;
  }

  /** Ends every watch. */
  close(): void {
    this.#stop.abort();
  }
}

async function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}
