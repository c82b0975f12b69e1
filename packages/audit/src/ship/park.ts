import { parseJson } from '@agent-safe/core';
import { deliver } from './deliver.ts';
import { DeliveryError, type Destination, type ParkedEvent, type ShippedEvent } from './shipper.ts';

/** Called for each parked event. */
export type OnParked = (destination: string, parked: ParkedEvent) => void;

/**
 * Delivers events. If the destination refuses a single event for good, a stub takes its place, so that it holds up no later event.
 *
 * @returns the parked event; undefined if all events arrived
 * @throws DeliveryError if the delivery fails, or if the destination refuses the stub too: it then refuses every event
 */
export async function deliverOrPark(
  destination: Destination,
  events: readonly ShippedEvent[],
  signal: AbortSignal,
): Promise<ParkedEvent | undefined> {
  try {
    await deliver(destination, events, signal);
    return undefined;
  } catch (error) {
    const [event, ...others] = events;
    if (event === undefined || others.length > 0 || !isRefusal(error)) throw error;
    return park(destination, event, error, signal);
  }
}

/** Returns the members of a result about parked events. An empty result has no member. */
export function describeAll(parked: readonly ParkedEvent[], total: number) {
  return { ...(parked.length > 0 && { parked }), ...(total > 0 && { parked_total: total }) };
}

async function park(
  destination: Destination,
  event: ShippedEvent,
  { message: reason }: DeliveryError,
  signal: AbortSignal,
): Promise<ParkedEvent> {
  const { entry_hash, line, seq } = event;
  const bytes = Buffer.byteLength(line);
  try {
    await deliver(destination, [stubOf(event, bytes)], signal);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const all = `It also refused a stub in place of event ${seq}, so it may refuse every event`;
    throw new DeliveryError(`${reason}. ${all}. Check the secret and the address of the receiver`);
  }
  return { seq, bytes, entry_hash, reason };
}

function isRefusal(error: unknown): error is DeliveryError {
  return error instanceof DeliveryError && error.isFinal;
}

/** Returns the event that stands for a parked event. The chain of hashes goes on over it: it has both hashes of the event. */
function stubOf({ entry_hash, event_type, line, seq, timestamp }: ShippedEvent, bytes: number): ShippedEvent {
  const { prev_hash } = parseJson(line, 'the event') as { readonly prev_hash?: unknown };
  const before = typeof prev_hash === 'string' ? { prev_hash: prev_hash.slice(0, 64) } : {};
  // A receiver may refuse an event because of these texts, so only the usual ones are repeated.
  const type = /^[a-z_]{1,32}$/.test(event_type) ? event_type : 'unknown';
  const at = /^[\d:.TZ+-]{1,35}$/.test(timestamp) ? timestamp : '';
  const stub = { v: 1, seq, timestamp: at, event_type: type, parked: true, bytes, ...before, entry_hash };
  return {
    seq,
    // Another id than that of the event, which the receiver may know as refused.
    event_id: `parked-${entry_hash}`,
    event_type: 'parked',
    timestamp: at,
    entry_hash,
    line: JSON.stringify(stub),
    parked: true,
  };
}
