/** One event on its way to another place. */
export interface ShippedEvent {
  /** Its place in the log, from 1. */
  readonly seq: number;
  /** The same however often it is sent: receivers deduplicate by it. */
  readonly event_id: string;
  readonly event_type: string;
  /** RFC 3339, UTC. */
  readonly timestamp: string;
  readonly entry_hash: string;
  /** The line of the log, byte for byte, without its line end. */
  readonly line: string;
  /** Bytes of an unfinished write that stand between the event before and this one, which closes them. */
  readonly torn?: Uint8Array;
}

/**
 * Takes events to another place, in their order. It resolves when they have arrived to stay; whatever it throws, the same
 * events come again later. After a crash some may come twice.
 *
 * @param events at least one, and at most some hundred
 * @param signal aborted when it takes too long, or when the process ends
 */
export type Shipper = (events: readonly ShippedEvent[], signal: AbortSignal) => Promise<void>;

/** A place that events are shipped to. */
export interface Destination {
  /** Stable, and free of secrets: the cursor of the destination is kept under it, and errors name it. */
  readonly name: string;
  readonly ship: Shipper;
  /** How many events it gets at most: what it took is not sent again, if what follows fails. */
  readonly atOnce?: number;
  /** Takes the newest checkpoint, where the destination has a place of its own for it. It never replaces a larger one. */
  readonly shipCheckpoint?: (note: string, signal: AbortSignal) => Promise<void>;
}

export { DeliveryError } from '@agent-safe/webhook';
