import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/**
 * Resolves the links in the path of a log. The lock file and other files are beside the real file, so that all
 * processes use the same ones.
 */
export function realLogPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return realMissingPath(resolve(path));
  }
}

/** Resolves the path of a file that does not exist yet. */
function realMissingPath(path: string): string {
  try {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found?.isSymbolicLink() === true) return resolve(dirname(path), readlinkSync(path));
    return join(realpathSync(dirname(path)), basename(path));
  } catch {
    return path;
  }
}
