import { createHmac } from 'node:crypto';
import { DeliveryError } from './delivery-error.ts';

const SECRET_PREFIX = 'whsec_';
const SHORTEST_KEY = 24;
const LONGEST_KEY = 64;

export interface WebhookMessage {
  /** The same however often the message is sent. Letters, digits, `_` and `-`, at most 128. */
  readonly id: string;
  /** When this attempt is made: seconds since 1970, UTC. */
  readonly timestamp: number;
  /** Just as it is sent. */
  readonly body: string;
  /** `whsec_` and the base64 of 24 to 64 bytes. */
  readonly secret: string;
}

/**
 * Whether a text can identify a message. A full stop would make two messages with the same signature possible, and what is
 * not printable has no place in a header.
 */
export function isWebhookId(text: string): boolean {
  return /^[A-Za-z0-9_-]{1,128}$/.test(text);
}

/**
 * The key in a secret of a webhook.
 *
 * @param secret `whsec_` and the base64 of 24 to 64 bytes
 * @throws DeliveryError where it is anything else; its message says nothing of the secret
 */
export function parseWebhookSecret(secret: string): Uint8Array {
  const base64 = secret.startsWith(SECRET_PREFIX) ? secret.slice(SECRET_PREFIX.length) : '';
  const key = Buffer.from(base64, 'base64');
  // Decoding passes over what is not base64, and so only what encodes to the same text counts.
  if (key.toString('base64') !== base64 || key.length < SHORTEST_KEY || key.length > LONGEST_KEY)
    throw new DeliveryError(
      `the secret of a webhook must be "${SECRET_PREFIX}" and the base64 of ${SHORTEST_KEY} to ${LONGEST_KEY} bytes`,
    );
  return key;
}

/**
 * The value of the header `webhook-signature`: HMAC-SHA256 over the id, the timestamp and the body, which full stops part.
 *
 * @throws DeliveryError where the secret, the id or the timestamp is none that can be signed
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signWebhook({ body, id, secret, timestamp }: WebhookMessage): string {
  const key = parseWebhookSecret(secret);
  if (!isWebhookId(id)) throw new DeliveryError('the id of a webhook message must be letters, digits, "_" and "-"');
  if (!Number.isSafeInteger(timestamp) || timestamp < 0)
    throw new DeliveryError('the timestamp of a webhook message must be whole seconds since 1970');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}
