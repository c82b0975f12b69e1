import { createHash } from 'node:crypto';
import { Webhook, type WebhookOptions } from '@agent-safe/webhook';
import type { Notifier } from './notifier.ts';

export type WebhookNotifierOptions = Omit<WebhookOptions, 'url' | 'secret'>;

/**
 * Returns a notifier that sends requests to a URL, signed as in Standard Webhooks. The body is
 * `{type: "approval.requested", timestamp, data: {request, commands}}`. The notifier follows no redirect, and connects to a private
 * address only with `allowPrivate`.
 *
 * @param url `https:`; its path and query may be secret, so errors name only its origin
 * @param secret `whsec_` and the base64 of 24 to 64 random bytes
 * @throws DeliveryError if the URL or the secret is invalid; the message contains neither
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 * @example
 * const notifier = webhookNotifier('https://chat.example/hooks/approvals', process.env.AGENT_SAFE_WEBHOOK_SECRET ?? '');
 */
export function webhookNotifier(url: string, secret: string, options: WebhookNotifierOptions = {}): Notifier {
  const webhook = new Webhook({ ...options, url, secret });
  return {
    name: `webhook-${createHash('sha256').update(webhook.url.href).digest('hex').slice(0, 16)}`,
    notify: async ({ commands, id, request, type }, signal) => {
      const connection = await webhook.open();
      try {
        const body = { type, timestamp: request.created_at, data: { request, commands } };
        await connection.send(id, JSON.stringify(body), signal);
      } finally {
        connection.close();
      }
    },
  };
}
