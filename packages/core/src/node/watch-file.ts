import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/**
 * Tells that something may have changed. It may tell too often, and miss some.
 *
 * @param listener is called without delay, and must be quick
 * @returns what ends it
 */
export type Changes = (listener: () => void) => () => void;

/** Milliseconds in which many changes are one. */
const TOGETHER = 10;

/**
 * What any process changes in a file, or in those beside it whose names begin with its name: SQLite writes those first. Where the
 * system cannot watch, it tells nothing.
 *
 * @example
 * const changes = watchFile('.agent-safe/state.db');
 */
export function watchFile(path: string): Changes {
  return (listener) => {
    const name = basename(path);
    let timer: NodeJS.Timeout | undefined;
    const tell = (_: string, file: string | null) => {
      if (timer !== undefined || (file !== null && !file.startsWith(name))) return;
      timer = setTimeout(() => {
        timer = undefined;
        listener();
      }, TOGETHER);
      timer.unref();
    };
    const watcher = tryToWatch(dirname(path), tell);
    return () => {
      clearTimeout(timer);
      watcher?.close();
    };
  };
}

function tryToWatch(folder: string, listener: (event: string, file: string | null) => void): FSWatcher | undefined {
  try {
    return watch(folder, { persistent: false }, listener).on('error', () => undefined);
  } catch {
    return undefined;
  }
}

/** Changes that this process makes by itself, and hears of at once. */
export class OwnChanges {
  readonly #listeners = new Set<() => void>();

  readonly subscribe: Changes = (listener) => {
    // One that subscribes twice is told twice.
    const own = () => listener();
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  };

  tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
