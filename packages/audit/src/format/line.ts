import { hash, randomUUID } from 'node:crypto';
import { AgentSafeError, type AuditDraft, type AuditReceipt } from '@agent-safe/core';
import { boundFields, LARGEST_EVENT, quotesInput } from './bound-event.ts';

/** The `prev_hash` of the first event of a log. */
export const GENESIS_HASH = '0'.repeat(64);

/** Maximum length of a line in bytes, without its line end. Longer lines are not written and not read into memory. */
export const LONGEST_LINE = 4 * 1024 * 1024;

/** Members of every event. The fields of an event must not use these names. */
const RESERVED = ['v', 'seq', 'event_id', 'timestamp', 'event_type', 'prev_hash', 'entry_hash'];

/** An audit draft whose fields have any type. */
export interface LineContent extends Pick<AuditDraft, 'event_id' | 'event_type'> {
  readonly fields: object;
}

/** An audit draft as JSON text. Later changes of the draft's objects do not change the text. */
export interface PreparedEvent {
  readonly event_id: string;
  /** `"event_type":…` and the fields of the event. */
  readonly members: string;
  /** Upper bound of the length of the line, in bytes. */
  readonly length: number;
}

/**
 * Turns an audit draft into JSON text and gives it an id if it has none. Large values become stubs.
 *
 * @throws AgentSafeError ERR_AUDIT_UNAVAILABLE if a field has a reserved name, or if the line would be too long
 */
export function prepareEvent({ event_id, event_type, fields }: LineContent): PreparedEvent {
  const taken = RESERVED.find((name) => Object.hasOwn(fields, name));
  if (taken !== undefined) throw refused(`its field "${taken}" has a reserved name. Rename the field`);
  const own = JSON.stringify(boundFields(event_type, fields)).slice(1, -1);
  const members = `"event_type":${JSON.stringify(event_type)}${own === '' ? '' : ','}${own}`;
  const id = event_id ?? `evt-${randomUUID()}`;
  // 400 bytes are enough for the other members of a line. JSON escapes a character of the id in at most 6 bytes.
  const length = Buffer.byteLength(members) + id.length * 6 + 400;
  const limit = quotesInput(event_type) ? LARGEST_EVENT : LONGEST_LINE;
  if (length > limit) throw refused(`it is longer than ${limit} bytes. Shorten its fields`);
  return { event_id: id, members, length };
}

function refused(why: string): AgentSafeError {
  return new AgentSafeError('ERR_AUDIT_UNAVAILABLE', `The event cannot be recorded: ${why}.`);
}

/**
 * Returns the line of an event without its line end, and the receipt. `entry_hash` is the last member of the line. It is the SHA-256
 * of the bytes of the line without this member.
 *
 * @param at milliseconds since 1970, UTC
 */
export function formatLine(
  { event_id, members }: PreparedEvent,
  seq: number,
  at: number,
  prevHash: string,
): AuditReceipt & { readonly line: string } {
  const timestamp = new Date(at).toISOString();
  const id = JSON.stringify(event_id);
  const open = `{"v":1,"seq":${seq},"event_id":${id},"timestamp":"${timestamp}",${members},"prev_hash":"${prevHash}"`;
  const entry_hash = hash('sha256', `${open}}`);
  return { seq, event_id, timestamp, entry_hash, line: `${open},"entry_hash":"${entry_hash}"}` };
}
