import { LONGEST_LINE } from '../format/line.ts';
import { openLogFile, type SizedFile } from './log-sizes.ts';

const NEWLINE = 0x0a;
const BLOCK = 1024 * 1024;

/** Complete lines of a log, or `damaged` for a line that is too long for an event. The bytes are valid until the next block is read. */
export type LogBlock =
  | { readonly bytes: Buffer; readonly offset: number }
  | { readonly damaged: true; readonly offset: number };

/** Returns the size of a log in bytes. */
export function sizeOf(files: readonly SizedFile[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

/**
 * Reads a part of a log in blocks of complete lines, in constant memory. Archived events are skipped.
 *
 * @param from offset of a line, counted over all files
 * @param to offset of the end of a line
 */
export async function* readBlocks(
  path: string,
  files: readonly SizedFile[],
  from: number,
  to: number,
): AsyncGenerator<LogBlock, void, undefined> {
  let begin = 0;
  for (const file of files) {
    const [start, end] = [Math.max(0, from - begin), Math.min(file.size, to - begin)];
    if (start < end && file.archived === undefined) yield* readFileBlocks(path, file, start, end, begin);
    begin += file.size;
  }
}

async function* readFileBlocks(
  path: string,
  sized: SizedFile,
  from: number,
  to: number,
  begin: number,
): AsyncGenerator<LogBlock, void, undefined> {
  const file = await openLogFile(path, sized);
  try {
    const buffer = Buffer.allocUnsafe(Math.min(BLOCK + LONGEST_LINE, to - from));
    let [filled, position, isTooLong] = [0, from, false];
    while (position < to) {
      const { bytesRead } = await file.read(
        buffer,
        filled,
        Math.min(buffer.length - filled, BLOCK, to - position),
        position,
      );
      if (bytesRead === 0) return;
      position += bytesRead;
      filled += bytesRead;
      const lines = position >= to ? filled : buffer.lastIndexOf(NEWLINE, filled - 1) + 1;
      if (isTooLong) {
        const first = buffer.subarray(0, filled).indexOf(NEWLINE) + 1;
        if (first === 0 && position < to) filled = 0;
        if (first === 0) continue;
        isTooLong = false;
        yield { bytes: buffer.subarray(first, lines), offset: begin + position - filled + first };
      } else if (lines > 0) yield { bytes: buffer.subarray(0, lines), offset: begin + position - filled };
      buffer.copyWithin(0, lines, filled);
      filled -= lines;
      // A longer line is no event, so its bytes are not kept.
      if (filled <= LONGEST_LINE) continue;
      yield { damaged: true, offset: begin + position - filled };
      isTooLong = true;
      filled = 0;
    }
  } finally {
    await file.close();
  }
}

/**
 * Yields ranges of complete lines, from the end of a log to its beginning. Each range is in one file. The ranges grow, so that the last
 * lines are found fast.
 */
export async function* rangesBackwards(
  path: string,
  files: readonly SizedFile[],
): AsyncGenerator<{ readonly from: number; readonly to: number }, void, undefined> {
  let [length, end] = [64 * 1024, sizeOf(files)];
  for (const sized of files.toReversed()) {
    if (sized.archived !== undefined) return;
    const begin = end - sized.size;
    const file = await openLogFile(path, sized);
    try {
      for (let to = sized.size; to > 0; ) {
        let from = Math.max(0, to - length);
        if (from > 0) from = await findLine(file, from, to);
        length = Math.min(length * 4, 8 * BLOCK);
        // No line begins in the range, so it must be larger.
        if (from >= to) {
          if (to <= length) from = 0;
          else {
            length = Math.min(length * 4, sized.size);
            continue;
          }
        }
        yield { from: begin + from, to: begin + to };
        to = from;
      }
    } finally {
      await file.close();
    }
    end = begin;
  }
}

/** Returns the offset of the first line that begins at or after `from`; `to` if none begins before `to`. */
async function findLine(file: Awaited<ReturnType<typeof openLogFile>>, from: number, to: number): Promise<number> {
  const bytes = Buffer.allocUnsafe(64 * 1024);
  for (let position = from - 1; position < to; ) {
    const { bytesRead } = await file.read(bytes, 0, Math.min(bytes.length, to - position), position);
    if (bytesRead === 0) return to;
    const newline = bytes.subarray(0, bytesRead).indexOf(NEWLINE);
    if (newline >= 0) return position + newline + 1;
    position += bytesRead;
  }
  return to;
}
