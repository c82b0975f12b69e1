import { constants, lstatSync, mkdirSync, rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { BACKUP_LOG, BACKUP_MANIFEST, type BackupFile, type BackupManifest } from '@agent-safe/audit';
import { describeCause, type Refused } from '@agent-safe/core';
import { copyFile, hashFile, syncFolder } from '@agent-safe/core/node';

/** Access rights that no restored file has: writable by every user, and executable. */
const FORBIDDEN_MODE = 0o113;
const LONGEST_MANIFEST = 1_000_000;

export type StageResult = { readonly ok: true } | Refused<'backup_changed' | 'backup_missing'>;

/** Reads the manifest of a backup. Links are not followed. */
export async function readManifestText(
  folder: string,
): Promise<{ readonly ok: true; readonly text: string } | Refused<'backup_missing'>> {
  const missing = (why: string): Refused<'backup_missing'> => {
    const reason = `There is no complete backup at ${folder}: ${why}. Give the folder that "agent-safe backup" made.`;
    return { ok: false, code: 'backup_missing', reason };
  };
  try {
    const file = await openFile(folder, BACKUP_MANIFEST);
    try {
      if ((await file.stat()).size > LONGEST_MANIFEST) return missing(`${BACKUP_MANIFEST} is too long`);
      return { ok: true, text: await file.readFile('utf8') };
    } finally {
      await file.close();
    }
  } catch (error) {
    return missing(`${BACKUP_MANIFEST} cannot be read (${describeCause(error)})`);
  }
}

/** Checks the files of a backup without copying them. */
export function checkFiles(folder: string, files: readonly BackupFile[]): Promise<StageResult> {
  return eachFile(folder, files, (file, { bytes }) => hashFile(file, bytes));
}

/**
 * Copies the files of the log into a new folder, with the names that they will have. The copies are checked, so a later change of the
 * backup changes nothing.
 *
 * @param log path that the log will have
 */
export async function stageLog(
  folder: string,
  { files }: BackupManifest,
  log: string,
  staged: string,
): Promise<StageResult> {
  mkdirSync(staged, { mode: 0o700 });
  const own = files.filter(({ path }) => path.startsWith('log/'));
  const done = await eachFile(folder, own, (file, { bytes, mode, path }) =>
    copyFile(file, join(staged, nameOf(path, log)), bytes, Number.parseInt(mode, 8) & ~FORBIDDEN_MODE),
  );
  syncFolder(staged);
  return done;
}

/** Copies one file of the backup. */
export async function stageFile(
  folder: string,
  { files }: BackupManifest,
  path: string,
  target: string,
): Promise<StageResult> {
  rmSync(target, { force: true });
  const own = files.filter((file) => file.path === path);
  return eachFile(folder, own, (file, { bytes }) => copyFile(file, target, bytes));
}

async function eachFile(
  folder: string,
  files: readonly BackupFile[],
  read: (file: FileHandle, described: BackupFile) => Promise<string>,
): Promise<StageResult> {
  for (const described of files) {
    const { bytes, path, sha256 } = described;
    let why: string | undefined;
    try {
      const file = await openFile(folder, path);
      try {
        if ((await file.stat()).size !== bytes) why = 'its size differs from the manifest';
        else if ((await read(file, described)) !== sha256) why = 'its content differs from the manifest';
      } finally {
        await file.close();
      }
    } catch (error) {
      // The target may be on a full disk.
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw error;
      why = `it cannot be read (${describeCause(error)})`;
    }
    if (why === undefined) continue;
    const reason = `The backup was changed or is damaged: ${join(folder, path)}: ${why}. Use another backup.`;
    return { ok: false, code: 'backup_changed', reason };
  }
  return { ok: true };
}

/** Opens a regular file of the backup. @throws errors of `node:fs`, also if the file or its folder is a link */
async function openFile(folder: string, path: string): Promise<FileHandle> {
  const parent = dirname(join(folder, path));
  if (!lstatSync(parent).isDirectory() && parent !== folder) throw new Error(`${parent} is not a folder`);
  const file = await open(
    join(folder, path),
    constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
  );
  const found = await file.stat();
  if (found.isFile()) return file;
  await file.close();
  throw new Error('it is not a regular file');
}

/** Returns the name of a file of the log, given the path of the log here. */
function nameOf(path: string, log: string): string {
  const name = basename(path);
  if (name.startsWith(BACKUP_LOG)) return `${basename(log)}${name.slice(BACKUP_LOG.length)}`;
  const extension = extname(log);
  return `${basename(log, extension)}${/\.\d+\./.exec(name)?.[0].slice(0, -1) ?? ''}${extension}`;
}

/** Whether a path leads to something, also if it is a link to nothing. */
export function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
