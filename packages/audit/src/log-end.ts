import { AgentSafeError } from '@agent-safe/core';
import { Chain, type ChainHead, type LinePlace } from './chain.ts';
import { LONGEST_LINE } from './line.ts';
import { readLine } from './read-line.ts';
import { type ByteSource, readLines } from './read-lines.ts';
import { LONGEST_WRITE } from './torn.ts';

/** Bytes. Most ends are found in the first window. What a crash leaves behind fits into the last. */
const WINDOWS = [4 * 1024, 256 * 1024, LONGEST_WRITE + 2 * LONGEST_LINE];

/** The end of a log: what the next event follows on. */
export interface LogEnd {
  readonly head: ChainHead;
  /** Bytes of an unfinished write behind the last event, which are to be sealed. */
  readonly torn: { readonly offset: number; readonly bytes: Buffer } | undefined;
}

/**
 * Finds the end of one file of a log without reading all of it.
 *
 * @param before the end of the files before this one
 * @throws AgentSafeError ERR_AUDIT_UNAVAILABLE where its last lines were tampered with
 */
export async function readEnd(source: ByteSource, path: string, size: number, before: ChainHead): Promise<LogEnd> {
  for (const window of WINDOWS) {
    const from = Math.max(0, size - window);
    const found = await readWindow(source, path, from, size, before);
    if (found === undefined) continue;
    const end = found.chain.finish();
    if (end.state === 'whole') return { head: found.chain.head, torn: undefined };
    // A small window may begin within what is torn.
    if (from > 0 && window !== WINDOWS.at(-1)) continue;
    if (end.state === 'torn') return { head: found.chain.head, torn: { offset: end.place.offset, bytes: end.bytes } };
    throw tampered(path, end.place.offset);
  }
  throw tampered(path, size);
}

function tampered(path: string, offset: number): AgentSafeError {
  const summary = `The audit log ${path} was changed: what stands at byte ${offset} does not follow on the event before. Find out why with "agent-safe audit verify", and move the log away to begin another.`;
  return new AgentSafeError('ERR_AUDIT_UNAVAILABLE', summary);
}

/** Follows the chain from the first event of a part of a file; undefined where there is none in it. */
async function readWindow(
  source: ByteSource,
  path: string,
  from: number,
  size: number,
  before: ChainHead,
): Promise<{ readonly chain: Chain } | undefined> {
  let chain = from === 0 ? new Chain(before) : undefined;
  let start: { offset: number; isLegacy: boolean; hash: string; seq: number } | undefined;
  const place = (offset: number): LinePlace => ({ file: path, line: 0, offset });
  await readLines(source, from, size, (bytes, begin, end, ended, offset) => {
    if (chain !== undefined) return chain.take(bytes, begin, end, ended, place(offset)) !== 'tampered';
    // The window begins within a line.
    const read = offset === from || !ended ? 'not_an_event' : readLine(bytes, begin, end);
    if (typeof read === 'string') return true;
    start = { offset, isLegacy: read.seq === undefined, hash: read.prev_hash, seq: (read.seq ?? 1) - 1 };
    chain = new Chain({ seq: start.seq, hash: start.hash });
    chain.take(bytes, begin, end, ended, place(offset));
    return true;
  });
  if (chain === undefined || start?.isLegacy !== true) return chain === undefined ? undefined : { chain };
  // Lines of 0.11 have no number: theirs is that of their line.
  const seq = before.seq + (await countLines(source, start.offset));
  const counted = new Chain({ seq, hash: start.hash });
  await readLines(
    source,
    start.offset,
    size,
    (bytes, begin, end, ended, offset) => counted.take(bytes, begin, end, ended, place(offset)) !== 'tampered',
  );
  return { chain: counted };
}

async function countLines(source: ByteSource, to: number): Promise<number> {
  let count = 0;
  await readLines(source, 0, to, () => {
    count += 1;
    return true;
  });
  return count;
}
