import { type FSWatcher, watch } from 'node:fs';
import type { ChangeFeed } from '@agent-safe/core';

/**
 * Reports changes in a folder. If the system cannot watch folders, it reports nothing: network volumes report no changes of other
 * machines.
 */
export function watchFolder(folder: string): ChangeFeed {
  return {
    subscribe(listener) {
      let watcher: FSWatcher | undefined;
      try {
        watcher = watch(folder, listener).on('error', () => undefined);
      } catch {
        // Without a watcher, the caller learns of changes by polling.
      }
      return () => watcher?.close();
    },
  };
}

/** Reports regularly, whether anything changed or not. */
export function every(milliseconds: number): ChangeFeed {
  return {
    subscribe(listener) {
      const timer = setInterval(listener, milliseconds);
      return () => clearInterval(timer);
    },
  };
}
