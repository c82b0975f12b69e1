import { UnfinishedLines } from './unfinished-lines.ts';

/** Maximum length of one write in bytes, and so of the bytes that a crash leaves. */
export const LONGEST_WRITE = 8 * 1024 * 1024;
/** Bytes that a disk writes completely or not at all. */
const SECTOR = 512;
const NUL = 0;
const NEWLINE = 0x0a;
const SPACE = 0x20;

/** The last event before bytes that may be an unfinished write. */
export interface LastEvent {
  readonly seq: number;
  /** Number of the first event of its write. Undefined if it is not known. */
  readonly writeSeq?: number | undefined;
  /** Whether an event of this version precedes the bytes. agent-safe 0.11 does not continue such a log. */
  readonly hasOwn: boolean;
}

/**
 * Whether bytes at the end of a log can result from a crash during one write: a truncated line, or lost sectors, which read as
 * zeros. Other bytes were tampered with. Whole events of a later write cannot follow, because a write begins only after the
 * previous write is durable.
 *
 * @param offset offset of the bytes in their file; undefined if the file may be a copy, where sectors begin elsewhere
 */
export function isUnfinishedWrite(bytes: Buffer, offset: number | undefined, last: LastEvent): boolean {
  if (bytes.length > LONGEST_WRITE || hasControlCharacter(bytes)) return false;
  return endsAtSectors(bytes, offset, last.seq + 1) && isOneWrite(bytes, last);
}

/** Whether the bytes contain a control character other than zeros and line ends. JSON escapes control characters. */
function hasControlCharacter(bytes: Buffer): boolean {
  return bytes.some((byte) => byte < SPACE && byte !== NUL && byte !== NEWLINE);
}

/** Whether each run of zeros ends at the end of a sector, at the end of the bytes, or where a closing event begins. */
function endsAtSectors(bytes: Buffer, offset: number | undefined, seq: number): boolean {
  if (offset === undefined) return true;
  for (let start = bytes.indexOf(NUL); start >= 0; ) {
    let end = start;
    while (bytes[end] === NUL) end += 1;
    const endsSector = end === bytes.length || (offset + end) % SECTOR === 0;
    if (!endsSector && !beginsClosingEvent(bytes.subarray(end), seq)) return false;
    start = bytes.indexOf(NUL, end);
  }
  return true;
}

/** Whether a closing event, or a part of its beginning, is here. It begins with the line end that the torn line lacks. */
function beginsClosingEvent(rest: Buffer, seq: number): boolean {
  const closing = Buffer.from(`\n{"v":1,"seq":${seq},"event_id":"`);
  // The closing event may have lost sectors, too.
  const hole = rest.indexOf(NUL);
  const length = Math.min(closing.length, hole < 0 ? rest.length : hole);
  return rest.subarray(0, length).equals(closing.subarray(0, length));
}

/** Whether all lines, whole and damaged, can be of one write, followed by closing events that were truncated too. */
function isOneWrite(bytes: Buffer, last: LastEvent): boolean {
  const lines = new UnfinishedLines(last);
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    if (!lines.take(bytes, start, end, newline >= 0)) return false;
    start = end + 1;
  }
  return true;
}
