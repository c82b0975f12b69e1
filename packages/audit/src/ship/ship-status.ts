import { readFileSync } from 'node:fs';
import { realLogPath, replaceFile } from '@agent-safe/core/node';
import { findLogEnd } from '../read/find-log-end.ts';
import { sizeOf } from '../read/log-blocks.ts';
import { readLogFiles, startOf } from '../read/log-sizes.ts';
import { ShipCursor } from './cursor.ts';
import { readPending } from './pending.ts';
import { toSafeError } from './safe-error.ts';
import type { Destination } from './shipper.ts';

/** The last failure of a destination. The message contains no secret. */
export interface ShipFailure {
  readonly message: string;
  /** RFC 3339, UTC. */
  readonly at: string;
  /** Failures since the last success. */
  readonly failures: number;
}

/** How far a destination is behind the log. */
export interface ShipStatus {
  readonly destination: string;
  /** Number of the last event that arrived; 0 if none did. */
  readonly seq: number;
  /** Number of the last event of the log. */
  readonly end_seq: number;
  readonly lag_events: number;
  readonly lag_bytes: number;
  /** Age of the oldest event that has not arrived; 0 if all have. */
  readonly lag_seconds: number;
  /** Number of events that the destination refused for good, and has a stub of. */
  readonly parked: number;
  /** RFC 3339, UTC; undefined if no event arrived yet. */
  readonly last_delivery_at?: string | undefined;
  readonly last_error?: ShipFailure | undefined;
}

type Recorded = Pick<ShipStatus, 'last_delivery_at' | 'last_error'>;

/** Records a delivery, for `audit ship --status`. A failure to write the record is ignored. */
export function recordDelivery(cursor: ShipCursor, shipped: number): void {
  const before = read(cursor);
  if (shipped === 0 && before.last_error === undefined) return;
  const last_delivery_at = shipped > 0 ? new Date().toISOString() : before.last_delivery_at;
  write(cursor, { last_delivery_at });
}

/** Records a failed delivery, as {@link recordDelivery} does. */
export function recordFailure(cursor: ShipCursor, error: unknown): void {
  const { last_delivery_at, last_error } = read(cursor);
  const { message } = toSafeError(error);
  const at = new Date().toISOString();
  write(cursor, { last_delivery_at, last_error: { message, at, failures: (last_error?.failures ?? 0) + 1 } });
}

/**
 * Returns how far a destination is behind a log. The destination is not contacted.
 *
 * @param now milliseconds since 1970, UTC
 * @throws AgentSafeError ERR_AUDIT_INVALID if the log or the position cannot be read, or if the log does not continue the shipped events
 */
export async function readShipStatus(given: string, destination: Destination, now = Date.now()): Promise<ShipStatus> {
  const path = realLogPath(given);
  const cursor = new ShipCursor(path, destination.name);
  const files = await readLogFiles(path);
  const start = startOf(files);
  const position = cursor.peek();
  const end_seq = (await findLogEnd(path, files))?.head.seq ?? 0;
  const [oldest] = await readPending(path, files, position, { most: 1, cursor: cursor.path });
  const age = oldest === undefined ? 0 : now - Date.parse(oldest.event.timestamp);
  return {
    destination: destination.name,
    seq: position.head.seq,
    end_seq,
    // A destination without events begins after the archived ones.
    lag_events: Math.max(0, end_seq - Math.max(position.head.seq, start.seq)),
    lag_bytes: oldest === undefined ? 0 : Math.max(0, sizeOf(files) - Math.max(position.offset, start.offset)),
    lag_seconds: Math.max(0, Math.round((Number.isNaN(age) ? 0 : age) / 1_000)),
    parked: position.parked,
    ...read(cursor),
  };
}

function read(cursor: ShipCursor): Recorded {
  try {
    return JSON.parse(readFileSync(cursor.statusPath, 'utf8')) as Recorded;
  } catch {
    return {};
  }
}

function write(cursor: ShipCursor, recorded: Recorded): void {
  try {
    replaceFile(cursor.statusPath, `${JSON.stringify(recorded)}\n`);
  } catch {
    // The folder may be read-only for a moment. Shipping continues without the record.
  }
}
