import { isPrivateAddress } from './address.ts';
import { DeliveryError } from './delivery-error.ts';

/**
 * Reads the URL of a webhook.
 *
 * @param allowPrivate whether private addresses and plain http are allowed
 * @throws DeliveryError if the URL is not allowed; its message names at most the origin
 */
export function parseWebhookUrl(text: string, allowPrivate: boolean): URL {
  if (!URL.canParse(text)) throw new DeliveryError('the URL of the webhook is malformed');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new DeliveryError('the URL of the webhook must start with https://');
  if (url.username !== '' || url.password !== '')
    throw new DeliveryError(`${url.origin}: the URL of the webhook must not contain a user or password`);
  if (url.protocol === 'http:' && !allowPrivate)
    throw new DeliveryError(`${url.origin}: plain http is allowed only with allow_private (--allow-private)`);
  // Names are checked when they are resolved. The URL parser normalizes all spellings of an address.
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!allowPrivate && process.getBuiltinModule('node:net').isIP(host) !== 0 && isPrivateAddress(host))
    throw new DeliveryError(`${url.origin}: the address is private, but allow_private (--allow-private) is not set`);
  return url;
}
