import type { LoggedEvent, RecordedVersion } from '@agent-safe/core';
import { readLine } from '../format/read-line.ts';

/** What of a line tells whether anybody has to look at it. */
export interface LineGlance {
  readonly seq: number;
  /** The event, where it is of a kind that was asked for. Its own hash was checked. */
  readonly event: LoggedEvent | undefined;
}

/** Longer ids are read the slow way. */
const LONGEST_HEAD = 256;
const HEAD = /^\{"v":1,"seq":(\d{1,15}),"event_id":"[^"\\]*","timestamp":"[^"\\]*","event_type":"([a-z_]+)"/;
const CLOSING_BRACE = 0x7d;

/**
 * Looks at the beginning of a line, which is as Agent-Safe writes it, and reads the rest only of some: most lines of a log are of
 * no interest to whoever looks for a few, and reading them takes nearly all the time.
 *
 * @param kinds of events to read
 * @returns `legacy` for a line of 0.11; `damaged` for what is no event
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

/** The request and version that an event of an approval is of. */
export function readVersion(event: LoggedEvent): (RecordedVersion & { readonly requestId: string }) | undefined {
  const { event_type, mark, request_id, version } = event;
  const isApproval = event_type === 'approval_requested' || event_type === 'approval_resolved';
  if (!isApproval || typeof request_id !== 'string' || typeof version !== 'number') return undefined;
  return { requestId: request_id, version, mark: typeof mark === 'string' ? mark : null };
}
