import { ServerError } from './server-error.ts';
import type { Fetch } from './types.ts';

export interface ConnectOptions {
  /** https, http on this machine, or `unix:/path` with a `fetch` that can do so: see `@agent-safe/client/node`. */
  readonly url: string;
  /** Identity token of the agent. */
  readonly token?: string | undefined;
  /** API key of a gateway. */
  readonly apiKey?: string | undefined;
  /** Default: the global `fetch`. */
  readonly fetch?: Fetch | undefined;
  /** Milliseconds for each request; 30,000 by default. */
  readonly timeout?: number | undefined;
  /** How often a call that changes nothing is repeated after a temporary failure; 2 by default. */
  readonly retries?: number | undefined;
  /** Milliseconds before the first repetition; 200 by default. */
  readonly retryDelay?: number | undefined;
  /** Allows http to other machines. Credentials then cross the network in plain text. */
  readonly insecure?: boolean | undefined;
}

export function readCredentials(token: string | undefined, apiKey: string | undefined): string | undefined {
  if (token !== undefined && apiKey !== undefined)
    throw new ServerError('credentials_invalid', 'Both a token and an API key are given. Give one of them.');
  const given = token ?? apiKey;
  return given === undefined ? undefined : readHeader(given.trim(), token === undefined ? 'API key' : 'identity token');
}

/** @throws ServerError that does not quote the text */
export function readHeader(text: string, what: string): string {
  if (/^[\x21-\x7e]+$/.test(text)) return text;
  throw new ServerError('credentials_invalid', `The ${what} is empty or has characters that a header cannot hold.`);
}
