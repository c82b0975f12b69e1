import { AgentSafeError } from '@agent-safe/core';
import { Chain, type ChainHead, readFacts } from '../format/chain.ts';
import { LONGEST_LINE } from '../format/line.ts';
import { type ReadEvent, readLine } from '../format/read-line.ts';
import { LONGEST_WRITE } from '../format/torn.ts';
import { type ByteSource, readLines } from './read-lines.ts';

/** Sizes of the part of a file that is read, in bytes. Usually the first is enough. The last is enough after any crash. */
const WINDOWS = [4 * 1024, 256 * 1024, LONGEST_WRITE + 2 * LONGEST_LINE];

/** The end of a log. The next event follows its `head`. */
export interface LogEnd {
  readonly head: ChainHead;
  /** Bytes of an unfinished write after the last event, which the next append closes. */
  readonly torn: { readonly offset: number; readonly bytes: Buffer } | undefined;
}

/** The part of a log before one of its files. */
export interface LogBeginning {
  /** The last event of the earlier files, if it is known. */
  readonly head: ChainHead | undefined;
  /** Number of that event. Default: the number of `head`. */
  readonly seq?: number;
  /** Total size of the earlier files, in bytes. */
  readonly offset: number;
}

/**
 * Finds the end of one file of a log without reading the whole file. It reads the complete last write and one event before it. All
 * earlier bytes were durable when the last write began.
 *
 * @throws AgentSafeError ERR_AUDIT_UNAVAILABLE if the last lines were tampered with
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
  const summary = `The audit log ${path} was changed: the bytes from ${offset} on do not follow the event before them. Run "agent-safe audit verify". To start a new log, move this file away, and all files whose names begin with its name.`;
  return new AgentSafeError('ERR_AUDIT_UNAVAILABLE', summary);
}

/** The last part of a file. */
interface Window {
  readonly source: ByteSource;
  readonly path: string;
  readonly from: number;
  readonly size: number;
  readonly before: LogBeginning;
}

/** An event where following the chain begins. */
interface Start {
  readonly event: ReadEvent;
  /** Offset of the line after it. */
  readonly behind: number;
}

/** Follows the chain through the last part of a file. Returns undefined if this part is too small to find the end. */
async function readWindow(window: Window): Promise<Chain | undefined> {
  const { before, from, path, size, source } = window;
  if (from === 0 && before.head !== undefined) {
    const chain = new Chain(before.head, before.offset);
    await follow(chain, window, 0);
    return chain;
  }
  const first = (before.seq ?? before.head?.seq ?? 0) + 1;
  // Torn bytes may contain complete lines, which are not in the chain. At the beginning of a file, the start is the line with the
  // expected number. Elsewhere, the start is the first event, or else the first closing event.
  const starts =
    from === 0
      ? [({ seq }: ReadEvent) => seq === first]
      : [() => true, ({ event }: ReadEvent) => event.event_type === 'log_sealed'];
  for (const isStart of starts) {
    const start = await findStart(window, isStart);
    if (start === undefined) continue;
    const isLegacy = start.event.seq === undefined;
    // A line of 0.11 contains no number, so its line number is used.
    const seq = start.event.seq ?? first - 1 + (await countLines(source, start.behind));
    const { entry_hash, write_seq: writeSeq } = start.event;
    const head = { seq, hash: entry_hash, hasOwn: !isLegacy, writeSeq, facts: readFacts(start.event) };
    const chain = new Chain(head, before.offset + start.behind);
    const last = (await follow(chain, { path, size, source }, start.behind)) ?? start.event;
    const end = chain.finish();
    // If the part has events of two writes, it contains the complete last write.
    const isCovered = from === 0 || !mayShareWrite(start.event, last) || size - from > LONGEST_WRITE;
    const isLate = end.state === 'whole' || end.place.offset >= size - LONGEST_WRITE - LONGEST_LINE;
    if (isCovered && isLate && (end.state === 'whole' || from === 0 || size - from > LONGEST_WRITE)) return chain;
  }
  return undefined;
}

/** Whether two events may be of one write. All events of a write have the same time and the same `write_seq`. */
function mayShareWrite(one: ReadEvent, other: ReadEvent): boolean {
  return one.write_seq === other.write_seq && one.event.timestamp === other.event.timestamp;
}

async function findStart(
  { from, size, source }: Window,
  isStart: (read: ReadEvent) => boolean,
): Promise<Start | undefined> {
  let start: Start | undefined;
  await readLines(source, from, size, (bytes, begin, end, ended, offset) => {
    // The part may begin inside a line.
    const read = !ended || (from > 0 && offset === from) ? 'not_an_event' : readLine(bytes, begin, end);
    if (typeof read === 'string' || !isStart(read)) return true;
    start = { event: read, behind: offset + end - begin + 1 };
    return false;
  });
  return start;
}

/** Follows the chain to the end of the file. @returns the last event that was read */
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
