import { hash, randomUUID } from 'node:crypto';
import { AgentSafeError, type AuditDraft, type AuditReceipt, isStateFact } from '@agent-safe/core';
import { boundFields, LARGEST_EVENT, quotesInput } from './bound-event.ts';

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
  const own = JSON.stringify(boundFields(event_type, fields)).slice(1, -1);
  const state = state_id === undefined ? '' : `,"state_id":${JSON.stringify(state_id)}`;
  const members = `"event_type":${JSON.stringify(event_type)}${own === '' ? '' : ','}${own}${state}`;
  const id = event_id ?? `evt-${randomUUID()}`;
  // 400 bytes are enough for the other members of a line. JSON escapes a character of the id in at most 6 bytes.
  const length = Buffer.byteLength(members) + id.length * 6 + 400;
  const limit = quotesInput(event_type) ? LARGEST_EVENT : LONGEST_LINE;
  if (length > limit) throw refused(`it is longer than ${limit} bytes. Shorten its fields`);
  return { event_id: id, members, length, isFact: isStateFact(event_type) };
}

function refused(why: string): AgentSafeError {
  return new AgentSafeError('ERR_AUDIT_UNAVAILABLE', `The event cannot be recorded: ${why}.`);
}

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
  const timestamp = new Date(at).toISOString();
  const id = JSON.stringify(event_id);
  const count = isFact === true ? facts + 1 : facts;
  const counted = count === 0 ? '' : `,"state_facts":${count}`;
  const write = writeSeq === undefined ? '' : `,"write_seq":${writeSeq}`;
  const open = `{"v":1,"seq":${seq},"event_id":${id},"timestamp":"${timestamp}",${members}${counted}${write},"prev_hash":"${prevHash}"`;
  const entry_hash = hash('sha256', `${open}}`);
  const line = `${open},"entry_hash":"${entry_hash}"}`;
  return { seq, event_id, timestamp, entry_hash, line, ...(count === 0 ? {} : { state_facts: count }) };
}
