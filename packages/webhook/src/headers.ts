import { DeliveryError } from './delivery-error.ts';

/** Headers that the message or the connection sets. */
const RESERVED =
  /^(?:webhook-.*|content-(?:type|length|encoding)|host|connection|keep-alive|transfer-encoding|te|trailer|upgrade|expect)$/;

/**
 * Returns additional headers with lower-case names.
 *
 * @throws DeliveryError if a header is malformed or reserved; its message contains no header
 */
export function parseWebhookHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const entries = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  for (const [name, value] of entries) {
    if (!/^[!#$%&'*+.^_`|~\da-z-]+$/.test(name) || !/^[\t -~]*$/.test(value))
      throw new DeliveryError('an additional header of the webhook is malformed');
    if (RESERVED.test(name)) throw new DeliveryError('an additional header of the webhook is reserved');
  }
  return Object.fromEntries(entries);
}
