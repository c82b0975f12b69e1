import { ServerError } from './server-error.ts';

/** Where the server is. */
export interface ServerAddress {
  /** Without a slash at the end. */
  readonly base: string;
  /** Path of a Unix socket. */
  readonly socket: string | undefined;
}

/**
 * Reads the URL of a server: https, http on this machine, or `unix:/path`.
 *
 * @param allowsInsecure whether credentials may cross a network in plain text
 * @throws ServerError `url_invalid`
 */
export function readAddress(url: string, allowsInsecure: boolean): ServerAddress {
  const socket = /^unix:(?:\/\/)?(\/.+)$/.exec(url)?.[1];
  if (socket !== undefined) return { base: 'http://localhost', socket };
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw invalid('The URL of the server is not valid.');
  }
  const { hash, hostname, password, pathname, protocol, search, username } = parsed;
  if (protocol !== 'https:' && protocol !== 'http:') throw invalid('The URL of the server has an unknown scheme.');
  if (username !== '' || password !== '')
    throw invalid('The URL of the server contains credentials, which get into logs. Give a token or an API key.');
  if (hash !== '' || search !== '') throw invalid('The URL of the server has a query or a fragment.');
  if (protocol === 'http:' && !allowsInsecure && !isThisMachine(hostname))
    throw invalid('The URL of the server sends credentials in plain text. Use https, or allow it with "insecure".');
  return { base: `${parsed.origin}${pathname.replace(/\/+$/, '')}`, socket: undefined };
}

/** A name could resolve to another machine, except localhost. */
function isThisMachine(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function invalid(what: string): ServerError {
  return new ServerError(
    'url_invalid',
    `${what} Examples: https://agent-safe.example, http://127.0.0.1:8080, unix:/run/agent-safe.sock.`,
  );
}
