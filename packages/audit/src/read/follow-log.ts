import { AgentSafeError, type LogLine } from '@agent-safe/core';
import { readFileLines, readLogFiles, type SizedFile, startOf } from './log-sizes.ts';
import { toLine } from './read-events.ts';

/** Milliseconds between two reads. */
const PAUSE = 200;
/** Maximum number of lines in one read. */
const MOST_AT_ONCE = 1_000;

/**
 * Yields the lines that are appended to a log from now on, until the signal is aborted.
 *
 * @param from size of the log, in bytes over all files, up to which it was read already. Default: its present size
 * @throws AgentSafeError ERR_AUDIT_INVALID if the log is truncated or replaced meanwhile
 */
export async function* followLog(
  path: string,
  signal: AbortSignal,
  from?: number,
): AsyncGenerator<LogLine, void, undefined> {
  let offset = from;
  /** The newest file at the last read. A rotation renames it, but it stays the same file. */
  let newest: string | undefined;
  while (!signal.aborted) {
    const files = await readLogFiles(path);
    const size = files.reduce((sum, file) => sum + file.size, 0);
    offset ??= size;
    // A file that was read to its end may be archived meanwhile.
    const isGone = newest !== undefined && !files.some(({ id }) => id === newest) && offset > startOf(files).offset;
    newest = files.at(-1)?.id;
    if (size < offset || isGone) {
      const summary = `The audit log was truncated or replaced: ${path}. Run "agent-safe audit verify".`;
      throw new AgentSafeError('ERR_AUDIT_INVALID', summary);
    }
    const lines: LogLine[] = [];
    let begin = 0;
    for (const file of files) {
      const start = Math.max(0, offset - begin);
      begin += file.size;
      // The rest of this file comes before the lines of the next file.
      if (lines.length >= MOST_AT_ONCE) break;
      if (start < file.size) offset += await readWholeLines(path, file, start, lines);
    }
    yield* lines;
    if (lines.length === 0) await pause(signal);
  }
}

/** @returns the number of bytes that were read. A line without a line end is left for the next read */
async function readWholeLines(path: string, sized: SizedFile, from: number, lines: LogLine[]): Promise<number> {
  let read = 0;
  await readFileLines(path, sized, from, (bytes, start, end, ended) => {
    if (!ended) return false;
    lines.push(toLine(bytes.subarray(start, end)));
    read += end - start + 1;
    return lines.length < MOST_AT_ONCE;
  });
  return read;
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, PAUSE);
    signal.addEventListener('abort', end, { once: true });
  });
}
