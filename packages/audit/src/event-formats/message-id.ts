import { isWebhookId } from '@agent-safe/webhook';
import type { ShippedEvent } from './shipped-event.ts';

/**
 * Returns the message id of an event: its `event_id`. Callers may have chosen that id. If it is not a safe message id, the result is
 * `entry-` and the entry hash. Both are the same in every attempt.
 */
export function messageId({ entry_hash, event_id }: ShippedEvent): string {
  return isWebhookId(event_id) ? event_id : `entry-${entry_hash}`;
}
