/** An event that is shipped. */
export interface ShippedEvent {
  /** Number of the event in the log, from 1. */
  readonly seq: number;
  /** Id of the event. It is the same in every attempt, so receivers can deduplicate by it. */
  readonly event_id: string;
  readonly event_type: string;
  /** RFC 3339, UTC. */
  readonly timestamp: string;
  readonly entry_hash: string;
  /** Line of the log, byte for byte, without its line end. */
  readonly line: string;
  /** Bytes of an unfinished write before this event, which this event closes. */
  readonly torn?: Uint8Array;
  /** Whether this is the stub of an event that the destination refused for good. */
  readonly parked?: true;
}
