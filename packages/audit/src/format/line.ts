import { hash, randomUUID } from 'node:crypto';
import { AgentSafeError, type AuditDraft, type AuditReceipt } from '@agent-safe/core';

/** What the first event of a log has for its `prev_hash`. */
export const GENESIS_HASH = '0'.repeat(64);

/** The longest line, in bytes, its line end left out. Longer ones are not written, and not read into memory. */
export const LONGEST_LINE = 4 * 1024 * 1024;

/** The members that make the chain: no event has them as fields of its own. */
const RESERVED = ['v', 'seq', 'event_id', 'timestamp', 'event_type', 'prev_hash', 'entry_hash'];

/** A draft as the format sees it, which knows no field of any event. */
export interface LineContent extends Pick<AuditDraft, 'event_id' | 'event_type'> {
  readonly fields: object;
}

/** A draft turned into text once, so that nothing that changes afterwards changes what is recorded. */
export interface PreparedEvent {
  readonly event_id: string;
  /** `"event_type":…` and the event's own fields. */
  readonly members: string;
  /** The bytes of its line, at most. */
  readonly length: number;
}

/** @throws AgentSafeError ERR_AUDIT_UNAVAILABLE where it cannot be a line of the log */
export function prepareEvent({ event_id, event_type, fields }: LineContent): PreparedEvent {
  const taken = RESERVED.find((name) => Object.hasOwn(fields, name));
  if (taken !== undefined) throw refused(`an event cannot have a field "${taken}" of its own`);
  const own = JSON.stringify(fields).slice(1, -1);
  const members = `"event_type":${JSON.stringify(event_type)}${own === '' ? '' : ','}${own}`;
  const id = event_id ?? `evt-${randomUUID()}`;
  // The rest of a line: names, numbers, a time and two hashes. Each character of an id may be escaped.
  const length = Buffer.byteLength(members) + id.length * 6 + 400;
  if (length > LONGEST_LINE) throw refused(`it is longer than ${LONGEST_LINE} bytes`);
  return { event_id: id, members, length };
}

function refused(why: string): AgentSafeError {
  return new AgentSafeError('ERR_AUDIT_UNAVAILABLE', `The event cannot be recorded: ${why}.`);
}

/**
 * The line of an event, without its line end, and what it is chained by: SHA-256 over the bytes of the line with the
 * member `entry_hash`, which is its last, cut out.
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
