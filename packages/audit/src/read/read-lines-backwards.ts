import { LONGEST_LINE } from '../format/line.ts';
import type { ByteSource } from './read-lines.ts';

const CHUNK = 256 * 1024;
const NEWLINE = 0x0a;

/** Next step after a line: read the line before it, stop, or skip so many torn bytes before it. */
export type Next = 'go on' | 'stop' | { readonly skip: number };

/**
 * Reads the lines of a file backwards, from an offset to the beginning of the file.
 *
 * @param to offset right after a line end
 * @param take receives each line as a range of a buffer, without its line end. The buffer is reused
 * @returns the offset of the last line that was read; undefined if a line has no line end or is too long
 */
export async function readLinesBackwards(
  source: ByteSource,
  to: number,
  take: (bytes: Buffer, start: number, end: number, offset: number) => Next,
): Promise<number | undefined> {
  let buffer = Buffer.allocUnsafe(Math.min(CHUNK, Math.max(to, 1)));
  let position = to;
  while (position > 0) {
    const from = Math.max(0, position - buffer.length);
    const bytes = buffer.subarray(0, position - from);
    if (!(await fill(source, bytes, from))) return undefined;
    let end = bytes.length - 1;
    if (bytes[end] !== NEWLINE) return undefined;
    let next: Next = 'go on';
    while (next === 'go on') {
      const start = end === 0 ? 0 : bytes.lastIndexOf(NEWLINE, end - 1) + 1;
      // The line begins before the buffer, unless the buffer begins at the beginning of the file.
      if (start === 0 && from > 0) break;
      next = take(bytes, start, end, from + start);
      position = from + start;
      end = start - 1;
      if (end < 0) break;
    }
    if (next === 'stop') return position;
    if (typeof next === 'object') {
      const before = await findLineEnd(source, position - next.skip);
      if (before === undefined) return undefined;
      position = before;
    } else if (position === from + bytes.length && from > 0) {
      // The line fills the whole buffer, so a larger buffer is needed.
      if (buffer.length > LONGEST_LINE) return undefined;
      buffer = Buffer.allocUnsafe(buffer.length * 2);
    }
  }
  return position;
}

/** Finds the end of the line before torn bytes. The torn bytes may have an additional line end, which their length excludes. */
async function findLineEnd(source: ByteSource, position: number): Promise<number | undefined> {
  for (const place of [position, position - 1]) {
    if (place === 0) return 0;
    const [last] = place < 0 ? [] : await readByte(source, place - 1);
    if (last === NEWLINE) return place;
  }
  return undefined;
}

async function readByte(source: ByteSource, position: number): Promise<readonly number[]> {
  const byte = Buffer.alloc(1);
  return (await fill(source, byte, position)) ? [...byte] : [];
}

async function fill(source: ByteSource, bytes: Buffer, position: number): Promise<boolean> {
  for (let filled = 0; filled < bytes.length; ) {
    const count = await source.read(bytes.subarray(filled), position + filled);
    if (count === 0) return false;
    filled += count;
  }
  return true;
}
