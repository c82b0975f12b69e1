import { LONGEST_LINE } from '../format/line.ts';
import type { ByteSource } from './read-lines.ts';

const CHUNK = 256 * 1024;
const NEWLINE = 0x0a;

/** What follows a line, which is read before it: an earlier one, the one before so many bytes that are no lines, or none. */
export type Next = 'go on' | 'stop' | { readonly skip: number };

/**
 * Reads the lines of a file from a place to its beginning, the last one first.
 *
 * @param to where to begin: just behind the end of a line
 * @param take gets each line where it stands in a buffer that will be used again, its line end left out
 * @returns where the last line begins that was read; undefined where a line has no end, or is longer than any
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
      // It begins before what was read, unless that is the beginning of the file.
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
      // A line that fills the whole buffer needs a larger one.
      if (buffer.length > LONGEST_LINE) return undefined;
      buffer = Buffer.allocUnsafe(buffer.length * 2);
    }
  }
  return position;
}

/** Where the line ends that is before bytes which are no lines: they may have been given a line end that is not counted. */
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
