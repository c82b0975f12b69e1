import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/**
 * Where a log is, whatever links lead to it: its lock and its other files lie beside the file itself, so that all who use
 * it use the same ones.
 */
export function realLogPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return realMissingPath(resolve(path));
  }
}

/** A file that is not there yet: where it will be made. */
function realMissingPath(path: string): string {
  try {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found?.isSymbolicLink() === true) return resolve(dirname(path), readlinkSync(path));
    return join(realpathSync(dirname(path)), basename(path));
  } catch {
    return path;
  }
}
