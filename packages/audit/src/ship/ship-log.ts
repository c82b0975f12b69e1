import { realLogPath } from '@agent-safe/core/node';
import { readLogFiles } from '../read/log-sizes.ts';
import { ShipCursor } from './cursor.ts';
import { checkArrived, deliver, lengthAfter } from './deliver.ts';
import { MOST_EVENTS, type Pending, readPending } from './pending.ts';
import { recordDelivery, recordFailure } from './ship-status.ts';
import type { Destination } from './shipper.ts';

export interface ShipResult {
  /** Number of events that arrived during this call. */
  readonly shipped: number;
  /** Number of the last event that the destination has; 0 if it has none, or if `state` is `busy`. */
  readonly seq: number;
  /** `busy` if another process ships to the same destination. */
  readonly state: 'done' | 'busy';
}

/**
 * Ships the events that a destination does not have yet, in order. After a failure, the next call continues after the last event that
 * arrived. If nothing is new, the destination is asked whether it still has what arrived there.
 *
 * @throws DeliveryError if the destination fails, or lost events; AgentSafeError ERR_AUDIT_INVALID if the log was tampered with
 */
export async function shipLog(given: string, destination: Destination, signal: AbortSignal): Promise<ShipResult> {
  const path = realLogPath(given);
  const cursor = new ShipCursor(path, destination.name);
  try {
    if (!cursor.tryTake()) return { shipped: 0, seq: 0, state: 'busy' };
    const result = await shipAll(path, cursor, destination, signal);
    recordDelivery(cursor, result.shipped);
    return result;
  } catch (error) {
    if (!signal.aborted) recordFailure(cursor, error);
    throw error;
  } finally {
    cursor.close();
  }
}

async function shipAll(
  path: string,
  cursor: ShipCursor,
  destination: Destination,
  signal: AbortSignal,
): Promise<ShipResult> {
  let shipped = 0;
  for (;;) {
    const from = cursor.read();
    const most = Math.max(MOST_EVENTS, destination.atOnce ?? 0);
    const pending = await readPending(path, await readLogFiles(path), from, most);
    if (pending.length === 0) {
      await checkArrived(destination, from, { isNew: shipped > 0, cursorPath: cursor.path }, signal);
      return { shipped, seq: from.head.seq, state: 'done' };
    }
    // The position is stored after each delivery, so a later failure does not repeat earlier deliveries.
    for (let start = 0; start < pending.length; ) {
      const length = await shipBatch(cursor, destination, pending.slice(start), signal);
      start += length ?? 0;
      shipped += length ?? 0;
      if (length === undefined) return { shipped, seq: pending[start - 1]?.event.seq ?? from.head.seq, state: 'busy' };
    }
  }
}

/**
 * Ships the next batch.
 *
 * @returns the number of events that arrived; undefined if another process took the cursor
 */
async function shipBatch(
  cursor: ShipCursor,
  destination: Destination,
  pending: readonly Pending[],
  signal: AbortSignal,
): Promise<number | undefined> {
  let length = Math.min(destination.atOnce ?? pending.length, pending.length);
  if (destination.repeatsBatches === true) length = readPlanned(cursor, pending, length) ?? length;
  for (;;) {
    const batch = pending.slice(0, length);
    const last = batch.at(-1);
    if (last === undefined) return 0;
    if (destination.repeatsBatches === true && !plan(cursor, last.event.seq)) return undefined;
    try {
      await deliver(
        destination,
        batch.map(({ event }) => event),
        signal,
      );
      return cursor.move(last.position) ? length : undefined;
    } catch (error) {
      length = lengthAfter(error, length);
    }
  }
}

/** Returns the length of the planned batch; undefined without a plan, or if the destination now takes fewer events at once. */
function readPlanned(cursor: ShipCursor, pending: readonly Pending[], most: number): number | undefined {
  const last = cursor.readPlan();
  const length = pending.findIndex(({ event }) => event.seq === last) + 1;
  return length > 0 && length <= most ? length : undefined;
}

function plan(cursor: ShipCursor, lastSeq: number): boolean {
  return cursor.readPlan() === lastSeq || cursor.plan(lastSeq);
}
