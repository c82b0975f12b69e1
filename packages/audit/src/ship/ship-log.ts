import { realLogPath } from '@agent-safe/core/node';
import { readLogFiles, startOf } from '../read/log-sizes.ts';
import { checkArrived } from './check-arrived.ts';
import { ShipCursor } from './cursor.ts';
import { lengthAfter } from './deliver.ts';
import { deliverOrPark, describeAll, type OnParked } from './park.ts';
import { MOST_EVENTS, type Pending, readPending } from './pending.ts';
import { recordDelivery, recordFailure } from './ship-status.ts';
import type { Destination, ParkedEvent } from './shipper.ts';

export interface ShipResult {
  /** Number of events that arrived during this call. */
  readonly shipped: number;
  /** Number of the last event that the destination has; 0 if it has none, or if `state` is `busy`. */
  readonly seq: number;
  /** `busy` if another process ships to the same destination. */
  readonly state: 'done' | 'busy';
  /** Number of the last archived event, if the destination was new and began after it. */
  readonly archived?: number;
  /** Events that the destination refused for good during this call, if any. It has a stub in place of each. */
  readonly parked?: readonly ParkedEvent[];
  /** Number of all events that the destination ever refused for good, if any. */
  readonly parked_total?: number;
}

/**
 * Ships the events that a destination does not have yet, in order. After a failure, the next call continues after the last event that
 * arrived. If nothing is new, the destination is asked whether it still has the events that arrived. An event that the destination refuses
 * for good is parked: a stub takes its place.
 *
 * @throws DeliveryError if the destination fails, or lost events; AgentSafeError ERR_AUDIT_INVALID if the log was tampered with
 */
export async function shipLog(
  given: string,
  destination: Destination,
  signal: AbortSignal,
  onParked: OnParked = () => undefined,
): Promise<ShipResult> {
  const path = realLogPath(given);
  const cursor = new ShipCursor(path, destination.name);
  try {
    if (!cursor.tryTake()) return { shipped: 0, seq: 0, state: 'busy' };
    const result = await shipAll(path, cursor, { destination, onParked }, signal);
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
  { destination, onParked }: { readonly destination: Destination; readonly onParked: OnParked },
  signal: AbortSignal,
): Promise<ShipResult> {
  let [shipped, archived] = [0, 0];
  const parked: ParkedEvent[] = [];
  const park = (event: ParkedEvent) => {
    parked.push(event);
    onParked(destination.name, event);
  };
  const result = (seq: number, state: 'busy' | 'done'): ShipResult => {
    const left = archived === 0 ? {} : { archived };
    return { shipped, seq, state, ...left, ...describeAll(parked, cursor.countParked()) };
  };
  // Without a position, the destination may have events of a newer log.
  const isFirst = cursor.read().head.seq === 0;
  for (;;) {
    const from = cursor.read();
    const most = Math.max(MOST_EVENTS, destination.atOnce ?? 0);
    const files = await readLogFiles(path);
    if (from.head.seq === 0) archived = startOf(files).seq;
    const pending = await readPending(path, files, from, { most, cursor: cursor.path });
    if (pending.length === 0) {
      await checkArrived(destination, from, { isNew: shipped > 0 && !isFirst, cursorPath: cursor.path }, signal);
      return result(from.head.seq, 'done');
    }
    // The position is stored after each delivery, so a later failure does not repeat earlier deliveries.
    for (let start = 0; start < pending.length; ) {
      const length = await shipBatch(cursor, { destination, park }, pending.slice(start), signal);
      start += length ?? 0;
      shipped += length ?? 0;
      if (length === undefined) return result(pending[start - 1]?.event.seq ?? from.head.seq, 'busy');
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
  { destination, park }: { readonly destination: Destination; readonly park: (event: ParkedEvent) => void },
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
      const events = batch.map(({ event }) => event);
      const parked = await deliverOrPark(destination, events, signal);
      const isHeld = cursor.move(last.position, parked);
      if (parked !== undefined) park(parked);
      return isHeld ? length : undefined;
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
