import { isWebhookId } from '@agent-safe/webhook';
import type { ShippedEvent } from './shipper.ts';

/**
 * What identifies an event at its receivers: its `event_id`. Whoever asks may have chosen that one, and so what is no safe
 * id gives way to `entry-` and its entry hash, which is no less the same at every attempt.
 */
export function webhookId({ entry_hash, event_id }: ShippedEvent): string {
  return isWebhookId(event_id) ? event_id : `entry-${entry_hash}`;
}

/** The body of the message of an event. Its `data` is the line of the log, byte for byte. */
export function webhookBody({ event_type, line, timestamp }: ShippedEvent): string {
  return `{"type":${JSON.stringify(`audit.${event_type}`)},"timestamp":${JSON.stringify(timestamp)},"data":${line}}`;
}
