import type { LookupFunction } from 'node:net';
import { publicLookup } from './address-lookup.ts';
import { DeliveryError } from './delivery-error.ts';
import { isFinalStatus } from './final-status.ts';
import { type Answer, type Connection, post, StaleConnection } from './post.ts';
import { readRetryAfter } from './retry-after.ts';
import { parseWebhookUrl } from './url.ts';

export interface EndpointOptions {
  /** `https:` without user and password. Path and query may be secret, so errors name only the origin. */
  readonly url: string;
  /**
   * Whether the receiver may have a private address, such as this machine or its network, and use plain `http:`. Default: false.
   * Addresses of NAT64 count as private.
   */
  readonly allowPrivate?: boolean | undefined;
  /** Time limit of one message in milliseconds, from name resolution to the end of the answer. Default: 15,000. */
  readonly timeoutMs?: number | undefined;
  /** Returns milliseconds since 1970, UTC. Default: the system clock. For tests. */
  readonly clock?: (() => number) | undefined;
  /** Resolves names. Default: `dns.lookup`. For tests. */
  readonly resolve?: LookupFunction | undefined;
}

/**
 * Milliseconds after which an idle connection is closed: less than the 5 seconds after which many receivers close it, so that a message
 * seldom meets a closing connection. An idle connection does not keep the process running.
 */
const IDLE = 4_000;

/** A connection for several messages. It stays open between them. If it was closed meanwhile, the next message opens it again. */
export interface EndpointConnection {
  /**
   * Sends one POST. Any answer other than 2xx is an error, including a redirect.
   *
   * @returns the beginning of the body of the answer, at most 64 KiB. It may contain secrets
   * @throws DeliveryError whose message names only the origin
   */
  send(headers: Readonly<Record<string, string>>, body: string, signal: AbortSignal): Promise<string>;
  /**
   * Sends one POST and returns any complete answer, also a redirect, which is not followed. The body may contain secrets.
   *
   * @throws DeliveryError whose message names only the origin
   */
  ask(headers: Readonly<Record<string, string>>, body: string, signal: AbortSignal): Promise<Answer>;
  close(): void;
}

/** An HTTP receiver. It connects to no private address and follows no redirect. Proxies of the environment are not used. */
export class Endpoint {
  readonly url: URL;
  readonly #options: EndpointOptions;
  readonly #timeoutMs: number;

  /** @throws DeliveryError if the URL or the timeout is invalid; its message names at most the origin */
  constructor(options: EndpointOptions) {
    const { allowPrivate = false, timeoutMs = 15_000 } = options;
    this.url = parseWebhookUrl(options.url, allowPrivate);
    if (!(timeoutMs > 0 && timeoutMs < 2 ** 31))
      throw new DeliveryError('the timeout of the webhook must be milliseconds above 0');
    this.#options = options;
    this.#timeoutMs = timeoutMs;
  }

  async open(): Promise<EndpointConnection> {
    const connection = await this.#connect();
    const { clock = Date.now } = this.#options;
    return {
      send: async (headers, body, signal) => {
        const answer = await postAgain(connection, headers, body, signal);
        requireSuccess(this.url.origin, answer, clock());
        return answer.body;
      },
      ask: (headers, body, signal) => postAgain(connection, headers, body, signal),
      close: () => connection.agent.destroy(),
    };
  }

  /** Loads the modules, so that a program that sends nothing does not load them. */
  async #connect(): Promise<Connection> {
    const { url } = this;
    const { allowPrivate = false, resolve } = this.#options;
    const { Agent, request } = await (url.protocol === 'https:' ? import('node:https') : import('node:http'));
    const lookup = allowPrivate ? (resolve ?? process.getBuiltinModule('node:dns').lookup) : publicLookup(resolve);
    const agent = new Agent({ keepAlive: true, maxSockets: 1, timeout: IDLE });
    return { url, agent, lookup, allowPrivate, timeoutMs: this.#timeoutMs, request: (given) => request(url, given) };
  }
}

/** Sends again on a new connection if the receiver closed the reused one. This is not a failure of the receiver. */
async function postAgain(...exchange: Parameters<typeof post>): Promise<Answer> {
  try {
    return await post(...exchange);
  } catch (error) {
    if (!(error instanceof StaleConnection)) throw error;
    return post(...exchange);
  }
}

function requireSuccess(origin: string, { retryAfter, status }: Answer, now: number): void {
  if (status >= 200 && status < 300) return;
  const why = status >= 300 && status < 400 ? ', but redirects are not followed' : '';
  throw new DeliveryError(`${origin}: the receiver answered ${status}${why}`, {
    retryAfter: readRetryAfter(status, retryAfter, now),
    isFinal: isFinalStatus(status),
  });
}
