import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { identifyFile, replaceFile, syncFolder } from '@agent-safe/core/node';
import { moveAside } from '@agent-safe/store-sqlite';
import { isThere } from './stage-backup.ts';

/**
 * Replaces a state. The files of the state before stay beside it. Until {@link forgetPlaced}, a note beside the state says which backup
 * the state is from, so that the same command can finish an interrupted restore.
 *
 * @returns the new path of the state before; undefined if there was none
 */
export function putState(state: string, staged: string, digest: string): string | undefined {
  replaceFile(notePath(state), `${digest} ${identifyFile(staged)}\n`);
  const isReplaced = ['', '-wal', '-shm'].some((suffix) => isThere(`${state}${suffix}`));
  const replaced = isReplaced ? moveAside(state, 'replaced') : undefined;
  renameSync(staged, state);
  syncFolder(dirname(state));
  return replaced;
}

/** Whether an interrupted restore of a backup has put the state in place. */
export function isPlaced(state: string, digest: string): boolean {
  const note = notePath(state);
  return existsSync(note) && readFileSync(note, 'utf8') === `${digest} ${identifyFile(state)}\n`;
}

export function forgetPlaced(state: string | undefined): void {
  if (state !== undefined) rmSync(notePath(state), { force: true });
}

function notePath(state: string): string {
  return `${state}.restoring`;
}
