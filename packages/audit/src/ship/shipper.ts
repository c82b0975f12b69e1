import { DeliveryError } from '@agent-safe/webhook';
import type { ShippedEvent } from '../event-formats/shipped-event.ts';

export type { ShippedEvent };

/**
 * Delivers events in their order. It resolves when they are stored durably. If it throws, the same events are delivered again later.
 * After a crash, some events may be delivered twice.
 *
 * @param events 1 to 200 events, or up to `atOnce`
 * @param signal aborted when the delivery takes too long, or when shipping stops
 */
export type Shipper = (events: readonly ShippedEvent[], signal: AbortSignal) => Promise<void>;

/** The events that have arrived at a destination: all up to this one. */
export interface ArrivedEvents {
  readonly seq: number;
  readonly entry_hash: string;
  /** Number of bytes of the log up to this event. */
  readonly bytes: number;
}

/** An event that a destination refused for good. The destination has a stub in its place, and the log has the event. */
export interface ParkedEvent {
  readonly seq: number;
  /** Bytes of the line that was refused. */
  readonly bytes: number;
  readonly entry_hash: string;
  /** Why the destination refused the event. */
  readonly reason: string;
}

/** A destination of shipped events. */
export interface Destination {
  /** Stable name without secrets. The position of the destination is stored under it, and errors contain it. */
  readonly name: string;
  readonly ship: Shipper;
  /** Maximum number of events in one delivery. The position is stored after each delivery. Default: no own limit. */
  readonly atOnce?: number;
  /**
   * Whether a delivery that is repeated, also after a crash, must have the same events as before. The end of each batch is then stored
   * before it is delivered. Default: false, and a repeated delivery may have more events.
   */
  readonly repeatsBatches?: boolean;
  /** Stores the newest checkpoint, if the destination has a separate place for it. It must not replace a larger one. */
  readonly shipCheckpoint?: (note: string, signal: AbortSignal) => Promise<void>;
  /**
   * Checks that the destination still has all events up to `arrived`. It is called when no event is pending, and once in each process.
   *
   * @throws DeliveryError that names the missing events
   */
  readonly checkArrived?: (arrived: ArrivedEvents, signal: AbortSignal) => Promise<void>;
  /** Closes connections. A later delivery may open them again. */
  readonly close?: () => void;
}

/**
 * A destination has events that the log lacks, as after the restore of a backup.
 *
 * @param last number of the last event at the destination
 * @param seq number of the last event of the log
 */
export function destinationAhead(where: string, last: number, seq: number): DeliveryError {
  const what = `${where} has events up to ${last}, but the log ends at event ${seq}`;
  return new DeliveryError(`${what}: it has the newer log. Restore the log from it, or ship to another destination`);
}

/** A destination lacks events that arrived there before. */
export class LostEvents extends DeliveryError {}

export { DeliveryError };
