import { hash } from 'node:crypto';
import { SETTING_LIMITS } from '@agent-safe/core';
import { DeliveryError, Webhook, type WebhookConnection, type WebhookOptions } from '@agent-safe/webhook';
import { type AuditFormat, type EncodedEvents, encodeEvents } from '../event-formats/event-format.ts';
import { countRejected } from '../event-formats/otlp.ts';
import type { Destination, ShippedEvent } from './shipper.ts';
import { webhookBatchBody, webhookBatchId, webhookBody, webhookId } from './webhook-message.ts';

const { most } = SETTING_LIMITS.webhookBatch;

export interface WebhookDestinationOptions extends WebhookOptions {
  /** Number of events in one request at most, 1 to 1,000. Default: 1, and each request has one event instead of a batch. */
  readonly batch?: number | undefined;
  /** Form of the events. Default: the body of Standard Webhooks with the lines of the log. */
  readonly format?: AuditFormat | undefined;
}

/**
 * Sends events to a URL in POST requests, signed according to Standard Webhooks: each in one request, or with `batch` several in one.
 * They have arrived if the response status is 2xx. Any other response is a failure, also a redirect. The next request is sent after the
 * response, so events arrive in order. Receivers deduplicate by the header `webhook-id`.
 *
 * The bytes of an unfinished write are not sent. The event that closes them contains their length and hash. The connection is kept
 * between deliveries, until it was idle for 4 seconds. Proxies from environment variables are not used.
 *
 * @throws DeliveryError if an option is not valid. The message contains no URL, secret or header
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function webhookDestination(options: WebhookDestinationOptions): Destination {
  const { batch = 1, format = 'agent-safe' } = options;
  if (!(Number.isInteger(batch) && batch >= 1 && batch <= most))
    throw new DeliveryError(`the batch of the webhook must be a whole number from 1 to ${most}`);
  const webhook = new Webhook(options);
  let opened: Promise<WebhookConnection> | undefined;
  const encode = encoder(format);
  const send = batch === 1 ? sendEach(encode) : sendBatch(encode);
  return {
    name: `webhook-${hash('sha256', webhook.url.href).slice(0, 16)}${format === 'agent-safe' ? '' : `-${format}`}`,
    atOnce: batch,
    repeatsBatches: batch > 1,
    ship: async (events, signal) => {
      opened ??= webhook.open();
      await send(await opened, events, signal);
    },
    close: () => {
      void opened?.then((connection) => connection.close());
      opened = undefined;
    },
  };
}

/** Returns the body of one event, or of a batch. */
type Encode = (events: readonly ShippedEvent[], isBatch: boolean) => EncodedEvents & { readonly format: AuditFormat };
type Send = (connection: WebhookConnection, events: readonly ShippedEvent[], signal: AbortSignal) => Promise<void>;

function encoder(format: AuditFormat): Encode {
  if (format !== 'agent-safe') return (events, isBatch) => ({ ...encodeEvents(format, events, isBatch), format });
  return (events, isBatch) => {
    const [first, last] = [events[0], events.at(-1)];
    if (first === undefined || last === undefined) throw new DeliveryError('there is no event to send');
    const body = isBatch ? webhookBatchBody(events, last) : webhookBody(first);
    return { contentType: 'application/json', body, format };
  };
}

function sendEach(encode: Encode): Send {
  // After a failure, all events of a delivery are delivered again. Events that arrived are skipped, so that a long delivery can finish.
  const arrived = new Set<string>();
  return async (connection, events, signal) => {
    for (const event of events) {
      if (arrived.has(event.entry_hash)) continue;
      await post(connection, webhookId(event), encode([event], false), signal);
      arrived.add(event.entry_hash);
    }
    for (const { entry_hash } of events) arrived.delete(entry_hash);
  };
}

function sendBatch(encode: Encode): Send {
  return async (connection, events, signal) => {
    const [first, last] = [events[0], events.at(-1)];
    if (first === undefined || last === undefined) return;
    await post(connection, webhookBatchId(first, last), encode(events, true), signal);
  };
}

async function post(
  connection: WebhookConnection,
  id: string,
  { body, contentType, format }: ReturnType<Encode>,
  signal: AbortSignal,
): Promise<void> {
  const answer = await connection.send(id, body, signal, contentType);
  const rejected = format === 'otlp' ? countRejected(answer) : 0;
  if (rejected > 0) throw new DeliveryError(`the collector rejected ${rejected} of the log records`, { isFinal: true });
}
