import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import { createServer as createSecureServer } from 'node:https';
import type { Socket } from 'node:net';
import type { ServerLimits } from '@agent-safe/schemas';
import { createAdaptorServer } from '@hono/node-server';
import type { ServerMetrics } from '../metrics/server-metrics.ts';
import type { ListenAddress } from './address.ts';
import { refuseMessage } from './refuse-message.ts';
import type { TlsFiles } from './tls-files.ts';

type Fetch = (request: Request, env: never) => Response | Promise<Response>;

export interface ListenerOptions {
  readonly fetch: Fetch;
  readonly limits: ServerLimits;
  /** Undefined: HTTP. */
  readonly tls: TlsFiles | undefined;
  readonly metrics: ServerMetrics;
  /** Returns the hosts that requests to this port may name; undefined: all. */
  readonly hosts: (address: ListenAddress, port: number) => ReadonlySet<string> | undefined;
}

/** Most requests that a connection may send before it gets the answers. */
const MOST_PIPELINED = 16;

/** One address that accepts requests, with limits for slow and large clients. */
export class Listener {
  readonly #server: Server | SecureServer;
  readonly #address: ListenAddress;
  readonly #options: ListenerOptions;
  readonly #answers = new Set<ServerResponse>();
  readonly #sockets = new Set<Socket>();
  /** Requests in progress of each connection. */
  readonly #pipelined = new WeakMap<Socket, number>();
  #hosts: ReadonlySet<string> | undefined;
  #isStopping = false;

  constructor(address: ListenAddress, options: ListenerOptions) {
    this.#address = address;
    this.#options = options;
    this.#server = this.#create();
  }

  /** The port in use; undefined for a socket. */
  get port(): number | undefined {
    const bound = this.#server.address();
    return typeof bound === 'object' && bound !== null ? bound.port : undefined;
  }

  /** Begins to accept requests. @throws the error of `node:net` */
  async open(): Promise<void> {
    const { promise, reject, resolve } = Promise.withResolvers<void>();
    this.#server.once('error', reject);
    if (this.#address.kind === 'unix') listenPrivately(this.#server, this.#address.path, resolve);
    else this.#server.listen(this.#address.port, this.#address.host, resolve);
    await promise;
    this.#server.off('error', reject);
    this.#hosts = this.#options.hosts(this.#address, this.port ?? 0);
  }

  /** Uses the files of the certificate as they are now. */
  renew(tls: TlsFiles): void {
    if ('setSecureContext' in this.#server) this.#server.setSecureContext(tls);
  }

  /** Accepts no more requests, and resolves when the accepted ones are answered. */
  async close(): Promise<void> {
    this.#isStopping = true;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    for (const answer of this.#answers) answer.shouldKeepAlive = false;
    this.#server.closeIdleConnections();
    // Load balancers open connections before they need them.
    for (const socket of this.#sockets) if (socket.bytesRead === 0) socket.destroy();
    await promise;
  }

  /** Closes all connections, also those with a request in progress. */
  abort(): void {
    this.#server.closeAllConnections();
  }

  #create(): Server | SecureServer {
    const { fetch, limits } = this.#options;
    // A socket does not leave the machine.
    const tls = this.#address.kind === 'unix' ? undefined : this.#options.tls;
    const serverOptions = {
      ...tls,
      maxHeaderSize: limits.header_bytes,
      headersTimeout: limits.header_seconds * 1_000,
      requestTimeout: limits.request_seconds * 1_000,
      keepAliveTimeout: limits.idle_seconds * 1_000,
      connectionsCheckingInterval: Math.min(1_000, limits.header_seconds * 250),
    };
    const server = createAdaptorServer({
      fetch: fetch as never,
      overrideGlobalObjects: false,
      serverOptions,
      ...(tls === undefined ? {} : { createServer: createSecureServer }),
    }) as Server;
    // Node.js leaves out headers over this number without an error, so `#admit` counts them.
    server.maxHeadersCount = 0;
    server.maxConnections = limits.connections;
    server.timeout = limits.idle_seconds * 1_000;
    server.on('connection', (socket) => this.#countConnection(socket));
    server.on('drop', () => this.#options.metrics.refusedConnections.add(1));
    server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => answerError(error, socket));
    const [handle] = server.listeners('request') as ((message: IncomingMessage, answer: ServerResponse) => void)[];
    server.removeAllListeners('request');
    server.on('request', (message, answer) => {
      this.#track(answer, message.socket);
      if (this.#admit(message, answer)) handle?.(message, answer);
    });
    return server;
  }

  #countConnection(socket: Socket): void {
    const { connections } = this.#options.metrics;
    connections.add(1);
    this.#sockets.add(socket);
    socket.once('close', () => {
      connections.add(-1);
      this.#sockets.delete(socket);
    });
  }

  #track(answer: ServerResponse, socket: Socket): void {
    if (this.#isStopping) answer.shouldKeepAlive = false;
    this.#answers.add(answer);
    this.#pipelined.set(socket, (this.#pipelined.get(socket) ?? 0) + 1);
    answer.once('close', () => {
      this.#answers.delete(answer);
      this.#pipelined.set(socket, (this.#pipelined.get(socket) ?? 1) - 1);
    });
  }

  #admit(message: IncomingMessage, answer: ServerResponse): boolean {
    const { limits } = this.#options;
    // Answers that wait for each other would fill the memory.
    if ((this.#pipelined.get(message.socket) ?? 0) > MOST_PIPELINED) {
      message.socket.destroy();
      return false;
    }
    if (message.rawHeaders.length / 2 > limits.headers) {
      refuseMessage(
        answer,
        431,
        'headers_too_many',
        `The request has more than ${limits.headers} headers. Send fewer.`,
      );
      return false;
    }
    if (this.#hosts === undefined || this.#hosts.has(message.headers.host?.toLowerCase() ?? '')) return true;
    // A web page can point a name of its own at this machine. Its requests then name that host.
    const reason = 'The header "host" names another host than this server. Use the address of the server.';
    refuseMessage(answer, 403, 'host_forbidden', reason);
    return false;
  }
}

/** Creates the socket for this user alone. Its group may be added later. */
function listenPrivately(server: Server | SecureServer, path: string, onOpen: () => void): void {
  const before = process.umask(0o177);
  try {
    server.listen(path, onOpen);
  } finally {
    process.umask(before);
  }
}

const ERRORS: Readonly<Record<string, readonly [status: string, code: string, reason: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'request_timeout', 'The request came too slowly. Send it again.'],
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'headers_too_large', 'The headers are too large.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ['413 Payload Too Large', 'body_too_large', 'The chunk extensions are too large.'],
};
const MALFORMED = ['400 Bad Request', 'request_malformed', 'The request is not valid HTTP.'] as const;

/** Answers a message that is not a complete request. */
function answerError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const begun = (socket as { readonly _httpMessage?: ServerResponse | null })._httpMessage;
  // Another answer has begun. A second answer would become a part of the first.
  if (begun?.headersSent === true) return void socket.destroy();
  const [status, code, reason] = ERRORS[error.code ?? ''] ?? MALFORMED;
  const body = JSON.stringify({ error: { code, reason } });
  const head = `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}`;
  socket.end(`${head}\r\ncache-control: no-store\r\nconnection: close\r\n\r\n${body}`);
}
