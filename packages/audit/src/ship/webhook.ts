import { hash } from 'node:crypto';
import { Webhook, type WebhookConnection, type WebhookOptions } from '@agent-safe/webhook';
import type { Destination, ShippedEvent } from './shipper.ts';
import { webhookBody, webhookId } from './webhook-message.ts';

export type { WebhookOptions };

/**
 * Sends each event to a URL in one POST request, signed according to Standard Webhooks. An event has arrived if the response status is
 * 2xx. Any other response is a failure, also a redirect. Receivers deduplicate by the header `webhook-id`.
 *
 * The bytes of an unfinished write are not sent. The event that closes them contains their length and hash. The connection is closed
 * after each batch. Proxies from environment variables are not used.
 *
 * @throws DeliveryError if the URL, the secret or a header is not valid. The message contains none of them
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function webhookDestination(options: WebhookOptions): Destination {
  const webhook = new Webhook(options);
  // After a failure, the whole batch is delivered again. Events that arrived are skipped, so that a long batch can finish.
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
