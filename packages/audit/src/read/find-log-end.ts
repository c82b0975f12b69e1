import type { ChainHead } from '../format/chain.ts';
import { readEnd } from './log-end.ts';
import { openLogFile, type SizedFile, startOf } from './log-sizes.ts';
import { sourceOf } from './read-lines.ts';

/** The end of a log, where the next event will be appended. */
export interface FoundEnd {
  readonly file: SizedFile;
  /** Offset after the last event in that file. Bytes after it are an unfinished write. */
  readonly offset: number;
  readonly head: ChainHead;
}

/**
 * Finds the last event of a log without reading the whole log.
 *
 * @param files of the log, from `readLogFiles`
 * @returns undefined if there is no file
 * @throws AgentSafeError ERR_AUDIT_UNAVAILABLE if the last lines were tampered with
 */
export async function findLogEnd(path: string, files: readonly SizedFile[]): Promise<FoundEnd | undefined> {
  const [previous, last] = [files.at(-2), files.at(-1)];
  if (last === undefined) return undefined;
  // Only the names of closed files contain the number of their first event.
  const hasNoNumber = previous !== undefined && !Number.isFinite(last.firstSeq);
  const head = hasNoNumber ? (await readFileEnd(path, files, previous, undefined)).head : undefined;
  return readFileEnd(path, files, last, head);
}

async function readFileEnd(
  path: string,
  files: readonly SizedFile[],
  file: SizedFile,
  head: ChainHead | undefined,
): Promise<FoundEnd> {
  const offset = files.slice(0, files.indexOf(file)).reduce((sum, { size }) => sum + size, 0);
  const start = startOf(files);
  const first = file.firstSeq === start.seq + 1 ? start : undefined;
  const before = head === undefined ? { head: first, seq: file.firstSeq - 1, offset } : { head, offset };
  const handle = await openLogFile(path, file);
  try {
    const end = await readEnd(sourceOf(handle), file.path, file.size, before);
    return { file, offset: end.torn?.offset ?? file.size, head: end.head };
  } finally {
    await handle.close();
  }
}
