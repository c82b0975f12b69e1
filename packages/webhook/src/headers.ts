import { DeliveryError } from './delivery-error.ts';

/** What is the message's own, or that of the connection. */
const RESERVED =
  /^(?:webhook-.*|content-(?:type|length|encoding)|host|connection|keep-alive|transfer-encoding|te|trailer|upgrade|expect)$/;

/**
 * Further headers, their names in lower case.
 *
 * @throws DeliveryError where one cannot be sent, or would change what the message is; its message names none
 */
export function parseWebhookHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const entries = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  for (const [name, value] of entries) {
    if (!/^[!#$%&'*+.^_`|~\da-z-]+$/.test(name) || !/^[\t -~]*$/.test(value))
      throw new DeliveryError('a further header of the webhook is malformed');
    if (RESERVED.test(name)) throw new DeliveryError('a further header of the webhook is one that it sets itself');
  }
  return Object.fromEntries(entries);
}
