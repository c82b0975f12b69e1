import { dirname } from 'node:path';
import type { LogPlace } from '@agent-safe/core';
import { LONGEST_LINE } from '../format/line.ts';
import { listSegments } from '../format/segments.ts';
import { readLogStart } from '../statement/log-start.ts';
import type { LogFiles } from './log-files.ts';

/**
 * Reads bytes of the log file that begins with the given event. A file that does not exist is not created.
 *
 * @param log path of the newest file
 * @returns undefined if the log has no such bytes, also if they are archived
 */
export async function readPlace(
  log: string,
  files: LogFiles,
  { file_seq, length, offset }: LogPlace,
): Promise<Buffer | undefined> {
  if (length > LONGEST_LINE + 1) return undefined;
  const start = readLogStart(log);
  if (file_seq <= start.seq) return undefined;
  const segments = listSegments(log, await files.list(dirname(log)).catch(() => []));
  const closed = segments.find(({ firstSeq }) => firstSeq === file_seq);
  // The newest file begins after all closed files.
  if (closed === undefined && segments.some(({ firstSeq }) => firstSeq > file_seq)) return undefined;
  const path = closed?.path ?? log;
  const size = (await files.state(path))?.size ?? 0;
  if (size < offset + length) return undefined;
  const file = await files.open(path);
  try {
    const bytes = Buffer.alloc(length);
    return (await file.read(bytes, offset)) === length ? bytes : undefined;
  } finally {
    await file.close();
  }
}
