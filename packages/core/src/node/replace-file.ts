import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

/**
 * Replaces a small file atomically, even if the power fails meanwhile. A link at the path is replaced, not followed.
 *
 * @param mode access rights of the file. Default: only its owner can read it
 */
export function replaceFile(path: string, text: string, mode = 0o600): void {
  const beside = `${path}.${randomUUID()}`;
  const descriptor = openSync(beside, 'wx', mode);
  try {
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
