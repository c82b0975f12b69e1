import { once } from 'node:events';
import { type IncomingMessage, request as sendHttp } from 'node:http';
import { Agent, type AgentOptions, type RequestOptions, request as sendHttps } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import { RequestNotSent } from '../api/transport.ts';
import { ConnectionLost } from './connection-lost.ts';

export interface HttpRequest {
  readonly method: string;
  /** Path with its query. Every segment is encoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  /** Whether the answer is longer than the limit. */
  readonly truncated: boolean;
}

/** The connections of one execution to one cluster. They stay open between requests. */
export class Connection {
  readonly #config: KubeConfig;
  #options: Promise<ReadyOptions> | undefined;

  constructor(config: KubeConfig) {
    this.#config = config;
  }

  /**
   * Sends one request and reads its answer.
   *
   * @param limit largest answer in bytes; the rest is discarded
   * @throws RequestNotSent if no connection was made, ConnectionLost if the request may have had an effect
   */
  async send(request: HttpRequest, limit: number): Promise<HttpAnswer> {
    const message = await this.open(request);
    const chunks: Buffer[] = [];
    let size = 0;
    try {
      for await (const chunk of message as AsyncIterable<Buffer>) {
        chunks.push(chunk.subarray(0, Math.max(0, limit - size)));
        size += chunk.length;
        if (size > limit) break;
      }
    } catch (error) {
      throw new ConnectionLost(`The connection to the API was lost: ${describeError(error)}`);
    }
    const { headers, statusCode = 0 } = message;
    return { statusCode, headers, text: Buffer.concat(chunks).toString('utf8'), truncated: size > limit };
  }

  /** Sends one request. @returns the answer with an unread body @throws RequestNotSent, ConnectionLost */
  async open({ body, headers, method, path, signal }: HttpRequest): Promise<IncomingMessage> {
    const { base, headers: own, ...options } = await this.#ready();
    const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
    const isEncrypted = base.protocol === 'https:';
    const whole = base.pathname.replace(/\/$/, '') + path;
    const url = new URL(whole, base);
    // A path with ".." would name another object than the one of the request.
    if (url.pathname + url.search !== whole) throw new RequestNotSent(`The path cannot be sent as it is: ${path}`);
    const sent = (isEncrypted ? sendHttps : sendHttp)(url, {
      ...options,
      method,
      signal,
      headers: { ...(own as Record<string, string>), ...headers, ...length },
    });
    let isConnected = false;
    sent.once('socket', (socket) => {
      // A reused socket is already connected.
      isConnected = !socket.connecting;
      if (isConnected) return;
      socket.once(isEncrypted ? 'secureConnect' : 'connect', () => {
        isConnected = true;
      });
    });
    sent.end(body);
    // An error after the answer belongs to the reader of the answer.
    sent.on('error', () => undefined);
    try {
      const [message] = (await once(sent, 'response')) as [IncomingMessage];
      return message;
    } catch (error) {
      sent.destroy();
      const why = describeError(error);
      if (!isConnected) throw new RequestNotSent(`The API ${base.origin} cannot be reached: ${why}`);
      throw new ConnectionLost(`The connection to the API was lost: ${why}`);
    }
  }

  close(): void {
    void this.#options?.then(({ agent }) => agent.destroy()).catch(() => undefined);
  }

  #ready(): Promise<ReadyOptions> {
    this.#options ??= readOptions(this.#config);
    return this.#options;
  }
}

type ReadyOptions = RequestOptions & {
  readonly base: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly agent: Agent;
};

/** @throws RequestNotSent if the credentials cannot be read */
async function readOptions(config: KubeConfig): Promise<ReadyOptions> {
  const cluster = config.getCurrentCluster();
  const base = new URL(cluster?.server ?? '');
  const options: RequestOptions = {};
  try {
    await config.applyToHTTPSOptions(options);
  } catch (error) {
    // The error of an exec plugin contains its stderr.
    throw new RequestNotSent(`The credentials of the kubeconfig cannot be read: ${describeError(error)}`);
  }
  const { agent: made, auth, headers, ...tls } = options;
  const isDirect = cluster?.proxyUrl === undefined && base.protocol === 'https:';
  const agent = isDirect ? new Agent({ ...(tls as AgentOptions), keepAlive: true }) : (made as Agent);
  const basic =
    auth === undefined || auth === null ? {} : { Authorization: `Basic ${Buffer.from(auth).toString('base64')}` };
  return { base, agent, headers: { ...basic, ...(headers as Record<string, string>) } };
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'it was stopped, or the time limit passed.';
  const { code } = error as NodeJS.ErrnoException;
  return error.message === '' ? (code ?? error.name) : error.message;
}
