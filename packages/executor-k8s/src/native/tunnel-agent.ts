import { request as sendHttp } from 'node:http';
import { Agent, type AgentOptions, type RequestOptions, request as sendHttps } from 'node:https';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import tls, { type TLSSocket } from 'node:tls';

/** Milliseconds until the proxy must have opened a tunnel. */
const LONGEST_CONNECT = 30_000;

type OnConnected = (error: Error | null, stream: Duplex) => void;

/** The proxy opened no tunnel, so the API received nothing. */
class ProxyError extends Error {
  override readonly name = 'ProxyError';
  readonly code = 'PROXY_FAILED';
}

/**
 * Connects to an API through an HTTP proxy. TLS is between this process and the API: the proxy sees only the address of the API and encrypted
 * data. A connection is used only after the certificate of the API was verified.
 */
export class TunnelAgent extends Agent {
  readonly #proxy: URL;
  /** Requests and connections that the agent does not have yet. */
  readonly #pending = new Set<{ destroy(): unknown }>();

  /** @param proxy address of the proxy. Its user and password are sent to the proxy only */
  constructor(proxy: string, options: AgentOptions) {
    super({ ...options, keepAlive: true });
    this.#proxy = new URL(proxy);
  }

  override createConnection(options: RequestOptions, onConnected?: OnConnected): undefined {
    const connected: OnConnected = onConnected ?? (() => undefined);
    const fail = (error: Error) => (connected as (error: Error) => void)(error);
    this.#connect(options).then((socket) => connected(null, socket), fail);
    return undefined;
  }

  override destroy(): void {
    for (const each of this.#pending) each.destroy();
    super.destroy();
  }

  async #connect(options: RequestOptions): Promise<TLSSocket> {
    const socket = await this.#openTunnel(options);
    const secure = super.createConnection({ ...options, socket } as RequestOptions) as TLSSocket;
    this.#pending.add(secure);
    return new Promise<TLSSocket>((resolve, reject) => {
      secure.once('error', reject);
      secure.once('close', () => reject(new Error('The connection was closed.')));
      secure.once('secureConnect', () => {
        secure.off('error', reject);
        resolve(secure);
      });
    }).finally(() => this.#pending.delete(secure));
  }

  /** @throws ProxyError if the proxy cannot be reached, or refuses */
  #openTunnel({ host, port }: RequestOptions): Promise<Duplex> {
    const target = `${host?.includes(':') === true ? `[${host}]` : (host ?? '')}:${port ?? 443}`;
    const isEncrypted = this.#proxy.protocol === 'https:';
    const name = this.#proxy.hostname.replace(/^\[|\]$/g, '');
    const request = (isEncrypted ? sendHttps : sendHttp)({
      method: 'CONNECT',
      host: name,
      port: this.#proxy.port === '' ? (isEncrypted ? 443 : 80) : this.#proxy.port,
      path: target,
      headers: { Host: target, ...this.#authorization() },
      agent: false,
      ...(isEncrypted && {
        // Like kubectl: the certificate of the proxy may be of the authority of the cluster.
        ca: [...tls.rootCertificates, ...[this.options.ca ?? []].flat()],
        rejectUnauthorized: true,
        // Otherwise the name of the API would be expected, from the header Host.
        servername: isIP(name) === 0 ? name : '',
      }),
    });
    this.#pending.add(request);
    const timer = setTimeout(() => request.destroy(new Error('it did not answer in time')), LONGEST_CONNECT);
    const place = `the proxy ${this.#proxy.protocol}//${this.#proxy.host}`;
    return new Promise<Duplex>((resolve, reject) => {
      request.once('connect', ({ statusCode = 0 }, socket) => {
        if (statusCode >= 200 && statusCode < 300) return resolve(socket);
        socket.destroy();
        reject(new ProxyError(`${place} refused the connection with status ${statusCode}.`));
      });
      request.once('error', (error) => reject(new ProxyError(`${place} cannot be reached: ${error.message}`)));
      request.end();
    }).finally(() => {
      clearTimeout(timer);
      this.#pending.delete(request);
    });
  }

  #authorization(): Readonly<Record<string, string>> {
    const { password, username } = this.#proxy;
    if (username === '' && password === '') return {};
    const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return { 'Proxy-Authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
  }
}
