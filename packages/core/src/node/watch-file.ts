import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { ChangeFeed } from '../ports/change-feed.ts';

/** Milliseconds in which many changes are one. */
const TOGETHER = 10;

/**
 * What any process changes in a file, or in those beside it whose names begin with its name: SQLite writes those first. Where the
 * system cannot watch, it tells nothing.
 *
 * @example
 * const changes = watchFile('.agent-safe/state.db');
 */
export function watchFile(path: string): ChangeFeed {
  return { subscribe: (listener) => watchBeside(path, listener) };
}

function watchBeside(path: string, listener: () => void): () => void {
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
}

function tryToWatch(folder: string, listener: (event: string, file: string | null) => void): FSWatcher | undefined {
  try {
    return watch(folder, { persistent: false }, listener).on('error', () => undefined);
  } catch {
    return undefined;
  }
}
