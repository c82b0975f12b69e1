import { closeSync, openSync, statSync } from 'node:fs';

const SQLITE_BUSY = 5;

/** Whether somebody else holds what was asked for. */
export function isBusy(error: unknown): boolean {
  return primaryCode(error) === SQLITE_BUSY;
}

/**
 * What SQLite says went wrong, without the details that it adds in the higher bytes; undefined where the error is not its.
 *
 * @see https://www.sqlite.org/rescode.html
 */
export function primaryCode(error: unknown): number | undefined {
  const { errcode } = error as { readonly errcode?: number };
  return errcode === undefined ? undefined : errcode & 0xff;
}

/** Loaded when it is first needed. Node 22 warns that it is experimental, which is no news to the user of a command. */
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
 * Makes the file of a database, where there is none. SQLite would let others read it, and who can read it can lock it.
 * One that is there is not opened: to close it again would free every lock that this process holds on it, as POSIX has it.
 */
export function makePrivateFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Which file a path leads to, whatever its name; undefined where there is none. It is not opened either. */
export function identifyFile(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? undefined : `${found.dev}:${found.ino}`;
}
