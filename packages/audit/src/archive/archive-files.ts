import { createHash } from 'node:crypto';
import {
  chownSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { syncFolder } from '@agent-safe/core/node';
import { replaceLike } from '../checkpoint/replace-like.ts';
import type { SizedFile } from '../read/log-sizes.ts';
import { startPath } from './log-start.ts';
import type { ArchivedFile } from './statement.ts';

const CHUNK = 1024 * 1024;

/** Returns the path of the statement about the events of an archive, next to them. */
export function endPath(path: string): string {
  return `${path}.end`;
}

/** Returns the path of the file that names an archive which is being made. */
export function journalPath(path: string): string {
  return `${path}.archiving`;
}

/** Returns the path of an archive as its statement has it. An archive beside the log moves with it. */
export function folderName(path: string, folder: string): string {
  const found = relative(dirname(path), folder);
  return found === '' || found.startsWith('..') || isAbsolute(found) ? resolve(folder) : found;
}

/** Creates the folder of an archive. Who may read the log may read the archive. */
export function makeArchiveFolder(folder: string, log: Stats): void {
  rmSync(folder, { recursive: true, force: true });
  const mode = 0o700 | ((log.mode & 0o044) === 0 ? 0 : (log.mode & 0o044) | ((log.mode & 0o044) >> 2));
  mkdirSync(folder, { recursive: true, mode });
  keepGroup(folder, log);
}

/** Gives a file the group of the log, and as root also its owner, as far as the system allows it. */
export function keepGroup(file: string, { gid, uid }: Pick<Stats, 'gid' | 'uid'>): void {
  const isRoot = process.getuid?.() === 0;
  try {
    if (process.getuid !== undefined) chownSync(file, isRoot ? uid : process.getuid(), gid);
  } catch {
    // Only a member of the group may give a file to it.
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
  copyFileSync(path, target);
  const file = await open(target, 'r+');
  try {
    await file.chmod(statSync(path).mode & 0o777);
    await file.sync();
  } finally {
    await file.close();
  }
  keepGroup(target, statSync(path));
}

/** Returns the SHA-256 of a file, lowercase hexadecimal. */
export async function digestFile(path: string): Promise<string> {
  const digest = createHash('sha256');
  const buffer = Buffer.allocUnsafe(CHUNK);
  const file = await open(path);
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, CHUNK);
      if (bytesRead === 0) return digest.digest('hex');
      digest.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

/** Stores the statements of an archive: the one with which its events begin, and the one about them. */
export function storeStatements(path: string, folder: string, note: string, log: Stats): void {
  const inside = join(folder, basename(path));
  if (existsSync(startPath(path))) replaceLike(startPath(inside), readFileSync(startPath(path), 'utf8'), log);
  replaceLike(endPath(inside), note, log);
  syncFolder(folder);
}
