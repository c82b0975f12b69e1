import { createHash } from 'node:crypto';
import { DeliveryError, Endpoint, type EndpointOptions } from '@agent-safe/webhook';
import type { Notifier } from './notifier.ts';
import { loadSlackClient } from './slack-client.ts';
import { type SlackMessageOptions, slackMessage } from './slack-message.ts';

export type SlackNotifierOptions = Omit<EndpointOptions, 'url'> & SlackMessageOptions;

/**
 * Returns a notifier that posts requests to a Slack channel by an incoming webhook. The message holds all fields that an approver
 * needs and the commands to answer with. Text from agents is shown literally: it creates no link, mention or formatting.
 *
 * @param url of the incoming webhook. It is a secret: errors name only its origin
 * @throws DeliveryError if the URL is not `https:` or its host is a private address
 * @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 * @example
 * const notifier = slackNotifier(process.env.SLACK_WEBHOOK_URL ?? '');
 */
export function slackNotifier(url: string, { buttons, ...options }: SlackNotifierOptions = {}): Notifier {
  const receiver = new Endpoint({ ...options, url });
  return {
    name: `slack-${createHash('sha256').update(receiver.url.href).digest('hex').slice(0, 16)}`,
    notify: async (notice, signal) => {
      const { IncomingWebhook } = await loadSlackClient();
      let failure: unknown;
      // The default fetch would connect to any address, private ones included.
      const fetch = async (_: string | URL, init: { headers?: Record<string, string>; body?: unknown } = {}) => {
        try {
          return await send(receiver, init.headers ?? {}, String(init.body), signal);
        } catch (error) {
          failure = error;
          throw error;
        }
      };
      try {
        await new IncomingWebhook(receiver.url.href, { fetch }).send(slackMessage(notice, { buttons }));
      } catch (error) {
        // Slack's error wraps the delivery error, which carries `retryAfter`.
        throw failure instanceof DeliveryError ? failure : error;
      }
    },
  };
}

/** Sends a message and returns the success in the shape of a `fetch` response. */
async function send(receiver: Endpoint, headers: Readonly<Record<string, string>>, body: string, signal: AbortSignal) {
  const connection = await receiver.open();
  try {
    await connection.send(lowerCase(headers), body, signal);
  } finally {
    connection.close();
  }
  return {
    ok: true,
    status: 200,
    statusText: 'OK',
    url: receiver.url.origin,
    headers: { get: () => null, entries: () => [] },
    arrayBuffer: async () => new ArrayBuffer(),
    json: async () => null,
    text: async () => 'ok',
  };
}

function lowerCase(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
