import { type ReadEvent, readLine, TAIL_LENGTH } from './read-line.ts';

/** The last event before the lines. */
interface Before {
  readonly seq: number;
  readonly writeSeq?: number | undefined;
  readonly hasOwn: boolean;
}

const NUL = 0;
/** Maximum length of a closing event in bytes. */
const LONGEST_CLOSING_EVENT = 1_024;
/** Number of bytes at the beginning of a line that contain its number and its time, and at its end that contain its write. */
const LONGEST_BEGINNING = 512;
const LONGEST_END = 256;
const LEGACY_BEGINNING = '{"action": "';
const BEGINNING = '{"v":1,"seq":';
const NUMBER = /^\{"v":1,"seq":(\d{1,16}),/;
const TIME = /^\{"v":1,"seq":\d{1,16},"event_id":"[^"\\]*","timestamp":"([^"\\]*)"/;
const WRITE = /,"write_seq":(\d{1,16}),"prev_hash":"[0-9a-f]{64}","entry_hash":"[0-9a-f]{64}"\}$/;
const EVENT_TYPE = ',"event_type":"';
const CLOSING_TYPE = 'log_sealed","';

/**
 * The lines of a write that a crash left unfinished. Each line is whole, is truncated, or lost sectors. After a truncated line, only
 * the truncated lines of closing events can follow.
 */
export class UnfinishedLines {
  readonly #before: Before;
  /** Number of the last event that was identified. The first line is damaged, so whole events have higher numbers. */
  #seq: number;
  /** The previous line, if it is whole. */
  #previous: ReadEvent | undefined;
  #writeSeq: number | undefined;
  #time: string | undefined;
  #isFirst = true;
  #hasHole = false;
  #isTruncated = false;

  constructor(before: Before) {
    this.#before = before;
    this.#seq = before.seq + 1;
  }

  /**
   * Adds a line.
   *
   * @param ended whether a line end follows the line
   * @returns whether the line can be part of the same write
   */
  take(bytes: Buffer, start: number, end: number, ended: boolean): boolean {
    const line = bytes.subarray(start, end);
    const hole = line.indexOf(NUL);
    const whole = hole < 0 && ended ? this.#takeWhole(line) : undefined;
    const isAccepted = whole ?? (hole < 0 ? this.#takeTruncated(line, ended) : this.#takeHole(line, hole, ended));
    this.#isFirst = false;
    return isAccepted;
  }

  /** A line with lost sectors, which read as zeros. */
  #takeHole(line: Buffer, hole: number, ended: boolean): boolean {
    if (hole > 0 && !this.#isBeginning(line.subarray(0, hole))) return false;
    this.#hasHole = true;
    this.#previous = undefined;
    if (!ended) return true;
    // Lost sectors may end exactly where a line begins.
    const rest = line.subarray(line.lastIndexOf(NUL) + 1);
    return this.#takeWhole(rest) ?? this.#isEnd(rest);
  }

  /** @returns undefined if the line is not a whole event */
  #takeWhole(line: Buffer): boolean | undefined {
    const read = readLine(line, 0, line.length);
    if (typeof read === 'string') return undefined;
    const previous = this.#previous;
    this.#previous = read;
    // Without lost sectors before it, a whole event would be in the chain.
    if (!this.#hasHole || this.#isTruncated || !this.#isOfWrite(read)) return false;
    if (previous === undefined) return true;
    return read.prev_hash === previous.entry_hash && read.seq === (previous.seq && previous.seq + 1);
  }

  /** Whether a whole event has the same write as all others. Without `write_seq`, the time decides: a write has one time. */
  #isOfWrite({ event, seq, write_seq: writeSeq }: ReadEvent): boolean {
    if (typeof event.timestamp !== 'string' || !this.#hasSameTime(event.timestamp)) return false;
    if (seq === undefined) return !this.#before.hasOwn;
    const isLater = seq > this.#seq;
    this.#seq = seq;
    if (writeSeq === undefined) return isLater && this.#writeSeq === undefined;
    const isSame = this.#writeSeq === undefined || this.#writeSeq === writeSeq;
    this.#writeSeq = writeSeq;
    return isLater && isSame && this.#isOpenWrite(writeSeq);
  }

  #hasSameTime(time: string): boolean {
    const isSame = this.#time === undefined || this.#time === time;
    this.#time = time;
    return isSame;
  }

  /** Whether the write began with the first damaged event, or is the write of the event before. */
  #isOpenWrite(writeSeq: number): boolean {
    const { seq, writeSeq: last } = this.#before;
    return writeSeq === seq + 1 || (last === undefined ? writeSeq <= seq : writeSeq === last);
  }

  #takeTruncated(line: Buffer, ended: boolean): boolean {
    this.#previous = undefined;
    // A crash leaves no empty line, and no line that is complete but does not match its hash.
    if (ended && (line.length === 0 || isComplete(line))) return false;
    const isClosing = !this.#isFirst && isClosingEvent(line, this.#before.seq + 1);
    const canBeEvent = this.#isFirst || (this.#hasHole && !this.#isTruncated);
    this.#isTruncated = true;
    return isClosing || (canBeEvent && this.#isBeginning(line));
  }

  /** Whether bytes are the beginning of an event of the write, or of a closing event. */
  #isBeginning(bytes: Buffer): boolean {
    const text = bytes.toString('latin1', 0, LONGEST_BEGINNING);
    const first = this.#before.seq + 1;
    const found = NUMBER.exec(text)?.[1];
    if (found === undefined) {
      const isLegacy = !this.#before.hasOwn && isPrefix(text, LEGACY_BEGINNING);
      if (isLegacy || !isPrefix(text, BEGINNING)) return isLegacy;
      return this.#isFirst ? isPrefix(text, `${BEGINNING}${first},`) : /^\d*$/.test(text.slice(BEGINNING.length));
    }
    const seq = Number(found);
    // After the first line, only closing events have this number. They have times of their own.
    if (seq === first && !this.#isFirst) return true;
    if (this.#isFirst ? seq !== first : seq <= this.#seq) return false;
    this.#seq = seq;
    const time = TIME.exec(text)?.[1];
    return time === undefined || this.#hasSameTime(time);
  }

  /** Whether bytes are the end of an event of the write, or of a closing event, if enough of the end is left. */
  #isEnd(bytes: Buffer): boolean {
    const found = WRITE.exec(bytes.toString('latin1', Math.max(0, bytes.length - LONGEST_END)))?.[1];
    return found === undefined || this.#isOpenWrite(Number(found));
  }
}

/** Whether one text is a beginning of the other. */
function isPrefix(text: string, beginning: string): boolean {
  const length = Math.min(text.length, beginning.length);
  return text.slice(0, length) === beginning.slice(0, length);
}

/** Whether a line is a truncated closing event. */
function isClosingEvent(line: Buffer, seq: number): boolean {
  if (line.length > LONGEST_CLOSING_EVENT) return false;
  const text = line.toString('latin1');
  if (!isPrefix(text, `${BEGINNING}${seq},"event_id":"`)) return false;
  const type = text.indexOf(EVENT_TYPE);
  return type < 0 || isPrefix(text.slice(type + EVENT_TYPE.length), CLOSING_TYPE);
}

/** Whether a line is complete: it ends like an event of this version or of 0.11. */
function isComplete(line: Buffer): boolean {
  const tail = line.toString('latin1', Math.max(0, line.length - TAIL_LENGTH));
  return tail.startsWith(',"entry_hash":"') || (tail.endsWith('}') && line.includes('"entry_hash": "'));
}
