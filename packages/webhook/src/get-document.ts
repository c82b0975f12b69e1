import type { LookupFunction } from 'node:net';
import { isPrivateAddress } from './address.ts';
import { publicLookup } from './address-lookup.ts';
import { DeliveryError } from './delivery-error.ts';

export interface GetDocumentOptions {
  /** `https:` without user and password, or `http:` on a loopback address. */
  readonly url: string;
  /** Whether the server may have a private address. Default: false. */
  readonly allowPrivate?: boolean | undefined;
  /** Longest document in bytes. A longer one is refused. */
  readonly maxBytes: number;
  /** Milliseconds from name resolution to the last byte. */
  readonly timeoutMs: number;
  /** Certificates of the authorities to trust, instead of those of Node. PEM. */
  readonly ca?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Resolves names. Default: `dns.lookup`. For tests. */
  readonly resolve?: LookupFunction | undefined;
}

/** Whether a URL names a loopback address. */
export function isLoopbackUrl(url: URL): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
}

/**
 * Reads a document by GET. It connects to no private address, follows no redirect, and uses no proxy of the environment.
 *
 * @throws DeliveryError whose message names only the origin
 */
export async function getDocument(options: GetDocumentOptions): Promise<string> {
  const { allowPrivate = false, ca, headers = {}, maxBytes, resolve, timeoutMs } = options;
  const url = readUrl(options.url, allowPrivate);
  const isSecure = url.protocol === 'https:';
  const { Agent, request } = await (isSecure ? import('node:https') : import('node:http'));
  const lookup = allowPrivate ? (resolve ?? process.getBuiltinModule('node:dns').lookup) : publicLookup(resolve);
  const agent = new Agent({ keepAlive: false });
  const { promise, reject, resolve: accept } = Promise.withResolvers<string>();
  const get = request(url, {
    agent,
    lookup,
    headers: { accept: 'application/json', ...headers },
    // Flags of the process must not allow malformed answers or invalid certificates.
    insecureHTTPParser: false,
    ...(isSecure ? { rejectUnauthorized: true, ...(ca === undefined ? {} : { ca }) } : {}),
  });
  const giveUp = (why: string) => {
    reject(new DeliveryError(`${url.origin}: ${why}`));
    get.destroy();
  };
  const timer = setTimeout(() => giveUp(`no complete response within ${timeoutMs} ms`), timeoutMs);
  get.once('socket', (socket) => {
    // The headers may hold a token, so nothing is sent before the address is checked.
    socket.once(isSecure ? 'secureConnect' : 'connect', () => {
      if (allowPrivate || !isPrivateAddress(socket.remoteAddress ?? '')) get.end();
      else giveUp('the name resolves to a private address');
    });
  });
  get.once('response', (response) => {
    if (response.statusCode !== 200) return giveUp(`the server answered ${response.statusCode}`);
    const chunks: Buffer[] = [];
    let length = 0;
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > maxBytes) giveUp(`the document is longer than ${maxBytes} bytes`);
    });
    response.once('end', () => accept(Buffer.concat(chunks).toString('utf8')));
    response.once('error', () => giveUp('the connection was closed before the response was complete'));
  });
  get.on('error', (error: { readonly code?: string }) => giveUp(`no response (${error.code ?? 'closed'})`));
  return promise.finally(() => {
    clearTimeout(timer);
    agent.destroy();
  });
}

function readUrl(text: string, allowPrivate: boolean): URL {
  if (!URL.canParse(text)) throw new DeliveryError('the URL is malformed');
  const url = new URL(text);
  const isPlain = url.protocol === 'http:';
  if (url.protocol !== 'https:' && !isPlain) throw new DeliveryError('the URL must start with https://');
  if (url.username !== '' || url.password !== '')
    throw new DeliveryError(`${url.origin}: the URL must not contain a user or password`);
  if (isPlain && !isLoopbackUrl(url))
    throw new DeliveryError(`${url.origin}: plain http is allowed only on a loopback address`);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!allowPrivate && process.getBuiltinModule('node:net').isIP(host) !== 0 && isPrivateAddress(host))
    throw new DeliveryError(`${url.origin}: the address is private`);
  return url;
}
