import { AgentSafeError, type LogLine } from '@agent-safe/core';
import type { LineFilter } from './line-filter.ts';
import { countNewlines, type FoundLine, scanLines } from './line-scanner.ts';
import { rangesBackwards, readBlocks, sizeOf } from './log-blocks.ts';
import { readLogFiles, type SizedFile, startOf } from './log-sizes.ts';

/** The lines of a log that match a filter, at one moment. */
export interface SelectedEvents {
  /** Yields the lines in the order of the log, in constant memory. */
  lines(): AsyncGenerator<LogLine, void, undefined>;
  /** Counts the matching lines before the first of `lines`. It reads the log up to there. */
  countOlder(): Promise<number>;
  /** Size of the log, in bytes over all files: where to continue with `followLog`. */
  readonly end: number;
}

/**
 * Selects the lines of a log that match a filter. All lines are read: the time of an event says nothing about the events before it.
 *
 * @param last number of matching lines at most, from the end. Undefined: all
 * @throws AgentSafeError ERR_AUDIT_INVALID if there is no log, or if it cannot be read
 */
export async function selectEvents(path: string, filter: LineFilter, last?: number): Promise<SelectedEvents> {
  const files = await readLogFiles(path);
  if (files.length === 0)
    throw new AgentSafeError('ERR_AUDIT_INVALID', `There is no audit log at ${path}. Check the path.`);
  const end = sizeOf(files);
  const { from, isFirst } = last === undefined ? { from: 0, isFirst: true } : await findLast(path, files, filter, last);
  return {
    end,
    lines: async function* () {
      for await (const { found } of scan(path, files, from, end, filter)) for (const { line } of found) yield line;
    },
    countOlder: async () => {
      let count = 0;
      if (isFirst) return count;
      if (filter.matchesAll) {
        for await (const block of readBlocks(path, files, 0, from))
          count += 'damaged' in block ? 1 : countNewlines(block.bytes);
      } else for await (const { found } of scan(path, files, 0, from, filter)) for (const _ of found) count += 1;
      return count;
    },
  };
}

/** The matching lines of a block. They can be read until the next block is asked for. */
interface ScannedBlock {
  readonly found: Iterable<FoundLine>;
  /** Offset of the block, in bytes over all files. */
  readonly offset: number;
}

async function* scan(
  path: string,
  files: readonly SizedFile[],
  from: number,
  to: number,
  filter: LineFilter,
): AsyncGenerator<ScannedBlock, void, undefined> {
  for await (const block of readBlocks(path, files, from, to)) {
    const found =
      'damaged' in block ? [{ line: { damaged: true } as const, start: 0 }] : scanLines(block.bytes, filter);
    yield { found, offset: block.offset };
  }
}

/** Where the last matching lines begin, in bytes over all files. */
interface LastLines {
  readonly from: number;
  /** Whether no line before them matches, because all lines were read. */
  readonly isFirst: boolean;
}

async function findLast(
  path: string,
  files: readonly SizedFile[],
  filter: LineFilter,
  last: number,
): Promise<LastLines> {
  let [earliest, missing] = [sizeOf(files), last];
  if (last === 0) return { from: earliest, isFirst: false };
  for await (const { from, to } of rangesBackwards(path, files)) {
    const starts: number[] = [];
    for await (const { found, offset } of scan(path, files, from, to, filter))
      for (const { start } of found) starts.push(offset + start);
    earliest = starts.at(-Math.min(missing, starts.length)) ?? earliest;
    missing -= starts.length;
    if (missing <= 0) return { from: earliest, isFirst: earliest === startOf(files).offset };
  }
  return { from: earliest, isFirst: true };
}
