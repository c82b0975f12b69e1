import type { Chain, ChainHead, LinePlace } from './chain.ts';
import { ENTRY_HASH, hashLine, hasTextAt, PREV_HASH, PREV_LENGTH, TAIL_LENGTH } from './read-line.ts';

const CLOSING_BRACE = 0x7d;
const QUOTE = 0x22;
const TIMESTAMP = ',"timestamp":"';
const TYPE = '","event_type":"';
/** Length of a timestamp of the years 0 to 9999. */
const TIME_LENGTH = 24;
const SEAL = 'log_sealed"';

/** The place of a line in the chain. */
interface NextLine {
  readonly entry_hash: string;
  readonly write_seq: number | undefined;
}

/**
 * Reads the next line of a chain as {@link Chain.take} does, and parses it only if its bytes alone do not show that it follows. It does not notice an event whose hashes are right, but whose members are not JSON or occur twice.
 */
export function followLine(
  chain: Chain,
  bytes: Buffer,
  start: number,
  end: number,
  ended: boolean,
  place: LinePlace,
): Pick<NextLine, 'entry_hash'> | 'tampered' | undefined {
  const next = ended && chain.isIntact ? readNextLine(bytes, start, end, chain.head) : undefined;
  if (next === undefined) return chain.take(bytes, start, end, ended, place);
  chain.advance(next, end - start + 1);
  return next;
}

/**
 * Reads the next line of a chain from its bytes, without parsing it. It verifies the number, both hashes and `write_seq`.
 *
 * @param bytes buffer with the line. One byte is changed while the hash is computed, and then restored
 * @param end offset of the line end in `bytes`
 * @returns undefined if only a parser can tell whether the line is the next event
 */
function readNextLine(bytes: Buffer, start: number, end: number, head: ChainHead): NextLine | undefined {
  const seq = head.seq + 1;
  const members = end - TAIL_LENGTH - PREV_LENGTH;
  if (members <= start || !hasTextAt(bytes, start, `{"v":1,"seq":${seq},"event_id":"`)) return undefined;
  const type = bytes.indexOf(TYPE, start);
  if (type < 0 || type > members || hasTextAt(bytes, type + TYPE.length, SEAL)) return undefined;
  if (!hasTextAt(bytes, type - TIME_LENGTH - TIMESTAMP.length, TIMESTAMP)) return undefined;
  const write = readWriteSeq(bytes, members, seq, head);
  if (write === undefined) return undefined;
  const entryHash = hashLine(bytes, start, end);
  if (!hasTextAt(bytes, members, `${PREV_HASH}${head.hash}"${ENTRY_HASH}${entryHash}"}`)) return undefined;
  return { entry_hash: entryHash, write_seq: write.seq };
}

/** Reads the member before `prev_hash`. Returns undefined if it is a number, but not one of the two that may follow. */
function readWriteSeq(
  bytes: Buffer,
  end: number,
  seq: number,
  { writeSeq }: ChainHead,
): { readonly seq: number | undefined } | undefined {
  const found = [seq, writeSeq].find(
    (number) => number !== undefined && endsWith(bytes, end, `,"write_seq":${number}`),
  );
  if (found !== undefined) return { seq: found };
  const last = bytes[end - 1];
  return last === QUOTE || last === CLOSING_BRACE ? { seq: undefined } : undefined;
}

function endsWith(bytes: Buffer, end: number, text: string): boolean {
  return hasTextAt(bytes, end - text.length, text);
}
