import { parseJson } from '@agent-safe/core';
import { DeliveryError, type Destination, type ShippedEvent } from './shipper.ts';

/** Maximum duration of one delivery in milliseconds. A destination that hangs is retried later. */
const LONGEST_BATCH = 60_000;

/** Delivers one batch and the newest checkpoint in it. @throws DeliveryError if it takes too long, or if the signal is aborted */
export function deliver(destination: Destination, events: readonly ShippedEvent[], signal: AbortSignal): Promise<void> {
  return bounded(signal, async (limit) => {
    await destination.ship(events, limit);
    const note = readNote(events.findLast(({ event_type }) => event_type === 'checkpoint'));
    if (note !== undefined) await destination.shipCheckpoint?.(note, limit);
  });
}

/**
 * Returns the number of events to deliver after a failed delivery: half of them if the destination refused the batch for good, so
 * that one event that it does not take holds up no other.
 *
 * @throws the error if the delivery may succeed later, or if the refused batch is a single event
 */
export function lengthAfter(error: unknown, length: number): number {
  if (!(error instanceof DeliveryError) || !error.isFinal || length === 1) throw error;
  return length >> 1;
}

function readNote(event: ShippedEvent | undefined): string | undefined {
  if (event === undefined) return undefined;
  const { note } = parseJson(event.line, 'the checkpoint') as { readonly note?: unknown };
  return typeof note === 'string' ? note : undefined;
}

/** Rejects when the signal is aborted, even if the shipper ignores the signal. */
export async function bounded(signal: AbortSignal, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
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
