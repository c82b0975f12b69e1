import type { FileHandle } from 'node:fs/promises';
import { LONGEST_LINE } from '../format/line.ts';

const CHUNK = 1024 * 1024;
const NEWLINE = 0x0a;

/** Where bytes are read from. */
export interface ByteSource {
  /** Reads at most as many bytes as the buffer has, and resolves to how many; 0 at the end. */
  read(buffer: Uint8Array, position: number): Promise<number>;
}

/** A file that was opened, as a source. */
export function sourceOf(file: FileHandle): ByteSource {
  return {
    read: async (buffer, position) => (await file.read(buffer, 0, buffer.length, position)).bytesRead,
  };
}

/**
 * Reads the lines of a part of a file, in constant memory: a line that is longer than any line of a log comes in pieces,
 * none of which has a line end but the last.
 *
 * @param take gets each line where it stands in a buffer that will be used again, its line end left out, and whether it had
 *   one; it returns false to stop
 * @param from where the first line begins
 * @param to where to end: bytes that are added while it reads are left out
 */
export async function readLines(
  source: ByteSource,
  from: number,
  to: number,
  take: (bytes: Buffer, start: number, end: number, ended: boolean, offset: number) => boolean,
): Promise<void> {
  let buffer = Buffer.allocUnsafe(Math.min(CHUNK, Math.max(to - from, 1)));
  let filled = 0;
  let position = from;
  for (;;) {
    const wanted = Math.min(buffer.length - filled, to - position);
    const count = wanted === 0 ? 0 : await source.read(buffer.subarray(filled, filled + wanted), position);
    const base = position - filled;
    position += count;
    filled += count;
    let start = 0;
    for (let end = buffer.indexOf(NEWLINE); end >= 0 && end < filled; end = buffer.indexOf(NEWLINE, start)) {
      if (!take(buffer, start, end, true, base + start)) return;
      start = end + 1;
    }
    const isEnd = count === 0 || position >= to;
    if (start < filled && (isEnd || filled - start > LONGEST_LINE)) {
      if (!take(buffer, start, filled, false, base + start)) return;
      start = filled;
    }
    if (isEnd) return;
    buffer.copyWithin(0, start, filled);
    filled -= start;
    // A line that fills the whole buffer needs a larger one.
    if (filled === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2);
  }
}
