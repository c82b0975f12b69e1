import { createHash } from 'node:crypto';
import { DeliveryError, Endpoint, type EndpointOptions } from '@agent-safe/webhook';
import type { Notifier } from './notifier.ts';
import { loadSlackClient } from './slack-client.ts';
import { slackMessage } from './slack-message.ts';

export type SlackNotifierOptions = Omit<EndpointOptions, 'url'>;

/**
 * Posts requests to a channel of Slack, by an incoming webhook: all that an approver needs, and the command to answer with. What agents
 * wrote is shown as they wrote it: it makes no link, mentions nobody and cannot be taken for something else of the message.
 *
 * @param url of the incoming webhook. It is a secret: no error names more than its origin
 * @throws DeliveryError where it is no `https:` URL, or leads to a private address
 * @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 * @example
 * const notifier = slackNotifier(process.env.SLACK_WEBHOOK_URL ?? '');
 */
export function slackNotifier(url: string, options: SlackNotifierOptions = {}): Notifier {
  const receiver = new Endpoint({ ...options, url });
  return {
    name: `slack-${createHash('sha256').update(receiver.url.href).digest('hex').slice(0, 16)}`,
    notify: async (notice, signal) => {
      const { IncomingWebhook } = await loadSlackClient();
      let failure: unknown;
      // Its own way would follow wherever a name leads.
      const fetch = async (_: string | URL, init: { headers?: Record<string, string>; body?: unknown } = {}) => {
        try {
          return await send(receiver, init.headers ?? {}, String(init.body), signal);
        } catch (error) {
          failure = error;
          throw error;
        }
      };
      try {
        await new IncomingWebhook(receiver.url.href, { fetch }).send(slackMessage(notice));
      } catch (error) {
        // Slack's error wraps ours, which knows when to try again.
        throw failure instanceof DeliveryError ? failure : error;
      }
    },
  };
}

/** A message that has arrived, in the shape of an answer to `fetch`. */
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
