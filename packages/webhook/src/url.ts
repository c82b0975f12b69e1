import { isPrivateAddress } from './address.ts';
import { DeliveryError } from './delivery-error.ts';

/**
 * Reads the URL of a webhook.
 *
 * @param allowPrivate whether private addresses are receivers, and with them plain http
 * @throws DeliveryError where nothing may be sent to it; its message names the origin at most
 */
export function parseWebhookUrl(text: string, allowPrivate: boolean): URL {
  if (!URL.canParse(text)) throw new DeliveryError('the URL of a webhook is not a URL');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new DeliveryError('the URL of a webhook must begin with https://');
  if (url.username !== '' || url.password !== '')
    throw new DeliveryError(`${url.origin}: the URL of a webhook must hold no user and no password`);
  if (url.protocol === 'http:' && !allowPrivate)
    throw new DeliveryError(
      `${url.origin}: plain http is only for private addresses, where allow_private is set (--allow-private)`,
    );
  // Names are checked when they are resolved. The parser has turned all spellings of an address into one.
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!allowPrivate && process.getBuiltinModule('node:net').isIP(host) !== 0 && isPrivateAddress(host))
    throw new DeliveryError(`${url.origin}: it is a private address, and allow_private (--allow-private) is not set`);
  return url;
}
