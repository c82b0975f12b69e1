import type { FileHandle } from 'node:fs/promises';
import { AgentSafeError, type LogLine } from '@agent-safe/core';
import { LONGEST_LINE } from '../format/line.ts';
import { readLine } from '../format/read-line.ts';
import type { EventPlace } from './find-place.ts';
import { openLogFile, presentFiles, readFileLines, readLogFiles, startOf } from './log-sizes.ts';

const CHUNK = 64 * 1024;
const NEWLINE = 0x0a;

/** Returns whether a log exists. A project without decisions has no log yet. @param path of the log */
export async function logExists(path: string): Promise<boolean> {
  return (await readLogFiles(path)).length > 0;
}

/** Counts the lines of a log, including the archived events. @param path of the log */
export async function countLines(path: string): Promise<number> {
  const files = await readLogFiles(path);
  let count = startOf(files).seq;
  for (const file of presentFiles(files)) {
    await readFileLines(path, file, 0, () => {
      count += 1;
      return true;
    });
  }
  return count;
}

/**
 * Yields the lines of a log from the last to the first, closed files included. The end of a large log can thus be read without
 * reading the whole log. It ends before archived events.
 *
 * @param isLocked whether the caller holds the lock of the log
 * @param options.before only the lines before this place
 * @param options.text only lines with these bytes. A damaged line without them is left out, too
 * @throws AgentSafeError ERR_AUDIT_INVALID if there is no log, or if it cannot be read
 */
export async function* readBackwards(
  path: string,
  isLocked = false,
  { before, text }: { readonly before?: EventPlace | undefined; readonly text?: string | undefined } = {},
): AsyncGenerator<LogLine, void, undefined> {
  const files = await readLogFiles(path, isLocked);
  if (files.length === 0)
    throw new AgentSafeError('ERR_AUDIT_INVALID', `There is no audit log at ${path}. Check the path.`);
  const present = presentFiles(files);
  const last = before === undefined ? present.length - 1 : present.findIndex(({ id }) => id === before.file.id);
  for (const file of present.slice(0, last + 1).toReversed()) {
    const handle = await openLogFile(path, file);
    const size = file.id === before?.file.id ? before.offset : file.size;
    try {
      yield* readFileBackwards(handle, size, text);
    } finally {
      await handle.close();
    }
  }
}

/** Yields the lines of one file, from the last to the first. */
export async function* readFileBackwards(
  file: FileHandle,
  size: number,
  text?: string,
): AsyncGenerator<LogLine, void, undefined> {
  const isWanted = (bytes: Buffer) => text === undefined || bytes.includes(text);
  /** The bytes read so far of a line whose beginning was not read yet. */
  let rest: Buffer = Buffer.alloc(0);
  let isTooLong = false;
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - CHUNK);
    const chunk = Buffer.alloc(end - start);
    await file.read(chunk, 0, chunk.length, start);
    let bytes: Buffer = rest.length === 0 ? chunk : Buffer.concat([chunk, rest]);
    // The line end of the last line does not begin another line.
    if (end === size && bytes.at(-1) === NEWLINE) bytes = bytes.subarray(0, -1);
    for (let newline = bytes.lastIndexOf(NEWLINE); newline >= 0; newline = bytes.lastIndexOf(NEWLINE)) {
      const line = bytes.subarray(newline + 1);
      if (isTooLong) yield { damaged: true };
      else if (isWanted(line)) yield toLine(line);
      isTooLong = false;
      bytes = bytes.subarray(0, newline);
    }
    // Bytes longer than the longest line are not an event, so they are dropped.
    if (bytes.length > LONGEST_LINE) isTooLong = true;
    rest = isTooLong ? Buffer.alloc(0) : bytes;
    end = start;
  }
  if (isTooLong) yield { damaged: true };
  else if (size > 0 && isWanted(rest)) yield toLine(rest);
}

export function toLine(bytes: Buffer): LogLine {
  const read = readLine(bytes, 0, bytes.length);
  return typeof read === 'string' ? { damaged: true } : { event: read.event };
}
