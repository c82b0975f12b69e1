import { Endpoint, type EndpointConnection, type EndpointOptions } from './endpoint.ts';
import { parseWebhookHeaders } from './headers.ts';
import { parseWebhookSecret, signWebhook } from './signature.ts';

export interface WebhookOptions extends EndpointOptions {
  /** Known to the receiver too: `whsec_` and the base64 of 24 to 64 random bytes. */
  readonly secret: string;
  /** Sent with each message; none that the message sets itself. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** A connection that is kept for several messages. */
export interface WebhookConnection {
  /**
   * One signed POST. It has arrived when the answer is 2xx; all else throws, a redirect too.
   *
   * @param id the same however often the message is sent: receivers deduplicate by it
   * @throws DeliveryError that names the origin and no more
   */
  send(id: string, body: string, signal: AbortSignal): Promise<void>;
  close(): void;
}

/**
 * Sends messages to a URL, each as a POST of its own, signed as Standard Webhooks say.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export class Webhook {
  readonly #receiver: Endpoint;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #secret: string;
  readonly #clock: () => number;

  /** @throws DeliveryError where the URL, the secret or a header is refused; its message holds none of them */
  constructor(options: WebhookOptions) {
    this.#receiver = new Endpoint(options);
    this.#headers = parseWebhookHeaders(options.headers ?? {});
    parseWebhookSecret(options.secret);
    this.#secret = options.secret;
    this.#clock = options.clock ?? Date.now;
  }

  /** Its path and query may be secret. */
  get url(): URL {
    return this.#receiver.url;
  }

  async open(): Promise<WebhookConnection> {
    const receiver = await this.#receiver.open();
    return { send: (...message) => this.#send(receiver, ...message), close: () => receiver.close() };
  }

  #send(receiver: EndpointConnection, id: string, body: string, signal: AbortSignal): Promise<void> {
    const timestamp = Math.floor(this.#clock() / 1_000);
    const headers = {
      'user-agent': 'agent-safe',
      ...this.#headers,
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signWebhook({ id, timestamp, body, secret: this.#secret }),
    };
    return receiver.send(headers, body, signal);
  }
}
