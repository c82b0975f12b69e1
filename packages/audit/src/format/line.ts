import { hash, randomUUID } from 'node:crypto';
import { AgentSafeError, type AuditDraft, type AuditReceipt, isStateFact } from '@agent-safe/core';
import { boundFields, LARGEST_EVENT, LARGEST_MEMBER, quotesInput } from './bound-event.ts';

/** The `prev_hash` of the first event of a log. */
export const GENESIS_HASH = '0'.repeat(64);

/** Maximum length of a line in bytes, without its line end. Longer lines are not written and not read into memory. */
export const LONGEST_LINE = 4 * 1024 * 1024;

/** Members of every event. The fields of an event must not use these names. */
const RESERVED = [
  'v',
  'seq',
  'event_id',
  'timestamp',
  'event_type',
  'state_id',
  'state_facts',
  'write_seq',
  'prev_hash',
  'entry_hash',
];

/** An audit draft whose fields have any type. */
export interface LineContent extends Pick<AuditDraft, 'event_id' | 'event_type' | 'state_id'> {
  readonly fields: object;
}

/** An audit draft as JSON text. Later changes of the draft's objects do not change the text. */
export interface PreparedEvent {
  readonly event_id: string;
  /** `"event_type":…` and the fields of the event. */
  readonly members: string;
  /** Upper bound of the length of the line, in bytes. */
  readonly length: number;
  /** Whether the event records a state fact. */
  readonly isFact?: boolean;
}

/**
 * Turns an audit draft into JSON text and gives it an id if it has none. Large values become stubs.
 *
 * @throws AgentSafeError ERR_AUDIT_UNAVAILABLE if a field has a reserved name, or if the line would be too long
 */
export function prepareEvent({ event_id, event_type, fields, state_id }: LineContent): PreparedEvent {
  const taken = RESERVED.find((name) => Object.hasOwn(fields, name));
  if (taken !== undefined) throw refused(`its field "${taken}" has a reserved name. Rename the field`);
  const own = writeFields(event_type, fields).slice(1, -1);
  const state = state_id === undefined ? '' : `,"state_id":${JSON.stringify(state_id)}`;
  const members = `"event_type":${JSON.stringify(event_type)}${own === '' ? '' : ','}${own}${state}`;
  const id = event_id ?? `evt-${randomUUID()}`;
  // 400 bytes are enough for the other members of a line. JSON escapes a character of the id in at most 6 bytes.
  const length = (members.length > SMALL_EVENT ? Buffer.byteLength(members) : members.length * 3) + id.length * 6 + 400;
  const limit = quotesInput(event_type) ? LARGEST_EVENT : LONGEST_LINE;
  if (length > limit) throw refused(`it is longer than ${limit} bytes. Shorten its fields`);
  return { event_id: id, members, length, isFact: isStateFact(event_type) };
}

/** Characters of the fields of an event that is small in any case: it needs no stub, and its bytes need not be counted. */
const SMALL_EVENT = Math.floor(LARGEST_MEMBER / 3);

/** Returns fields as JSON. Large values are stubs. */
function writeFields(eventType: string, fields: object): string {
  const text = JSON.stringify(fields);
  // UTF-8 has at most 3 bytes for each character of a JavaScript text, and a member is smaller than all members.
  if (text.length <= SMALL_EVENT) return text;
  const bound = boundFields(eventType, fields);
  return bound === fields ? text : JSON.stringify(bound);
}

function refused(why: string): AgentSafeError {
  return new AgentSafeError('ERR_AUDIT_UNAVAILABLE', `The event cannot be recorded: ${why}.`);
}

/** The last time that was written as a text. All events of a write have the same. */
let lastAt = Number.NaN;
let lastTimestamp = '';

/**
 * Returns the line of an event without its line end, and the receipt. `entry_hash` is the last member of the line. It is the SHA-256
 * of the bytes of the line without this member.
 *
 * @param at milliseconds since 1970, UTC
 * @param writeSeq number of the first event of the same write. Without it, the line has no `write_seq`, as in older logs
 * @param facts number of state facts in the log before this event
 */
export function formatLine(
  { event_id, isFact, members }: PreparedEvent,
  seq: number,
  at: number,
  prevHash: string,
  { facts = 0, writeSeq }: { readonly facts?: number | undefined; readonly writeSeq?: number | undefined } = {},
): AuditReceipt & { readonly line: string } {
  if (at !== lastAt) {
    lastTimestamp = new Date(at).toISOString();
    lastAt = at;
  }
  const timestamp = lastTimestamp;
  const id = JSON.stringify(event_id);
  const count = isFact === true ? facts + 1 : facts;
  const counted = count === 0 ? '' : `,"state_facts":${count}`;
  const write = writeSeq === undefined ? '' : `,"write_seq":${writeSeq}`;
  const open = `{"v":1,"seq":${seq},"event_id":${id},"timestamp":"${timestamp}",${members}${counted}${write},"prev_hash":"${prevHash}"`;
  const entry_hash = hash('sha256', `${open}}`);
  const line = `${open},"entry_hash":"${entry_hash}"}`;
  return { seq, event_id, timestamp, entry_hash, line, ...(count === 0 ? {} : { state_facts: count }) };
}
