import type { FileHandle } from 'node:fs/promises';
import { LONGEST_LINE } from '../format/line.ts';

const CHUNK = 1024 * 1024;
const NEWLINE = 0x0a;

/** A source of bytes, such as a file. */
export interface ByteSource {
  /** Reads bytes into the buffer and resolves to their number; 0 at the end. */
  read(buffer: Uint8Array, position: number): Promise<number>;
}

/** Returns the source of an open file. */
export function sourceOf(file: FileHandle): ByteSource {
  return {
    read: async (buffer, position) => (await file.read(buffer, 0, buffer.length, position)).bytesRead,
  };
}

/**
 * Reads the lines of a part of a file, in constant memory. A line that is longer than the longest line of a log is passed on in
 * pieces. Only the last piece has a line end.
 *
 * @param take receives each line as a range of a buffer, without its line end, and whether a line end follows. The buffer is reused.
 *   It returns false to stop
 * @param from offset of the first line
 * @param to offset of the end. Bytes that are appended meanwhile are not read
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
    // The line fills the whole buffer, so a larger buffer is needed.
    if (filled === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2);
  }
}
