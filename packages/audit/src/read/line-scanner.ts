import type { LogLine } from '@agent-safe/core';
import { ENTRY_HASH, hashLine, hasTextAt, TAIL_LENGTH } from '../format/read-line.ts';
import { isInTime, type LineFilter, timeOf } from './line-filter.ts';
import { toLine } from './read-events.ts';

const NEWLINE = 0x0a;
const OWN_LINE = '{"v":1,"seq":';
const TIME_MEMBER = ',"timestamp":"';
/** Length of the timestamps that this version writes. */
const TIME_LENGTH = 24;
/** Begins an escape that can hide a literal. */
const ESCAPE = '\\u';

/** A line that matches, and its offset in the scanned bytes. */
export interface FoundLine {
  readonly line: LogLine;
  readonly start: number;
}

/**
 * Finds the lines that match a filter in complete lines of a log.
 *
 * The hash of each line is verified, so any filter finds a damaged line. Only lines that may match are parsed, each when it is
 * asked for, so an export holds one event at a time.
 *
 * @param bytes complete lines. The last line may have no line end
 */
export function* scanLines(bytes: Buffer, filter: LineFilter): Generator<FoundLine, void, undefined> {
  const places = new Literals(bytes, filter.literals);
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    const isOwn = hasTextAt(bytes, start, OWN_LINE);
    const mayMatch = !isOwn || (isLineInTime(bytes, start, end, filter) && places.mayBeIn(start, end));
    if (mayMatch) {
      const line = toLine(bytes.subarray(start, end));
      if (isShown(line, filter)) yield { line, start };
    } else if (!isIntact(bytes, start, end)) yield { line: { damaged: true }, start };
    start = end + 1;
  }
}

/** Whether a line is shown. A damaged line matches every filter, because its content is unknown. */
export function isShown(line: LogLine, filter: LineFilter): boolean {
  return 'damaged' in line || (isInTime(timeOf(line.event), filter) && filter.matches(line.event));
}

/** Counts the lines of some bytes. The last line may have no line end. */
export function countNewlines(bytes: Buffer): number {
  let count = bytes.length > 0 && bytes.at(-1) !== NEWLINE ? 1 : 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}

/** Whether a line of this version has the hash of its bytes. One byte is changed while the hash is computed. */
function isIntact(bytes: Buffer, start: number, end: number): boolean {
  const cut = end - TAIL_LENGTH;
  if (cut <= start || !hasTextAt(bytes, cut, ENTRY_HASH) || !hasTextAt(bytes, end - 2, '"}')) return false;
  return hasTextAt(bytes, cut + ENTRY_HASH.length, hashLine(bytes, start, end));
}

/** Whether the time of a line of this version fits. The first member of that name is the time of the event. */
function isLineInTime(bytes: Buffer, start: number, end: number, filter: LineFilter): boolean {
  if (filter.since === Number.NEGATIVE_INFINITY && filter.until === Number.POSITIVE_INFINITY) return true;
  const member = bytes.indexOf(TIME_MEMBER, start);
  const from = member + TIME_MEMBER.length;
  if (member < 0 || from + TIME_LENGTH > end) return true;
  return isInTime(Date.parse(bytes.toString('latin1', from, from + TIME_LENGTH)), filter);
}

/** The next places of texts in bytes that are read forwards. */
class Literals {
  readonly #bytes: Buffer;
  readonly #texts: readonly Buffer[];
  readonly #next: number[];
  readonly #escape = Buffer.from(ESCAPE);
  #nextEscape = -1;

  constructor(bytes: Buffer, literals: readonly string[]) {
    this.#bytes = bytes;
    // A long text is usually rare, so it is searched first: one missing text decides.
    this.#texts = literals.map((text) => Buffer.from(text)).sort((left, right) => right.length - left.length);
    this.#next = this.#texts.map(() => -1);
  }

  /** Whether a range has all texts, or escapes that may hide one. */
  mayBeIn(start: number, end: number): boolean {
    const isMissing = this.#texts.some((text, index) => {
      const known = this.#next[index] ?? -1;
      const at = known >= start ? known : find(this.#bytes, text, start);
      this.#next[index] = at;
      return at >= end;
    });
    if (!isMissing) return true;
    if (this.#nextEscape < start) this.#nextEscape = find(this.#bytes, this.#escape, start);
    return this.#nextEscape < end;
  }
}

function find(bytes: Buffer, text: Buffer, from: number): number {
  const at = bytes.indexOf(text, from);
  return at < 0 ? Number.POSITIVE_INFINITY : at;
}
