import { AgentSafeError, type JsonValue } from '@agent-safe/core';
import { Chain } from '../format/chain.ts';
import { readText } from '../format/read-text.ts';
import { endOfLog } from '../read/end-of-log.ts';
import { findLogEnd } from '../read/find-log-end.ts';
import { readFileLines, type SizedFile, startOf } from '../read/log-sizes.ts';
import type { CursorPosition } from './cursor.ts';
import type { ShippedEvent } from './shipper.ts';

/** Number of events of one read, unless the destination takes more at once. */
export const MOST_EVENTS = 200;
/** Bytes of one read. The last event may exceed them. */
const MOST_BYTES = 1024 * 1024;

/** An event to ship, and the position after it. */
export interface Pending {
  readonly event: ShippedEvent;
  readonly position: CursorPosition;
}

/**
 * Reads the events after those that have arrived. Each must follow the event before it in the chain, so events that were tampered
 * with are not shipped.
 *
 * @param files of the log, oldest first
 * @param most number of events that are read at most
 * @param cursor path of the file with the position, for messages
 * @throws AgentSafeError ERR_AUDIT_INVALID if the log does not continue the shipped events
 */
export async function readPending(
  path: string,
  files: readonly SizedFile[],
  from: CursorPosition,
  { most, cursor }: { readonly most: number; readonly cursor: string },
): Promise<readonly Pending[]> {
  const begin = beginAt(path, files, from, cursor);
  const chain = new Chain(begin.head, begin.offset);
  const pending: Pending[] = [];
  let torn: Buffer[] = [];
  let bytesRead = 0;
  let open = path;
  const take = (bytes: Buffer, start: number, end: number, ended: boolean): boolean => {
    const length = end - start + (ended ? 1 : 0);
    const read = chain.take(bytes, start, end, ended, { file: open, line: 0, offset: chain.offset });
    if (read === 'tampered') throw tampered(path, chain.head.seq + 1, cursor);
    bytesRead += length;
    if (read === undefined) {
      torn.push(Buffer.from(bytes.subarray(start, start + length)));
      return true;
    }
    const { head, offset } = chain;
    const line = bytes.toString('utf8', start, end);
    const closed = torn.length === 0 ? {} : { torn: Buffer.concat(torn) };
    const event = { ...describe(read.event), seq: head.seq, entry_hash: read.entry_hash, line, ...closed };
    pending.push({ event, position: { head, offset } });
    torn = [];
    return pending.length < most && bytesRead < MOST_BYTES;
  };

  let size = 0;
  for (const file of files) {
    const start = Math.max(0, begin.offset - size);
    size += file.size;
    const isFull = pending.length >= most || bytesRead >= MOST_BYTES;
    open = file.path;
    if (start < file.size && !isFull) await readFileLines(path, file, start, take);
  }
  if (size < begin.offset || (pending.length === 0 && endOfLog(chain, files).state === 'tampered')) {
    throw tampered(path, chain.head.seq + 1, cursor);
  }
  if (pending.length === 0 && size === begin.offset && begin.offset > 0) {
    // No event continues the shipped ones, so only the last one shows whether this is the log that was shipped.
    const end = await findLogEnd(path, files);
    if (end !== undefined && end.head.hash !== begin.head.hash) throw tampered(path, begin.head.seq, cursor);
  }
  return pending;
}

/**
 * Returns where shipping continues. A destination without events begins after the archived ones.
 *
 * @throws AgentSafeError ERR_AUDIT_INVALID if events were archived that the destination lacks
 */
function beginAt(path: string, files: readonly SizedFile[], from: CursorPosition, cursor: string): CursorPosition {
  const start = startOf(files);
  if (from.offset >= start.offset) return from;
  if (from.head.seq === 0) return { head: start, offset: start.offset };
  const events = `Events ${from.head.seq + 1} to ${start.seq} of the audit log ${path}`;
  const summary = `${events} were archived before the destination had them: ${start.folder}. Send them from there. To ship only later events, remove the position of the destination: ${cursor}.`;
  throw new AgentSafeError('ERR_AUDIT_INVALID', summary);
}

function describe(event: {
  readonly [field: string]: JsonValue;
}): Pick<ShippedEvent, 'event_id' | 'event_type' | 'timestamp'> {
  const { event_id, event_type, timestamp } = event;
  return { event_id: readText(event_id), event_type: readText(event_type), timestamp: readText(timestamp) };
}

function tampered(path: string, seq: number, cursor: string): AgentSafeError {
  const summary = `The audit log ${path} does not continue the events that were shipped: event ${seq} was tampered with, or earlier events were removed. Run "agent-safe audit verify". If a backup of the log was restored, the destination has newer events: ship to another destination, or remove ${cursor} to ship all events again.`;
  return new AgentSafeError('ERR_AUDIT_INVALID', summary);
}
