import { closeSync, openSync, statSync } from 'node:fs';

const SQLITE_BUSY = 5;

/** Whether another connection holds the lock. */
export function isBusy(error: unknown): boolean {
  return primaryCode(error) === SQLITE_BUSY;
}

/**
 * Returns the primary result code of an SQLite error, without the extended bits; undefined for other errors.
 *
 * @see https://www.sqlite.org/rescode.html
 */
export function primaryCode(error: unknown): number | undefined {
  const { errcode } = error as { readonly errcode?: number };
  return errcode === undefined ? undefined : errcode & 0xff;
}

/**
 * Loads `node:sqlite` on first use. Suppresses the warning of Node 22 that it is experimental: users of the CLI cannot
 * act on it.
 */
export function loadSqlite(): typeof import('node:sqlite') {
  const emitWarning: typeof process.emitWarning = Reflect.get(process, 'emitWarning');
  process.emitWarning = () => undefined;
  try {
    return process.getBuiltinModule('node:sqlite');
  } finally {
    process.emitWarning = emitWarning;
  }
}

/**
 * Creates the file of a database if it is missing, readable only by its owner: every user who can read the file can
 * lock it. An existing file is not opened, because POSIX frees all locks of a process on a file when the process closes
 * it.
 */
export function makePrivateFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/**
 * Returns an id of the file at a path, from device and inode; undefined if there is no file. Does not open the file.
 */
export function identifyFile(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? undefined : `${found.dev}:${found.ino}`;
}
