import { TAIL_LENGTH } from './read-line.ts';

/** A write is never longer, and so nothing that a crash leaves behind is. */
export const LONGEST_WRITE = 8 * 1024 * 1024;
/** Disks write as a whole, or not at all, what is no longer than this. */
const SECTOR = 512;
const NUL = 0;
const NEWLINE = 0x0a;

/**
 * Whether bytes at the end of a log can be what a crash leaves of one write: a line that stops in its middle, or sectors
 * that were lost, which read as zeros. No line holds a zero byte: JSON escapes it. Whatever is neither was changed by
 * somebody.
 *
 * @param offset where the bytes begin in their file; undefined where the file is a copy, whose sectors are others
 * @param seq the number of the event that should begin here
 */
export function isUnfinishedWrite(bytes: Buffer, offset: number | undefined, seq: number): boolean {
  if (bytes.length > LONGEST_WRITE) return false;
  return bytes.includes(NUL) ? hasLostSectors(bytes, offset, seq) : isCutOff(bytes, seq);
}

/** Zeros begin where the write began, which is anywhere, or a sector; and end with a sector, or where the next write began. */
function hasLostSectors(bytes: Buffer, offset: number | undefined, seq: number): boolean {
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

/** Whether a closing event may follow here. It begins with the line end that the torn line lacks. */
function beginsClosingEvent(rest: Buffer, seq: number): boolean {
  const closing = Buffer.from(`\n{"v":1,"seq":${seq},"event_id":"`);
  const length = Math.min(closing.length, rest.length);
  return rest.subarray(0, length).equals(closing.subarray(0, length));
}

/** One line that stops in its middle; or several, where the writing of a closing event was cut off too. */
function isCutOff(bytes: Buffer, seq: number): boolean {
  const beginnings = [`{"v":1,"seq":${seq},"event_id":"`, '{"action": "'].map((text) => Buffer.from(text));
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    const piece = bytes.subarray(start, end);
    const begins = beginnings.some((text) => {
      const length = Math.min(text.length, piece.length);
      return piece.subarray(0, length).equals(text.subarray(0, length));
    });
    if (!begins || (newline >= 0 && isWhole(piece))) return false;
    start = end + 1;
  }
  return true;
}

/** Whether a line has the end of an event of ours or of 0.11: nothing was cut off from it. */
function isWhole(piece: Buffer): boolean {
  const tail = piece.toString('latin1', Math.max(0, piece.length - TAIL_LENGTH));
  return tail.startsWith(',"entry_hash":"') || (tail.endsWith('}') && piece.includes('"entry_hash": "'));
}
