import { TAIL_LENGTH } from './read-line.ts';

/** Maximum length of one write in bytes, and so of the bytes that a crash leaves. */
export const LONGEST_WRITE = 8 * 1024 * 1024;
/** Bytes that a disk writes completely or not at all. */
const SECTOR = 512;
const NUL = 0;
const NEWLINE = 0x0a;

/**
 * Whether bytes at the end of a log can result from a crash during one write: a truncated line, or lost sectors, which read as
 * zeros. Other bytes were tampered with. A line contains no zero byte, because JSON escapes it.
 *
 * @param offset offset of the bytes in their file; undefined if the file may be a copy, where sectors begin elsewhere
 * @param seq number of the event that should begin here
 */
export function isUnfinishedWrite(bytes: Buffer, offset: number | undefined, seq: number): boolean {
  if (bytes.length > LONGEST_WRITE) return false;
  return bytes.includes(NUL) ? hasLostSectors(bytes, offset, seq) : isCutOff(bytes, seq);
}

/** Whether each run of zeros ends at the end of a sector, at the end of the bytes, or where a closing event begins. */
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

/** Whether a closing event, or a part of its beginning, is here. It begins with the line end that the torn line lacks. */
function beginsClosingEvent(rest: Buffer, seq: number): boolean {
  const closing = Buffer.from(`\n{"v":1,"seq":${seq},"event_id":"`);
  const length = Math.min(closing.length, rest.length);
  return rest.subarray(0, length).equals(closing.subarray(0, length));
}

/** Whether the bytes are one truncated line, or several if the writes of closing events were truncated too. */
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

/** Whether a line is complete: it ends like an event of this version or of 0.11. */
function isWhole(piece: Buffer): boolean {
  const tail = piece.toString('latin1', Math.max(0, piece.length - TAIL_LENGTH));
  return tail.startsWith(',"entry_hash":"') || (tail.endsWith('}') && piece.includes('"entry_hash": "'));
}
