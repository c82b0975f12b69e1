import { readAddress } from '../address.ts';
import type { ConnectOptions } from '../connect-options.ts';
import { HttpClient } from '../http-client.ts';
import { nodeFetch } from './node-fetch.ts';

/** Connects to a server, also by a Unix socket (`unix:/path`). @throws ServerError `url_invalid` or `credentials_invalid` */
export function connect(options: ConnectOptions): HttpClient {
  const { socket } = readAddress(options.url, true);
  return new HttpClient({ fetch: nodeFetch(socket), ...options });
}
