import type { FileHandle } from 'node:fs/promises';
import { AgentSafeError, type LogLine } from '@agent-safe/core';
import { LONGEST_LINE } from '../format/line.ts';
import { readLine } from '../format/read-line.ts';
import { openLogFile, readLogFiles } from './log-sizes.ts';
import { readLines, sourceOf } from './read-lines.ts';

const CHUNK = 64 * 1024;
const NEWLINE = 0x0a;

/** Whether anything of a log is there: a project that has decided nothing yet has none. @param path of the log */
export async function logExists(path: string): Promise<boolean> {
  return (await readLogFiles(path)).length > 0;
}

/** How many lines a log has. @param path of the log */
export async function countLines(path: string): Promise<number> {
  let count = 0;
  for (const file of await readLogFiles(path)) {
    const handle = await openLogFile(path, file);
    try {
      await readLines(sourceOf(handle), 0, file.size, () => {
        count += 1;
        return true;
      });
    } finally {
      await handle.close();
    }
  }
  return count;
}

/**
 * The lines of a log from the last to the first, its closed files included: those that matter most are read first, and
 * nobody reads the whole of a large log to see its end.
 *
 * @throws AgentSafeError ERR_AUDIT_INVALID where there is no log, or it cannot be read
 */
export async function* readBackwards(path: string): AsyncGenerator<LogLine, void, undefined> {
  const files = await readLogFiles(path);
  if (files.length === 0) throw new AgentSafeError('ERR_AUDIT_INVALID', `There is no audit log at ${path}.`);
  for (const file of files.toReversed()) {
    const handle = await openLogFile(path, file);
    try {
      yield* readFileBackwards(handle, file.size);
    } finally {
      await handle.close();
    }
  }
}

/** The lines of one file, from the last to the first. */
export async function* readFileBackwards(file: FileHandle, size: number): AsyncGenerator<LogLine, void, undefined> {
  /** The beginning of what was read that is not a whole line yet. */
  let rest: Buffer = Buffer.alloc(0);
  let isTooLong = false;
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - CHUNK);
    const chunk = Buffer.alloc(end - start);
    await file.read(chunk, 0, chunk.length, start);
    let bytes: Buffer = rest.length === 0 ? chunk : Buffer.concat([chunk, rest]);
    // The line end of the last line of all is not the beginning of another.
    if (end === size && bytes.at(-1) === NEWLINE) bytes = bytes.subarray(0, -1);
    for (let newline = bytes.lastIndexOf(NEWLINE); newline >= 0; newline = bytes.lastIndexOf(NEWLINE)) {
      yield isTooLong ? { damaged: true } : toLine(bytes.subarray(newline + 1));
      isTooLong = false;
      bytes = bytes.subarray(0, newline);
    }
    // What is longer than any line is none: it is not kept.
    if (bytes.length > LONGEST_LINE) isTooLong = true;
    rest = isTooLong ? Buffer.alloc(0) : bytes;
    end = start;
  }
  if (size > 0) yield isTooLong ? { damaged: true } : toLine(rest);
}

export function toLine(bytes: Buffer): LogLine {
  const read = readLine(bytes, 0, bytes.length);
  return typeof read === 'string' ? { damaged: true } : { event: read.event };
}
