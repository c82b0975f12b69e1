import { createHash } from 'node:crypto';
import { Webhook, type WebhookOptions } from '@agent-safe/webhook';
import type { Notifier } from './notifier.ts';

export type WebhookNotifierOptions = Omit<WebhookOptions, 'url' | 'secret'>;

/**
 * Sends requests to a URL, signed as Standard Webhooks say: `{type: "approval.requested", timestamp, data: {request, commands}}`.
 * It follows no redirect, and reaches no private address unless `allowPrivate` says so.
 *
 * @param url `https:`; its path and query may be secret, and no error names them
 * @param secret `whsec_` and the base64 of 24 to 64 random bytes
 * @throws DeliveryError where one of them is refused; its message holds none of them
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
