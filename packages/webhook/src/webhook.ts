import { Endpoint, type EndpointConnection, type EndpointOptions } from './endpoint.ts';
import { parseWebhookHeaders } from './headers.ts';
import { parseWebhookSecret, signWebhook } from './signature.ts';

export interface WebhookOptions extends EndpointOptions {
  /** Shared with the receiver: `whsec_` and the base64 of 24 to 64 random bytes. Needed unless `isSigned` is false. */
  readonly secret?: string | undefined;
  /** Whether messages are signed. Default: true. Receivers of some standard protocols do not verify signatures. */
  readonly isSigned?: boolean | undefined;
  /** Additional headers of each message. Headers that the webhook sets itself are refused. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** A connection for several messages. It stays open between them. */
export interface WebhookConnection {
  /**
   * Sends one signed POST. Any answer other than 2xx is an error, including a redirect.
   *
   * @param id the same for each attempt, so that receivers can deduplicate
   * @param contentType of the body. Default: `application/json`
   * @returns the beginning of the body of the answer, at most 64 KiB. It may contain secrets
   * @throws DeliveryError whose message names only the origin
   */
  send(id: string, body: string, signal: AbortSignal, contentType?: string): Promise<string>;
  close(): void;
}

/**
 * Sends messages to a URL, one POST each, signed as in Standard Webhooks.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export class Webhook {
  readonly #receiver: Endpoint;
  readonly #headers: Readonly<Record<string, string>>;
  /** Undefined if messages are not signed. */
  readonly #secret: string | undefined;
  readonly #clock: () => number;

  /** @throws DeliveryError if the URL, the secret or a header is invalid; its message contains none of them */
  constructor(options: WebhookOptions) {
    this.#receiver = new Endpoint(options);
    this.#headers = parseWebhookHeaders(options.headers ?? {});
    const { isSigned = true, secret = '' } = options;
    if (isSigned) parseWebhookSecret(secret);
    this.#secret = isSigned ? secret : undefined;
    this.#clock = options.clock ?? Date.now;
  }

  /** URL of the receiver. Its path and query may be secret. */
  get url(): URL {
    return this.#receiver.url;
  }

  async open(): Promise<WebhookConnection> {
    const receiver = await this.#receiver.open();
    return { send: (...message) => this.#send(receiver, ...message), close: () => receiver.close() };
  }

  #send(
    receiver: EndpointConnection,
    id: string,
    body: string,
    signal: AbortSignal,
    contentType = 'application/json',
  ): Promise<string> {
    const timestamp = Math.floor(this.#clock() / 1_000);
    const headers = {
      'user-agent': 'agent-safe',
      ...this.#headers,
      'content-type': contentType,
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      ...(this.#secret !== undefined && {
        'webhook-signature': signWebhook({ id, timestamp, body, secret: this.#secret }),
      }),
    };
    return receiver.send(headers, body, signal);
  }
}
