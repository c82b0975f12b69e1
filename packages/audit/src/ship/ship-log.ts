import { parseJson } from '@agent-safe/core';
import { realLogPath } from '@agent-safe/core/node';
import { readLogFiles } from '../read/log-sizes.ts';
import { ShipCursor } from './cursor.ts';
import { readPending } from './pending.ts';
import { DeliveryError, type Destination, type ShippedEvent } from './shipper.ts';

/** Maximum duration of one delivery in milliseconds. A destination that hangs is retried later. */
const LONGEST_BATCH = 60_000;

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
 * arrived.
 *
 * @throws DeliveryError if the destination fails; AgentSafeError ERR_AUDIT_INVALID if the log was tampered with
 */
export async function shipLog(given: string, destination: Destination, signal: AbortSignal): Promise<ShipResult> {
  const path = realLogPath(given);
  const cursor = new ShipCursor(path, destination.name);
  let shipped = 0;
  try {
    if (!cursor.tryTake()) return { shipped, seq: 0, state: 'busy' };
    for (;;) {
      const from = cursor.read();
      const pending = await readPending(path, await readLogFiles(path), from);
      if (pending.length === 0) return { shipped, seq: from.head.seq, state: 'done' };
      const atOnce = destination.atOnce ?? pending.length;
      // The position is stored after each delivery, so a later failure does not repeat earlier deliveries.
      for (let start = 0; start < pending.length; start += atOnce) {
        const batch = pending.slice(start, start + atOnce);
        const position = batch.at(-1)?.position ?? from;
        const events = batch.map(({ event }) => event);
        await deliver(destination, events, signal);
        shipped += batch.length;
        if (!cursor.move(position)) return { shipped, seq: position.head.seq, state: 'busy' };
      }
    }
  } finally {
    cursor.close();
  }
}

/** Delivers one batch and the newest checkpoint in it. @throws DeliveryError if it takes too long, or if the signal is aborted */
export function deliver(destination: Destination, events: readonly ShippedEvent[], signal: AbortSignal): Promise<void> {
  return bounded(signal, async (limit) => {
    await destination.ship(events, limit);
    const note = readNote(events.findLast(({ event_type }) => event_type === 'checkpoint'));
    if (note !== undefined) await destination.shipCheckpoint?.(note, limit);
  });
}

function readNote(event: ShippedEvent | undefined): string | undefined {
  if (event === undefined) return undefined;
  const { note } = parseJson(event.line, 'the checkpoint') as { readonly note?: unknown };
  return typeof note === 'string' ? note : undefined;
}

/** Rejects when the signal is aborted, even if the shipper ignores the signal. */
async function bounded(signal: AbortSignal, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(LONGEST_BATCH)]);
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () =>
    reject(
      new DeliveryError(
        signal.aborted ? 'the delivery was canceled' : `the delivery took longer than ${LONGEST_BATCH} ms`,
      ),
    );
  if (limit.aborted) stop();
  limit.addEventListener('abort', stop, { once: true });
  try {
    await Promise.race([work(limit), promise]);
  } finally {
    limit.removeEventListener('abort', stop);
  }
}
