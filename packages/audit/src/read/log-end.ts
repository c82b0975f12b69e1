import { AgentSafeError } from '@agent-safe/core';
import { Chain, type ChainHead } from '../format/chain.ts';
import { LONGEST_LINE } from '../format/line.ts';
import { type ReadEvent, readLine } from '../format/read-line.ts';
import { LONGEST_WRITE } from '../format/torn.ts';
import { type ByteSource, readLines } from './read-lines.ts';

/** Bytes. Most ends are found in the first window. What a crash leaves behind fits into the last. */
const WINDOWS = [4 * 1024, 256 * 1024, LONGEST_WRITE + 2 * LONGEST_LINE];

/** The end of a log: what the next event follows on. */
export interface LogEnd {
  readonly head: ChainHead;
  /** Bytes of an unfinished write behind the last event, which the next append closes. */
  readonly torn: { readonly offset: number; readonly bytes: Buffer } | undefined;
}

/** What is before a file of a log. */
export interface LogBeginning {
  /** The last event of the files before it, where it is known. */
  readonly head: ChainHead | undefined;
  /** Its number; that of `head` where it is left out. */
  readonly seq?: number;
  /** How many bytes those files have. */
  readonly offset: number;
}

/**
 * Finds the end of one file of a log without reading all of it: all of the last write is looked at, and of what is before
 * it, which was durable when it began, one event.
 *
 * @throws AgentSafeError ERR_AUDIT_UNAVAILABLE where its last lines were tampered with
 */
export async function readEnd(source: ByteSource, path: string, size: number, before: LogBeginning): Promise<LogEnd> {
  for (const window of WINDOWS) {
    const from = Math.max(0, size - window);
    const isLast = from === 0 || window === WINDOWS.at(-1);
    const chain = await readWindow({ source, path, from, size, before });
    if (chain === undefined) continue;
    const end = chain.finish();
    if (end.state === 'whole') return { head: chain.head, torn: undefined };
    if (isLast && end.state === 'torn') {
      return { head: chain.head, torn: { offset: end.place.offset, bytes: end.bytes } };
    }
    if (isLast) throw tampered(path, end.place.offset);
  }
  throw tampered(path, Math.max(0, size - LONGEST_WRITE));
}

function tampered(path: string, offset: number): AgentSafeError {
  const summary = `The audit log ${path} was changed: what stands at byte ${offset} does not follow on the event before. Find out why with "agent-safe audit verify". To begin another, move the log away, and with it the files beside it that begin with its name.`;
  return new AgentSafeError('ERR_AUDIT_UNAVAILABLE', summary);
}

/** A part of a file, up to its end. */
interface Window {
  readonly source: ByteSource;
  readonly path: string;
  readonly from: number;
  readonly size: number;
  readonly before: LogBeginning;
}

/** An event to follow the chain from. */
interface Start {
  readonly event: ReadEvent;
  /** Where the line behind it begins. */
  readonly behind: number;
}

/** Follows the chain through a part of a file. Undefined where it cannot be told from this part alone. */
async function readWindow(window: Window): Promise<Chain | undefined> {
  const { before, from, path, size, source } = window;
  if (from === 0 && before.head !== undefined) {
    const chain = new Chain(before.head, before.offset);
    await follow(chain, window, 0);
    return chain;
  }
  const first = (before.seq ?? before.head?.seq ?? 0) + 1;
  // Whole lines stand in what was torn, too, and are none of the chain. The beginning of a file is known by its number;
  // elsewhere, behind what was torn, the first line that counts is its closing event.
  const starts =
    from === 0
      ? [({ seq }: ReadEvent) => seq === first]
      : [() => true, ({ event }: ReadEvent) => event.event_type === 'log_sealed'];
  for (const isStart of starts) {
    const start = await findStart(window, isStart);
    if (start === undefined) continue;
    const isLegacy = start.event.seq === undefined;
    // Lines of 0.11 have no number: theirs is that of their line.
    const seq = start.event.seq ?? first - 1 + (await countLines(source, start.behind));
    const chain = new Chain({ seq, hash: start.event.entry_hash, hasOwn: !isLegacy }, before.offset + start.behind);
    const last = (await follow(chain, { path, size, source }, start.behind)) ?? start.event;
    const end = chain.finish();
    // All lines of a write have one time: with an event of another time, all of the last write is in this part.
    const isCovered = from === 0 || last.event.timestamp !== start.event.event.timestamp || size - from > LONGEST_WRITE;
    const isLate = end.state === 'whole' || end.place.offset >= size - LONGEST_WRITE - LONGEST_LINE;
    if (isCovered && isLate && (end.state === 'whole' || from === 0 || size - from > LONGEST_WRITE)) return chain;
  }
  return undefined;
}

async function findStart(
  { from, size, source }: Window,
  isStart: (read: ReadEvent) => boolean,
): Promise<Start | undefined> {
  let start: Start | undefined;
  await readLines(source, from, size, (bytes, begin, end, ended, offset) => {
    // The part may begin within a line.
    const read = !ended || (from > 0 && offset === from) ? 'not_an_event' : readLine(bytes, begin, end);
    if (typeof read === 'string' || !isStart(read)) return true;
    start = { event: read, behind: offset + end - begin + 1 };
    return false;
  });
  return start;
}

/** @returns the last event that was read */
async function follow(
  chain: Chain,
  { path, size, source }: Pick<Window, 'path' | 'size' | 'source'>,
  from: number,
): Promise<ReadEvent | undefined> {
  let last: ReadEvent | undefined;
  await readLines(source, from, size, (bytes, start, end, ended, offset) => {
    const read = chain.take(bytes, start, end, ended, { file: path, line: 0, offset });
    if (typeof read === 'object') last = read;
    return read !== 'tampered';
  });
  return last;
}

async function countLines(source: ByteSource, to: number): Promise<number> {
  let count = 0;
  await readLines(source, 0, to, () => {
    count += 1;
    return true;
  });
  return count;
}
