import { isJsonArray, type JsonObject, type JsonValue } from '../json/json.ts';
import { sha256 } from './digest.ts';

/** Characters of a value that its stub shows. */
const PREFIX_LENGTH = 64;
/** Characters of a name that are shown in full. */
const LONGEST_NAME = 128;
/** A value of this size or less is no larger than its stub, in bytes. */
const SMALLEST = 512;
/** The member that stands for all members that did not fit. */
const REST = '…';

const STUB = /^sha256:(?:[\w-]{43}|[0-9a-f]{64}) \(\d+ bytes\)/;

/** Whether a recorded value is the stub of a large value, also in the form of earlier logs. */
export function isStub(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && STUB.test(value);
}

/**
 * Returns the stub of a large value for the log: its SHA-256 (base64url), its length and its beginning. The value must be redacted
 * before, because a secret that is cut in half has no shape.
 *
 * @example stubOf('x'.repeat(70_000)) // 'sha256:… (70000 bytes) xxxx…'
 */
export function stubOf(value: JsonValue): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const length = new TextEncoder().encode(text).length;
  // Half of a surrogate pair at the end is left out.
  const prefix = text.slice(0, PREFIX_LENGTH).replace(/[\ud800-\udbff]$/, '');
  return `sha256:${sha256(text)} (${length} bytes) ${prefix}…`;
}

/** Returns the number of bytes of a value in JSON. */
export function countJsonBytes(value: JsonValue): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}

/**
 * Returns a value that has at most this size in JSON: large texts become stubs, and of lists and objects only the first members
 * remain, with a stub of all. Lists stay lists, and objects stay objects.
 *
 * @param bytes at least 1,024
 */
export function capJson<Value extends JsonValue>(value: Value, bytes: number): Value {
  return cap(value, bytes) as Value;
}

function cap(value: JsonValue, bytes: number): JsonValue {
  if (typeof value !== 'object' || value === null) return countJsonBytes(value) <= bytes ? value : stubOf(value);
  if (isSmall(value, bytes)) return value;
  const rest = stubOf(value);
  const share = Math.max(SMALLEST, Math.floor(bytes / 8));
  const room = bytes - 2 * SMALLEST;
  return isJsonArray(value) ? capList(value, room, share, rest) : capObject(value, room, share, rest);
}

function isSmall(value: readonly JsonValue[] | JsonObject, bytes: number): boolean {
  return countJsonBytes(value) <= bytes && (isJsonArray(value) || Object.keys(value).every(isShort));
}

function isShort(name: string): boolean {
  return name.length <= LONGEST_NAME;
}

function capList(list: readonly JsonValue[], bytes: number, share: number, rest: string): JsonValue {
  const kept: JsonValue[] = [];
  let room = bytes;
  for (const item of list) {
    const capped = cap(item, share);
    room -= countJsonBytes(capped) + 1;
    if (room < 0) return [...kept, rest];
    kept.push(capped);
  }
  return kept;
}

function capObject(object: JsonObject, bytes: number, share: number, rest: string): JsonValue {
  const kept: [string, JsonValue][] = [];
  let room = bytes;
  for (const [name, member] of Object.entries(object)) {
    const capped = [isShort(name) ? name : stubOf(name), cap(member, share)] as [string, JsonValue];
    room -= countJsonBytes(capped) + 1;
    if (room < 0) return Object.fromEntries([...kept, [REST, rest]]);
    kept.push(capped);
  }
  return Object.fromEntries(kept);
}
