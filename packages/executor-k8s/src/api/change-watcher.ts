import { pauseFor } from '@agent-safe/runner/executor-kit';

/** Starts to watch a path. Resolves when the watch has ended, for any reason. */
export type StartWatch = (
  path: string,
  resourceVersion: string | undefined,
  signal: AbortSignal,
  onChange: () => void,
) => Promise<void>;

/** Polling interval in milliseconds while every path is watched. A watch is only a hint. */
const WATCHED_PAUSE = 5_000;
/** Shortest time between two polls, in milliseconds. Several changes in this time lead to one poll. */
const SHORTEST_PAUSE = 50;

/** Ends a wait early when a watched object changes. Without watches, the wait takes its full time. */
export class ChangeWatcher {
  readonly #start: StartWatch;
  readonly #stop = new AbortController();
  readonly #watched = new Set<string>();
  /** Paths that cannot be watched, for example because of missing permissions. They are polled. */
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

  /** Waits until a watched object changes, or until the given milliseconds have passed. */
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
