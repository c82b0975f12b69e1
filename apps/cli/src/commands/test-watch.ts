import { existsSync, type FSWatcher, statSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Milliseconds without a change after which a run starts: an editor writes a file in several steps. */
const QUIET = 100;

/** Calls its listener on changes below files and folders, until the returned function is called. */
export type WatchPaths = (paths: readonly string[], listener: () => void) => () => void;

/**
 * Runs at once, and again after each change of the watched paths, until the signal aborts. Changes during a run lead to one more
 * run after it.
 *
 * @param paths returns the files and folders to watch; it is called before each run, since settings may name others then
 */
export async function runOnChange(
  paths: () => readonly string[],
  run: () => Promise<void>,
  signal: AbortSignal,
  watchPaths: WatchPaths = watchFileSystem,
): Promise<void> {
  while (!signal.aborted) {
    // Watching begins before the files are read, so that no change is missed.
    const changed = Promise.withResolvers<void>();
    const stop = watchPaths(paths(), () => changed.resolve());
    const end = () => changed.resolve();
    signal.addEventListener('abort', end, { once: true });
    try {
      await run();
      await changed.promise;
    } finally {
      signal.removeEventListener('abort', end);
      stop();
    }
  }
}

/** Watches by the file system. A listener is called once no change has come for 100 ms. */
const watchFileSystem: WatchPaths = (paths, listener) => {
  let timer: NodeJS.Timeout | undefined;
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(listener, QUIET);
  };
  const watchers = paths.flatMap((path) => watchPath(path, changed));
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
};

/** An editor may replace a file by another one of its name, so the folder of a file is watched. */
function watchPath(path: string, listener: () => void): readonly FSWatcher[] {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  const folder = isFolder ? path : dirname(path);
  if (!existsSync(folder)) return [];
  const watcher = watch(folder, { recursive: isFolder }, (_, file) => {
    if (isFolder || file === null || file === basename(path)) listener();
  });
  // A folder that is removed ends its watcher. The next run reports that the folder is missing.
  return [watcher.on('error', listener)];
}
