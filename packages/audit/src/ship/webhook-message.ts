import type { ShippedEvent } from './shipper.ts';

export { messageId as webhookId } from '../event-formats/message-id.ts';

/** Returns the message body of an event. Its `data` is the line of the log, byte for byte. */
export function webhookBody({ event_type, line, timestamp }: ShippedEvent): string {
  return `{"type":${JSON.stringify(`audit.${event_type}`)},"timestamp":${JSON.stringify(timestamp)},"data":${line}}`;
}

/**
 * Returns the message id of a batch: the numbers of its first and last event, and the beginning of the hash of its last event. The
 * hash identifies the log, and all events up to this one.
 */
export function webhookBatchId(first: ShippedEvent, last: ShippedEvent): string {
  return `batch-${first.seq}-${last.seq}-${last.entry_hash.slice(0, 32)}`;
}

/** Returns the message body of a batch. Its `data` has the lines of the log, byte for byte. */
export function webhookBatchBody(events: readonly ShippedEvent[], last: ShippedEvent): string {
  const data = events.map(({ line }) => line).join(',');
  return `{"type":"audit.batch","timestamp":${JSON.stringify(last.timestamp)},"data":[${data}]}`;
}
