import { createHmac } from 'node:crypto';
import { DeliveryError } from './delivery-error.ts';

const SECRET_PREFIX = 'whsec_';
const SHORTEST_KEY = 24;
const LONGEST_KEY = 64;

export interface WebhookMessage {
  /** The same for each attempt. Letters, digits, `_` and `-`, at most 128. */
  readonly id: string;
  /** Time of this attempt, in seconds since 1970, UTC. */
  readonly timestamp: number;
  /** The exact body. */
  readonly body: string;
  /** `whsec_` and the base64 of 24 to 64 bytes. */
  readonly secret: string;
}

/**
 * Whether a text can identify a message. With a full stop, two messages could have the same signature. A header can hold only printable
 * characters.
 */
export function isWebhookId(text: string): boolean {
  return /^[A-Za-z0-9_-]{1,128}$/.test(text);
}

/**
 * Returns the key in a webhook secret.
 *
 * @param secret `whsec_` and the base64 of 24 to 64 bytes
 * @throws DeliveryError if the secret is malformed; its message contains no part of the secret
 */
export function parseWebhookSecret(secret: string): Uint8Array {
  const base64 = secret.startsWith(SECRET_PREFIX) ? secret.slice(SECRET_PREFIX.length) : '';
  const key = Buffer.from(base64, 'base64');
  // The decoder skips invalid characters, so the encoding of the key must equal the text.
  if (key.toString('base64') !== base64 || key.length < SHORTEST_KEY || key.length > LONGEST_KEY)
    throw new DeliveryError(
      `the secret of the webhook must be "${SECRET_PREFIX}" and the base64 of ${SHORTEST_KEY} to ${LONGEST_KEY} bytes`,
    );
  return key;
}

/**
 * Returns the header `webhook-signature`: HMAC-SHA256 over id, timestamp and body, joined by full stops.
 *
 * @throws DeliveryError if the secret, the id or the timestamp is malformed
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signWebhook({ body, id, secret, timestamp }: WebhookMessage): string {
  const key = parseWebhookSecret(secret);
  if (!isWebhookId(id)) throw new DeliveryError('the id of a webhook message must be letters, digits, "_" and "-"');
  if (!Number.isSafeInteger(timestamp) || timestamp < 0)
    throw new DeliveryError('the timestamp of a webhook message must be whole seconds since 1970');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}
