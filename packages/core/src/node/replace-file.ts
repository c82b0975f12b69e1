import { randomUUID } from 'node:crypto';
import { closeSync, fchmodSync, fchownSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

/**
 * Replaces a small file atomically, even if the power fails meanwhile. A link at the path is replaced, not followed.
 *
 * @param mode access rights of the file. Default: only its owner can read it
 * @param owner owner and group of the file. Only root can change the owner. Others can set only a group of their own
 */
export function replaceFile(
  path: string,
  text: string,
  mode = 0o600,
  owner?: { readonly uid: number; readonly gid: number },
): void {
  const beside = `${path}.${randomUUID()}`;
  const descriptor = openSync(beside, 'wx', mode);
  try {
    if (owner !== undefined) setAccess(descriptor, { ...owner, mode });
    const bytes = Buffer.from(text, 'utf8');
    for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
    fsyncSync(descriptor);
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

/** The owner, the group and the access rights of a file. */
export interface FileAccess {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/**
 * Gives an open file an owner, a group and access rights. Only root can change the owner. Others can set only a
 * group of their own. If the group cannot be set, the group of this process gets no rights.
 */
export function setAccess(descriptor: number, { gid, mode, uid }: FileAccess): void {
  const own = process.getuid?.();
  if (own === undefined) return;
  let isGiven = true;
  try {
    fchownSync(descriptor, own === 0 ? uid : own, gid);
  } catch {
    isGiven = false;
  }
  // The mask of the process does not count: the file takes the place of one with these rights.
  fchmodSync(descriptor, mode & (isGiven ? 0o777 : 0o707));
}
