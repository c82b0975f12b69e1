import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Refused } from '@agent-safe/core';

/** Seconds by which the time of a click may differ from the clock. */
const WINDOW = 300;

export type SignatureResult =
  | { readonly ok: true /** Seconds since 1970, UTC. */; readonly sentAt: number }
  | Refused<'signature_invalid'>;

/**
 * Verifies that Slack sent a request, and sent it in the last five minutes.
 *
 * @param body as it was sent
 * @param now milliseconds since 1970, UTC
 * @see https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function verifySlackSignature(headers: Headers, body: string, secret: string, now: number): SignatureResult {
  const time = headers.get('x-slack-request-timestamp') ?? '';
  const given = headers.get('x-slack-signature') ?? '';
  const expected = `v0=${createHmac('sha256', secret).update(`v0:${time}:${body}`).digest('hex')}`;
  const isSigned = given.length === expected.length && timingSafeEqual(toBytes(given), toBytes(expected));
  // Of a fixed length, so that no other text has the same number.
  const sentAt = /^\d{10}$/.test(time) ? Number(time) : Number.NaN;
  const isFresh = Math.abs(now / 1_000 - sentAt) <= WINDOW;
  if (isSigned && isFresh) return { ok: true, sentAt };
  const reason = 'The signature of Slack is missing, wrong or older than five minutes. Check the signing secret.';
  return { ok: false, code: 'signature_invalid', reason };
}

/** The characters of a header are bytes, so that both texts have as many bytes as characters. */
function toBytes(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}
