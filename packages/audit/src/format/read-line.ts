import { hash } from 'node:crypto';
import type { JsonValue } from '@agent-safe/core';
import { cutEntryHash } from './legacy-line.ts';

export const ENTRY_HASH = ',"entry_hash":"';
export const PREV_HASH = ',"prev_hash":"';
/** Length of `,"entry_hash":"<64 digits>"}`. */
export const TAIL_LENGTH = ENTRY_HASH.length + 64 + 2;
/** Length of `,"prev_hash":"<64 digits>"`. */
export const PREV_LENGTH = PREV_HASH.length + 64 + 1;
const CLOSING_BRACE = 0x7d;
const COMMA = 0x2c;
const CARRIAGE_RETURN = 0x0d;
const HASH = /^[0-9a-f]{64}$/;

/** An event that was read. Its own hash was verified. Its place in the chain was not. */
export interface ReadEvent {
  /** Number of the event; undefined in a line of 0.11, where the number of the line is used. */
  readonly seq: number | undefined;
  /** Number of the first event of the same write; undefined in a line without this member. */
  readonly write_seq: number | undefined;
  readonly prev_hash: string;
  readonly entry_hash: string;
  readonly event: { readonly [field: string]: JsonValue };
}

/** Reason why a line is not a valid event. */
export type LineProblem = 'not_an_event' | 'hash_mismatch' | 'line_end_changed';

/**
 * Reads one line of a log and verifies its `entry_hash`.
 *
 * @param bytes buffer with the line. One byte is changed while the hash is computed, and then restored
 * @param end offset of the line end in `bytes`
 */
export function readLine(bytes: Buffer, start: number, end: number): ReadEvent | LineProblem {
  // JSON escapes a carriage return, so another program has converted the line ends.
  if (end > start && bytes[end - 1] === CARRIAGE_RETURN) return 'line_end_changed';
  const text = bytes.toString('utf8', start, end);
  const event = parseObject(text);
  if (event === undefined) return 'not_an_event';
  return 'v' in event ? readOwnLine(bytes, start, end, text, event) : readLegacyLine(text, event);
}

function parseObject(text: string): ReadEvent['event'] | undefined {
  try {
    const value = JSON.parse(text) as JsonValue;
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as ReadEvent['event'])
      : undefined;
  } catch {
    return undefined;
  }
}

function readOwnLine(
  bytes: Buffer,
  start: number,
  end: number,
  text: string,
  event: ReadEvent['event'],
): ReadEvent | LineProblem {
  const { entry_hash, event_id, event_type, prev_hash, seq, timestamp, v, write_seq } = event;
  const isEvent =
    v === 1 &&
    Number.isSafeInteger(seq) &&
    typeof event_id === 'string' &&
    typeof event_type === 'string' &&
    typeof timestamp === 'string' &&
    typeof prev_hash === 'string' &&
    typeof entry_hash === 'string';
  if (!isEvent) return 'not_an_event';
  // Checked by position as well as by name: if a key is repeated, readers differ in which value they use.
  const tail = text.slice(-TAIL_LENGTH - PREV_LENGTH);
  if (tail !== `${PREV_HASH}${prev_hash}"${ENTRY_HASH}${entry_hash}"}`) return 'not_an_event';
  if (!text.startsWith(`{"v":1,"seq":${seq as number},"event_id":"`)) return 'not_an_event';
  if (write_seq !== undefined) {
    if (!isFirstOfWrite(write_seq, seq as number)) return 'not_an_event';
    if (!text.endsWith(`,"write_seq":${write_seq}${tail}`)) return 'not_an_event';
  }
  if (hashLine(bytes, start, end) !== entry_hash) return 'hash_mismatch';
  return { seq: seq as number, write_seq, prev_hash, entry_hash, event };
}

/** Returns the hash of a line that ends with its `entry_hash`. One byte is changed while the hash is computed, and then restored. */
export function hashLine(bytes: Buffer, start: number, end: number): string {
  // The hash covers the line without `entry_hash`. The closing brace replaces the comma before this member, which avoids a copy.
  const cut = end - TAIL_LENGTH;
  bytes[cut] = CLOSING_BRACE;
  const found = hash('sha256', bytes.subarray(start, cut + 1));
  bytes[cut] = COMMA;
  return found;
}

/** Whether bytes contain an ASCII text at an offset. Unlike a conversion to text, it makes no object for each line. */
export function hasTextAt(bytes: Buffer, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (bytes[at + index] !== text.charCodeAt(index)) return false;
  return true;
}

function isFirstOfWrite(value: JsonValue, seq: number): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1 && value <= seq;
}

/** Reads a line of 0.11: `json.dumps` with sorted keys, hashed without `entry_hash`. */
function readLegacyLine(text: string, event: ReadEvent['event']): ReadEvent | LineProblem {
  const { entry_hash, prev_hash } = event;
  if (typeof entry_hash !== 'string' || !HASH.test(entry_hash) || typeof prev_hash !== 'string') return 'not_an_event';
  const hashed = cutEntryHash(text, Object.keys(event).length);
  if (hashed === undefined) return 'not_an_event';
  if (hash('sha256', hashed) !== entry_hash) return 'hash_mismatch';
  return { seq: undefined, write_seq: undefined, prev_hash, entry_hash, event };
}
