import { copyFileSync, existsSync, readdirSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { syncFolder } from '@agent-safe/core/node';
import { markRestore, readRestoreMark } from '../checkpoint/restore-mark.ts';
import { checkpointPath } from '../checkpoint/stored-checkpoint.ts';
import { listFiles, makeArchive } from '../restart/archive-files.ts';

interface Placing {
  /** Folder beside the log with its files, which have their final names. */
  readonly staged: string;
  /** Digest of the backup. */
  readonly digest: string;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  /** Puts the state in place. Called while every process refuses to write. */
  readonly putState: () => void;
}

/** Returns the files of a log that a restore replaces. The positions of destinations stay: they show that a destination is ahead. */
export function listReplaced(path: string): readonly string[] {
  if (!existsSync(dirname(path))) return [];
  const mark = readRestoreMark(path) === undefined ? undefined : checkpointPath(path);
  return listFiles(path).filter((file) => !basename(file).startsWith(`${basename(path)}.ship-`) && file !== mark);
}

/**
 * Puts the files of a restored log in place, and archives those of the log before. After a crash at any moment, either nothing was
 * changed, or every process refuses to write until the same restore runs again. The lock of the log must be held.
 *
 * @returns the folder with the files of the log before; undefined if there was none
 */
export function placeLog(path: string, { at, digest, putState, staged }: Placing): string | undefined {
  const folder = dirname(path);
  const checkpoint = checkpointPath(path);
  const old = listReplaced(path);
  const archive = old.length === 0 ? undefined : makeArchive(path, at);
  const like = statSync(old[0] ?? join(staged, basename(path)));
  if (archive !== undefined && old.includes(checkpoint)) copyFileSync(checkpoint, join(archive, basename(checkpoint)));
  if (archive !== undefined) syncFolder(archive);
  markRestore(path, digest, like);
  syncFolder(folder);
  for (const file of old) {
    if (file !== checkpoint && archive !== undefined) renameSync(file, join(archive, basename(file)));
  }
  if (archive !== undefined) syncFolder(archive);
  putState();
  const names = readdirSync(staged);
  for (const name of names) if (name !== basename(checkpoint)) renameSync(join(staged, name), join(folder, name));
  syncFolder(folder);
  // From here on, the log can be written again.
  if (names.includes(basename(checkpoint))) renameSync(join(staged, basename(checkpoint)), checkpoint);
  else rmSync(checkpoint);
  syncFolder(folder);
  rmdirSync(staged);
  return archive;
}
