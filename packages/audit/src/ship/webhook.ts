import { hash } from 'node:crypto';
import { Webhook, type WebhookConnection, type WebhookOptions } from '@agent-safe/webhook';
import type { Destination, ShippedEvent } from './shipper.ts';
import { webhookBody, webhookId } from './webhook-message.ts';

export type { WebhookOptions };

/**
 * Sends each event to a URL as a POST of its own, signed as Standard Webhooks say. An event has arrived when the answer is
 * 2xx; all else is a failure, a redirect too. Receivers deduplicate by the header `webhook-id`.
 *
 * The bytes of an unfinished write are not sent: the event that closes them states their number and their hash.
 * Connections are closed at the end of a batch. Proxies that the environment names are not used.
 *
 * @throws DeliveryError where the URL, the secret or a header is refused; its message holds none of them
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function webhookDestination(options: WebhookOptions): Destination {
  const webhook = new Webhook(options);
  // A long batch that fails, or takes too long, comes again as a whole: it goes on where it was, or it would never end.
  const arrived = new Set<string>();
  const send = async (connection: WebhookConnection, event: ShippedEvent, signal: AbortSignal) => {
    if (arrived.has(event.entry_hash)) return;
    await connection.send(webhookId(event), webhookBody(event), signal);
    arrived.add(event.entry_hash);
  };
  return {
    name: `webhook-${hash('sha256', webhook.url.href).slice(0, 16)}`,
    atOnce: 1,
    ship: async (events, signal) => {
      const connection = await webhook.open();
      try {
        for (const event of events) await send(connection, event, signal);
        for (const { entry_hash } of events) arrived.delete(entry_hash);
      } finally {
        connection.close();
      }
    },
  };
}
