import type { FileHandle } from 'node:fs/promises';
import { openLogFile, presentFiles, type SizedFile } from './log-sizes.ts';

const NEWLINE = 0x0a;
/** A place is exact enough if no more bytes are read in vain. */
const CLOSE = 64 * 1024;
/** The beginning of a line with its number. */
const NUMBER = /^\{"v":1,"seq":(\d{1,16}),/;
const NUMBER_LENGTH = 40;

/** A place in a log: the beginning of an event. */
export interface EventPlace {
  readonly file: Pick<SizedFile, 'id'>;
  /** Offset of its line in the file. */
  readonly offset: number;
  /** Number of the event. */
  readonly seq: number;
}

/**
 * Finds an event shortly after the events with lower numbers than `before`, by a binary search: a page in the middle of a large log is
 * found without reading the events after it.
 *
 * @param files of the log, oldest first
 * @returns undefined if the events must be read from the end: the numbers are lower, or a line has no number
 */
export async function findPlace(
  path: string,
  files: readonly SizedFile[],
  before: number,
): Promise<EventPlace | undefined> {
  let found: EventPlace | undefined;
  for (const file of presentFiles(files).toReversed()) {
    if (file.size === 0) continue;
    const handle = await openLogFile(path, file);
    try {
      const first = await numberAt(handle, 0);
      if (first === undefined) return undefined;
      if (first < before) return (await search(handle, file, before)) ?? found;
      found = { file, offset: 0, seq: first };
    } finally {
      await handle.close();
    }
  }
  return found;
}

async function search(handle: FileHandle, file: SizedFile, before: number): Promise<EventPlace | undefined> {
  let found: EventPlace | undefined;
  let [low, high] = [0, file.size];
  while (high - low > CLOSE) {
    const middle = Math.floor((low + high) / 2);
    const offset = await findLine(handle, middle, high);
    if (offset === undefined) {
      high = middle;
      continue;
    }
    const seq = await numberAt(handle, offset);
    if (seq === undefined) return undefined;
    if (seq < before) low = offset + 1;
    else {
      found = { file, offset, seq };
      high = middle;
    }
  }
  return found;
}

/** Returns the offset of the first line that begins between two offsets; undefined if none does. */
async function findLine(handle: FileHandle, from: number, to: number): Promise<number | undefined> {
  const bytes = Buffer.allocUnsafe(4_096);
  for (let position = from - 1; position < to - 1; ) {
    const { bytesRead } = await handle.read(bytes, 0, Math.min(bytes.length, to - 1 - position), position);
    if (bytesRead === 0) return undefined;
    const newline = bytes.subarray(0, bytesRead).indexOf(NEWLINE);
    if (newline >= 0) return position + newline + 1;
    position += bytesRead;
  }
  return undefined;
}

/** Returns the number of the event whose line begins at an offset; undefined for a line of 0.11 or a damaged line. */
async function numberAt(handle: FileHandle, offset: number): Promise<number | undefined> {
  const bytes = Buffer.alloc(NUMBER_LENGTH);
  const { bytesRead } = await handle.read(bytes, 0, bytes.length, offset);
  const [, number] = NUMBER.exec(bytes.toString('latin1', 0, bytesRead)) ?? [];
  return number === undefined ? undefined : Number(number);
}
