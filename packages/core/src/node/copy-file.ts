import { createHash } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

const BUFFER = 1024 * 1024;

/**
 * Copies the first bytes of a file to a new file, durably. The new file must not exist: a link in its place is not followed.
 *
 * @param bytes number of bytes. A file that is shorter is an error
 * @param mode access rights of the new file
 * @returns the SHA-256 of the bytes, lowercase hexadecimal
 * @throws errors of `node:fs`, and Error if the file is shorter
 */
export async function copyFile(source: FileHandle, target: string, bytes: number, mode = 0o600): Promise<string> {
  const copy = await open(target, 'wx', 0o600);
  try {
    const sha256 = await readBytes(source, bytes, (part) => copy.writeFile(part));
    chmodSync(target, mode);
    await copy.sync();
    return sha256;
  } finally {
    await copy.close();
  }
}

/** Returns the SHA-256 of the first bytes of a file, lowercase hexadecimal. @throws the errors of {@link copyFile} */
export function hashFile(source: FileHandle, bytes: number): Promise<string> {
  return readBytes(source, bytes, async () => undefined);
}

async function readBytes(source: FileHandle, bytes: number, take: (part: Buffer) => Promise<unknown>): Promise<string> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(Math.min(BUFFER, Math.max(bytes, 1)));
  for (let position = 0; position < bytes; ) {
    const { bytesRead } = await source.read(buffer, 0, Math.min(buffer.length, bytes - position), position);
    if (bytesRead === 0) throw new Error(`the file has only ${position} of ${bytes} bytes`);
    const part = buffer.subarray(0, bytesRead);
    hash.update(part);
    await take(part);
    position += bytesRead;
  }
  return hash.digest('hex');
}
