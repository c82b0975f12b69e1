import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { identifyFile, replaceFile, syncFolder } from '@agent-safe/core/node';
import { moveAside } from '@agent-safe/store-sqlite';
import { isThere } from './stage-backup.ts';

/** Endings of the files of SQLite. The newest writes are in the second file, so the state exists if any of these files exists. */
const STATE_FILES = ['', '-wal', '-shm'];

/** Finds the first file of a state. @returns undefined if there is no state */
export function findState(state: string): string | undefined {
  return STATE_FILES.map((suffix) => `${state}${suffix}`).find(isThere);
}

/**
 * Replaces a state. The files of the state before stay beside it. Until {@link forgetPlaced}, a note beside the state says which backup
 * the state is from, so that the same command can finish an interrupted restore.
 *
 * @returns the new path of the state before; undefined if there was none
 */
export function putState(state: string, staged: string, digest: string): string | undefined {
  replaceFile(notePath(state), `${digest} ${identifyFile(staged)}\n`);
  const replaced = findState(state) === undefined ? undefined : moveAside(state, 'replaced');
  renameSync(staged, state);
  syncFolder(dirname(state));
  return replaced;
}

/** Whether an interrupted restore of a backup has put the state in place. */
export function isPlaced(state: string, digest: string): boolean {
  const note = notePath(state);
  return existsSync(note) && readFileSync(note, 'utf8') === `${digest} ${identifyFile(state)}\n`;
}

/** Removes what {@link putState} and earlier runs left beside a state. */
export function forgetPlaced(state: string | undefined): void {
  if (state === undefined || !existsSync(dirname(state))) return;
  for (const name of readdirSync(dirname(state))) {
    if (name.startsWith(basename(notePath(state)))) rmSync(join(dirname(state), name), { force: true });
  }
}

/** Path of a copy of a state before it is put in place. */
export function stagedStatePath(state: string, digest: string): string {
  return `${notePath(state)}-${digest.slice(0, 16)}`;
}

/** Lists the copies of states that interrupted runs prepared, also from other backups. */
export function listStagedStates(state: string): readonly string[] {
  const start = `${basename(notePath(state))}-`;
  const names = existsSync(dirname(state)) ? readdirSync(dirname(state)) : [];
  const own = names.filter((name) => name.startsWith(start) && /^[0-9a-f]{16}$/.test(name.slice(start.length)));
  return own.map((name) => join(dirname(state), name));
}

/** Removes a file of SQLite with the files beside it. */
export function removeState(path: string): void {
  for (const suffix of STATE_FILES) rmSync(`${path}${suffix}`, { force: true });
}

function notePath(state: string): string {
  return `${state}.restoring`;
}
