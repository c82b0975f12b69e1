import type { LoggedEvent, RecordedVersion } from '@agent-safe/core';
import { readLine } from '../format/read-line.ts';

/** Number of a line, and its event if the event has one of the wanted types. */
export interface LineGlance {
  readonly seq: number;
  /** The event, if it has one of the wanted types. Its own hash was verified. */
  readonly event: LoggedEvent | undefined;
}

/** Bytes at the beginning of a line that are searched for its type. A line with a longer id is parsed. */
const LONGEST_HEAD = 256;
const HEAD = /^\{"v":1,"seq":(\d{1,15}),"event_id":"[^"\\]*","timestamp":"[^"\\]*","event_type":"([a-z_]+)"/;
const CLOSING_BRACE = 0x7d;

/**
 * Reads the number and the type at the beginning of a line. It parses the rest only for the given types, because parsing takes nearly
 * all the time and most lines have other types.
 *
 * @param kinds event types to parse
 * @returns `legacy` for a line of 0.11; `damaged` for a line that is not an event
 */
export function glanceAtLine(
  bytes: Buffer,
  start: number,
  end: number,
  kinds: readonly string[],
): LineGlance | 'legacy' | 'damaged' {
  const [, seq, kind = ''] = HEAD.exec(bytes.toString('latin1', start, Math.min(end, start + LONGEST_HEAD))) ?? [];
  if (seq !== undefined && !kinds.includes(kind)) {
    return bytes[end - 1] === CLOSING_BRACE ? { seq: Number(seq), event: undefined } : 'damaged';
  }
  const read = readLine(bytes, start, end);
  if (typeof read === 'string') return 'damaged';
  if (read.seq === undefined) return 'legacy';
  const { event_type } = read.event;
  const isAskedFor = typeof event_type === 'string' && kinds.includes(event_type);
  return { seq: read.seq, event: isAskedFor ? read.event : undefined };
}

/** Returns the request id, version and MAC of an approval event; undefined for any other event. */
export function readVersion(event: LoggedEvent): (RecordedVersion & { readonly requestId: string }) | undefined {
  const { event_type, mark, request_id, version } = event;
  const isApproval = event_type === 'approval_requested' || event_type === 'approval_resolved';
  if (!isApproval || typeof request_id !== 'string' || typeof version !== 'number') return undefined;
  return { requestId: request_id, version, mark: typeof mark === 'string' ? mark : null };
}
