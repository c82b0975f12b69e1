import { closeSync, existsSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, type Stats } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { copyFile, type FileAccess, hashFile, setAccess, syncFolder } from '@agent-safe/core/node';
import { replaceLike } from '../checkpoint/replace-like.ts';
import type { SizedFile } from '../read/log-sizes.ts';
import { endPath, startPath } from '../statement/log-start.ts';
import type { ArchivedFile } from '../statement/statement.ts';

/** Returns the path of the file that names an archive which is being made. */
export function journalPath(path: string): string {
  return `${path}.archiving`;
}

/** Returns the path of an archive as its statement has it. An archive beside the log moves with it. */
export function folderName(path: string, folder: string): string {
  const found = relative(dirname(path), folder);
  return found === '' || found.startsWith('..') || isAbsolute(found) ? resolve(folder) : found;
}

/** Creates the folder of an archive. Readers of the log can read the archive. */
export function makeArchiveFolder(folder: string, log: Stats): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const readers = log.mode & 0o044;
  giveAccess(folder, { uid: log.uid, gid: log.gid, mode: 0o700 | readers | (readers >> 2) });
}

function giveAccess(path: string, access: FileAccess): void {
  // Windows has no such rights, and cannot open a folder.
  if (process.platform === 'win32') return;
  const descriptor = openSync(path, 'r');
  try {
    setAccess(descriptor, access);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Puts the files of a log into the folder of an archive, durably. They stay in the log. On the same disk, no byte is copied.
 *
 * @returns the files with their digests
 */
export async function copyFiles(files: readonly SizedFile[], folder: string): Promise<readonly ArchivedFile[]> {
  const archived: ArchivedFile[] = [];
  for (const { firstSeq: first_seq, path, size: bytes } of files) {
    const name = basename(path);
    const target = join(folder, name);
    await linkOrCopy(path, target);
    const sha256 = await digestFile(target);
    archived.push({ name, first_seq, bytes, sha256 });
  }
  return archived;
}

async function linkOrCopy(path: string, target: string): Promise<void> {
  try {
    linkSync(path, target);
    return;
  } catch {
    // Another disk, or a file system without links.
  }
  const source = await open(path);
  try {
    const access = await source.stat();
    await copyFile(source, target, access.size, access.mode & 0o777);
    giveAccess(target, access);
  } finally {
    await source.close();
  }
}

/** Returns the SHA-256 of a file, lowercase hexadecimal. */
export async function digestFile(path: string): Promise<string> {
  const file = await open(path);
  try {
    return await hashFile(file, (await file.stat()).size);
  } finally {
    await file.close();
  }
}

/** Stores two statements in an archive: the earlier one, after which its events begin, if there is one; and the one about its events. */
export function storeStatements(path: string, folder: string, note: string, log: Stats): void {
  const inside = join(folder, basename(path));
  if (existsSync(startPath(path))) replaceLike(startPath(inside), readFileSync(startPath(path), 'utf8'), log);
  replaceLike(endPath(inside), note, log);
  syncFolder(folder);
}
