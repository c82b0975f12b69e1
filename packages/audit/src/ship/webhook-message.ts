import { isWebhookId } from '@agent-safe/webhook';
import type { ShippedEvent } from './shipper.ts';

/**
 * Returns the message id of an event: its `event_id`. Callers may have chosen that id. If it is not a safe message id, the result is
 * `entry-` and the entry hash. Both are the same in every attempt.
 */
export function webhookId({ entry_hash, event_id }: ShippedEvent): string {
  return isWebhookId(event_id) ? event_id : `entry-${entry_hash}`;
}

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
