import { hash } from 'node:crypto';
import type { JsonValue } from '@agent-safe/core';
import { cutEntryHash } from './legacy-line.ts';

const ENTRY_HASH = ',"entry_hash":"';
const PREV_HASH = ',"prev_hash":"';
/** `,"entry_hash":"<64>"}` */
export const TAIL_LENGTH = ENTRY_HASH.length + 64 + 2;
/** `,"prev_hash":"<64>"` */
const PREV_LENGTH = PREV_HASH.length + 64 + 1;
const CLOSING_BRACE = 0x7d;
const COMMA = 0x2c;
const HASH = /^[0-9a-f]{64}$/;

/** An event that was read. What it says is proven by nothing yet: only that its bytes are those that were hashed. */
export interface ReadEvent {
  /** Its own number; undefined in a line of 0.11, whose number is that of its line. */
  readonly seq: number | undefined;
  readonly prev_hash: string;
  readonly entry_hash: string;
  readonly event: { readonly [field: string]: JsonValue };
}

/** Why a line is no event. */
export type LineProblem = 'not_an_event' | 'hash_mismatch';

/**
 * Reads one line of a log, and checks that its bytes are those that its `entry_hash` was made of.
 *
 * @param bytes one byte of it is changed and put back while its hash is computed
 * @param end where the line ends, its line end left out
 */
export function readLine(bytes: Buffer, start: number, end: number): ReadEvent | LineProblem {
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
  const { entry_hash, event_id, event_type, prev_hash, seq, timestamp, v } = event;
  const isEvent =
    v === 1 &&
    Number.isSafeInteger(seq) &&
    typeof event_id === 'string' &&
    typeof event_type === 'string' &&
    typeof timestamp === 'string' &&
    typeof prev_hash === 'string' &&
    typeof entry_hash === 'string';
  if (!isEvent) return 'not_an_event';
  // By position and not by name: what a reader that takes the first of two equal keys sees is what is checked.
  const tail = text.slice(-TAIL_LENGTH - PREV_LENGTH);
  if (tail !== `${PREV_HASH}${prev_hash}"${ENTRY_HASH}${entry_hash}"}`) return 'not_an_event';
  if (!text.startsWith(`{"v":1,"seq":${seq as number},"event_id":"`)) return 'not_an_event';
  // The member is cut out in place: the brace moves to where its comma is.
  const cut = end - TAIL_LENGTH;
  bytes[cut] = CLOSING_BRACE;
  const actual = hash('sha256', bytes.subarray(start, cut + 1));
  bytes[cut] = COMMA;
  if (actual !== entry_hash) return 'hash_mismatch';
  return { seq: seq as number, prev_hash, entry_hash, event };
}

/** A line that 0.11 wrote: `json.dumps` with sorted keys, hashed without its `entry_hash`. */
function readLegacyLine(text: string, event: ReadEvent['event']): ReadEvent | LineProblem {
  const { entry_hash, prev_hash } = event;
  if (typeof entry_hash !== 'string' || !HASH.test(entry_hash) || typeof prev_hash !== 'string') return 'not_an_event';
  const hashed = cutEntryHash(text, Object.keys(event).length);
  if (hashed === undefined) return 'not_an_event';
  if (hash('sha256', hashed) !== entry_hash) return 'hash_mismatch';
  return { seq: undefined, prev_hash, entry_hash, event };
}
