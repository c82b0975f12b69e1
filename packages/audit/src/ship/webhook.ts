import { hash } from 'node:crypto';
import type { LookupFunction } from 'node:net';
import { publicLookup } from './address-lookup.ts';
import { type Destination, ShipError, type ShippedEvent } from './shipper.ts';
import { type Answer, type Connection, post, StaleConnection } from './webhook-exchange.ts';
import { parseWebhookHeaders } from './webhook-headers.ts';
import { webhookBody, webhookId } from './webhook-message.ts';
import { readRetryAfter } from './webhook-retry-after.ts';
import { parseWebhookSecret, signWebhook } from './webhook-signature.ts';
import { parseWebhookUrl } from './webhook-url.ts';

export interface WebhookOptions {
  /** Where the events go: `https:`, and no user or password in it. Its path and query may be secret: no error names them. */
  readonly url: string;
  /** Known to the receiver too: `whsec_` and the base64 of 24 to 64 random bytes. */
  readonly secret: string;
  /**
   * Whether the receiver may be at a private address, such as one of this machine or of its network, and reached by plain
   * `http:`. Where it is left out, no URL and no name leads to one. Addresses of NAT64 count as private, too.
   */
  readonly allowPrivate?: boolean | undefined;
  /** Milliseconds that one event may take, from the look-up of the name to the end of the answer: 15,000. */
  readonly timeoutMs?: number | undefined;
  /** Sent with each event; none that the message sets itself. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Milliseconds since 1970, UTC. For tests; the system's clock where it is left out. */
  readonly clock?: (() => number) | undefined;
  /** What resolves names. For tests; `dns.lookup` where it is left out. */
  readonly resolve?: LookupFunction | undefined;
}

/**
 * Sends each event to a URL as a POST of its own, signed as Standard Webhooks say. An event has arrived when the answer is
 * 2xx; all else is a failure, a redirect too. Receivers deduplicate by the header `webhook-id`.
 *
 * The bytes of an unfinished write are not sent: the event that seals them states their number and their hash.
 * Connections are closed at the end of a batch. Proxies that the environment names are not used.
 *
 * @throws ShipError where the URL, the secret or a header is refused; its message holds none of them
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function webhookDestination(options: WebhookOptions): Destination {
  const { allowPrivate = false, clock = Date.now, resolve, secret, timeoutMs = 15_000 } = options;
  const url = parseWebhookUrl(options.url, allowPrivate);
  const headers = parseWebhookHeaders(options.headers ?? {});
  parseWebhookSecret(secret);
  if (!(timeoutMs > 0 && timeoutMs < 2 ** 31)) throw new ShipError('the timeout of a webhook must be milliseconds');

  const send = async (connection: Connection, event: ShippedEvent, signal: AbortSignal) => {
    const id = webhookId(event);
    const body = webhookBody(event);
    const timestamp = Math.floor(clock() / 1_000);
    const signed = {
      'user-agent': 'agent-safe',
      ...headers,
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signWebhook({ id, timestamp, body, secret }),
    };
    requireSuccess(url.origin, await postAgain(connection, signed, body, signal), clock());
  };
  // A long batch that fails, or takes too long, comes again as a whole: it goes on where it was, or it would never end.
  const arrived = new Set<string>();
  return {
    name: `webhook-${hash('sha256', url.href).slice(0, 16)}`,
    atOnce: 1,
    ship: async (events, signal) => {
      const connection = await connect(url, { allowPrivate, resolve, timeoutMs });
      try {
        for (const event of events) {
          if (arrived.has(event.entry_hash)) continue;
          await send(connection, event, signal);
          arrived.add(event.entry_hash);
        }
        for (const { entry_hash } of events) arrived.delete(entry_hash);
      } finally {
        connection.agent.destroy();
      }
    },
  };
}

/** The modules are loaded here: whoever only writes a log does without them. */
async function connect(
  url: URL,
  {
    allowPrivate,
    resolve,
    timeoutMs,
  }: { allowPrivate: boolean; resolve: LookupFunction | undefined; timeoutMs: number },
): Promise<Connection> {
  const { Agent, request } = await (url.protocol === 'https:' ? import('node:https') : import('node:http'));
  const lookup = allowPrivate ? (resolve ?? process.getBuiltinModule('node:dns').lookup) : publicLookup(resolve);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return { url, agent, lookup, allowPrivate, timeoutMs, request: (given) => request(url, given) };
}

/** Receivers may close a kept connection just when the next event is sent on it; that is no failure of theirs. */
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
  throw new ShipError(`${origin}: it answered ${status}${why}`, {
    retryAfter: readRetryAfter(status, retryAfter, now),
  });
}
