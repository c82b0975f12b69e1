import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { ChangeFeed } from '../ports/change-feed.ts';

/** Milliseconds within which several changes cause one call. */
const DEBOUNCE = 10;

/**
 * Reports changes of a file by any process, and of files beside it whose names begin with its name, such as the WAL of
 * SQLite. If the system cannot watch files, it reports nothing.
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
    }, DEBOUNCE);
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
