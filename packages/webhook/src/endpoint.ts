import type { LookupFunction } from 'node:net';
import { publicLookup } from './address-lookup.ts';
import { DeliveryError } from './delivery-error.ts';
import { type Answer, type Connection, post, StaleConnection } from './post.ts';
import { readRetryAfter } from './retry-after.ts';
import { parseWebhookUrl } from './url.ts';

export interface EndpointOptions {
  /** `https:`, and no user or password in it. Its path and query may be secret: no error names them. */
  readonly url: string;
  /**
   * Whether the receiver may be at a private address, such as one of this machine or of its network, and reached by plain
   * `http:`. Where it is left out, no URL and no name leads to one. Addresses of NAT64 count as private, too.
   */
  readonly allowPrivate?: boolean | undefined;
  /** Milliseconds that one message may take, from the look-up of the name to the end of the answer: 15,000. */
  readonly timeoutMs?: number | undefined;
  /** Milliseconds since 1970, UTC. For tests; the system's clock where it is left out. */
  readonly clock?: (() => number) | undefined;
  /** What resolves names. For tests; `dns.lookup` where it is left out. */
  readonly resolve?: LookupFunction | undefined;
}

/** A connection that is kept for several messages. */
export interface EndpointConnection {
  /**
   * One POST. It has arrived when the answer is 2xx; all else throws, a redirect too.
   *
   * @throws DeliveryError that names the origin and no more
   */
  send(headers: Readonly<Record<string, string>>, body: string, signal: AbortSignal): Promise<void>;
  close(): void;
}

/** Where messages go by HTTP: to no private address, and along no redirect. Proxies that the environment names are not used. */
export class Endpoint {
  readonly url: URL;
  readonly #options: EndpointOptions;
  readonly #timeoutMs: number;

  /** @throws DeliveryError where the URL or the timeout is refused; its message names the origin at most */
  constructor(options: EndpointOptions) {
    const { allowPrivate = false, timeoutMs = 15_000 } = options;
    this.url = parseWebhookUrl(options.url, allowPrivate);
    if (!(timeoutMs > 0 && timeoutMs < 2 ** 31))
      throw new DeliveryError('the timeout of a webhook must be milliseconds');
    this.#options = options;
    this.#timeoutMs = timeoutMs;
  }

  async open(): Promise<EndpointConnection> {
    const connection = await this.#connect();
    const { clock = Date.now } = this.#options;
    return {
      send: async (headers, body, signal) => {
        requireSuccess(this.url.origin, await postAgain(connection, headers, body, signal), clock());
      },
      close: () => connection.agent.destroy(),
    };
  }

  /** The modules are loaded here: whoever sends nothing does without them. */
  async #connect(): Promise<Connection> {
    const { url } = this;
    const { allowPrivate = false, resolve } = this.#options;
    const { Agent, request } = await (url.protocol === 'https:' ? import('node:https') : import('node:http'));
    const lookup = allowPrivate ? (resolve ?? process.getBuiltinModule('node:dns').lookup) : publicLookup(resolve);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    return { url, agent, lookup, allowPrivate, timeoutMs: this.#timeoutMs, request: (given) => request(url, given) };
  }
}

/** Receivers may close a kept connection just when the next message is sent on it; that is no failure of theirs. */
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
  const why = status >= 300 && status < 400 ? ', and redirects are not followed' : '';
  throw new DeliveryError(`${origin}: it answered ${status}${why}`, {
    retryAfter: readRetryAfter(status, retryAfter, now),
  });
}
