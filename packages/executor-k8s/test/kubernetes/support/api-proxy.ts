import { writeFileSync } from 'node:fs';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Agent, createServer, request, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { makeFolder } from '@agent-safe/testkit/folders';
import { onTestFinished } from 'vitest';
import { type CertifiedKey, makeCertificate } from '../../support/certificate.ts';
import { describeCluster } from './api.ts';

/**
 * Where the connection of a request is cut. `before`: the API does not get the request. `unanswered`: the API has carried it out, and no
 * byte of the answer arrives. `mid-answer`: half of the answer arrives. `late`: the API gets the request when the proxy is restored.
 */
export const CUT_POINTS = ['before', 'unanswered', 'mid-answer', 'late'] as const;
type CutPoint = (typeof CUT_POINTS)[number];

export interface Cut {
  /** Name of the request, as in `ApiProxy.names`. */
  readonly name: string;
  readonly point: CutPoint;
  /** Whether the API stays down until the proxy is restored. Otherwise only this connection is cut. */
  readonly staysDown: boolean;
}

export interface ProxyOptions {
  /** Token of the user in the kubeconfig. */
  readonly token: string;
  readonly cut?: Cut | undefined;
  /** API behind the proxy. Default: the API of the tests. */
  readonly cluster?: Upstream | undefined;
}

export interface Upstream {
  readonly server: string;
  readonly 'certificate-authority-data': string;
}

/** Opens a server on 127.0.0.1 in front of the real API. It sees every request, and cuts connections. */
export async function openProxy({ cluster, cut, token }: ProxyOptions): Promise<ApiProxy> {
  const proxy = new ApiProxy(cluster ?? ((await describeCluster()) as Upstream), cut);
  onTestFinished(() => proxy.close());
  await proxy.listen(token);
  return proxy;
}

export class ApiProxy {
  /** Names of the requests so far, such as `POST roles` and, for the second one, `POST roles#2`. */
  readonly names: string[] = [];
  /** Requests so far, as `METHOD /path?query`. */
  readonly lines: string[] = [];
  /** Tokens of service accounts that the API has issued, also those whose answer was cut. */
  readonly tokens: string[] = [];
  /** Path of a kubeconfig that leads to the proxy. */
  kubeconfig = '';
  /** Whether the chosen request has arrived. */
  hasCut = false;
  /** Called when a request has arrived whole, before the API gets it. */
  onRequest: ((name: string) => Promise<void>) | undefined;
  readonly #cut: Cut | undefined;
  readonly #upstream: Upstream;
  readonly #agent: Agent;
  readonly #sockets = new Set<Socket>();
  /** Requests that the API gets when the proxy is restored. */
  readonly #held: (() => Promise<unknown>)[] = [];
  readonly #server: Server;
  #isDown = false;

  constructor(upstream: Upstream, cut: Cut | undefined) {
    this.#cut = cut;
    this.#upstream = upstream;
    this.#agent = new Agent({ keepAlive: true, ca: decode(upstream['certificate-authority-data']) });
    this.#server = createServer(certificate(), (asked, response) => {
      this.#handle(asked, response).catch(() => asked.socket.destroy());
    });
    this.#server.on('connection', (socket: Socket) => {
      if (this.#isDown) return void socket.destroy();
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket)).on('error', () => undefined);
    });
  }

  async listen(token: string): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const { port } = this.#server.address() as AddressInfo;
    this.kubeconfig = writeKubeconfig(`https://127.0.0.1:${port}`, token);
  }

  /** Answers again, and sends the API the requests that were held back. */
  async restore(): Promise<void> {
    this.#isDown = false;
    for (const send of this.#held.splice(0)) await send().catch(() => undefined);
  }

  close(): void {
    this.#destroyAll();
    this.#agent.destroy();
    this.#server.close();
  }

  async #handle(asked: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readAll(asked);
    const name = count(this.names, nameOf(asked));
    this.lines.push(`${asked.method} ${asked.url}`);
    await this.onRequest?.(name);
    if (this.#cut?.name === name && !this.hasCut) return this.#cutOff(this.#cut, asked, response, body);
    const url = new URL(asked.url ?? '', this.#upstream.server);
    if (url.searchParams.has('watch')) return pipeUpstream(url, this.#agent, asked, response);
    const answer = await this.#forward(asked, body);
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }

  async #cutOff({ point, staysDown }: Cut, asked: IncomingMessage, response: ServerResponse, body: Buffer) {
    this.hasCut = true;
    if (point === 'late') this.#held.push(() => this.#forward(asked, body));
    const answer = point === 'before' || point === 'late' ? undefined : await this.#forward(asked, body);
    this.#isDown = staysDown;
    const end = () => {
      if (staysDown) this.#destroyAll();
      else asked.socket.destroy();
    };
    if (answer === undefined || point === 'unanswered') return end();
    response.writeHead(answer.status, answer.headers);
    response.write(answer.body.subarray(0, answer.body.length / 2), end);
  }

  async #forward(asked: IncomingMessage, body: Buffer): Promise<Answer> {
    const answer = await sendUpstream(new URL(asked.url ?? '', this.#upstream.server), this.#agent, asked, body);
    const { status } = tryJson(answer.body) as { readonly status?: { readonly token?: string } };
    if (typeof status?.token === 'string') this.tokens.push(status.token);
    return answer;
  }

  #destroyAll(): void {
    for (const each of this.#sockets) each.destroy();
  }
}

interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

async function sendUpstream(url: URL, agent: Agent, asked: IncomingMessage, body: Buffer): Promise<Answer> {
  const { connection: _, host: __, ...headers } = asked.headers;
  const message = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(url, { method: asked.method, headers, agent }, resolve);
    sent.on('error', reject);
    sent.end(body);
  });
  const text = await readAll(message);
  const { connection: _c, 'transfer-encoding': _t, ...rest } = message.headers;
  return { status: message.statusCode ?? 502, headers: { ...rest, 'content-length': text.length }, body: text };
}

/** Passes on an answer that does not end. */
function pipeUpstream(url: URL, agent: Agent, asked: IncomingMessage, response: ServerResponse): void {
  const { connection: _, host: __, ...headers } = asked.headers;
  const sent = request(url, { method: asked.method, headers, agent }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, { 'content-type': answer.headers['content-type'] });
    answer.pipe(response);
  });
  sent.on('error', () => response.destroy());
  response.on('close', () => sent.destroy());
  sent.end();
}

async function readAll(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function tryJson(body: Buffer): object {
  try {
    return JSON.parse(body.toString('utf8')) as object;
  } catch {
    return {};
  }
}

/** Names a request by its method and resource: the order of requests that run at the same time is not fixed. */
function nameOf({ method = '', url = '' }: IncomingMessage): string {
  const [, first, ...rest] = (url.split('?')[0] ?? '').split('/');
  const path = rest.slice(first === 'apis' ? 2 : 1);
  const [resource, , subresource] = path[0] === 'namespaces' && path.length > 2 ? path.slice(2) : path;
  return `${method} ${resource}${subresource === undefined ? '' : `/${subresource}`}`;
}

/** Adds a name, with a number from the second time on. */
function count(names: string[], name: string): string {
  const before = names.filter((each) => each.split('#')[0] === name).length;
  const numbered = before === 0 ? name : `${name}#${before + 1}`;
  names.push(numbered);
  return numbered;
}

const decode = (text: string) => Buffer.from(text, 'base64');
let certified: CertifiedKey | undefined;

/** Makes a certificate for 127.0.0.1, once. */
function certificate(): CertifiedKey {
  certified ??= makeCertificate('127.0.0.1');
  return certified;
}

function writeKubeconfig(server: string, token: string): string {
  const file = join(makeFolder(), 'kubeconfig');
  const authority = Buffer.from(certificate().cert).toString('base64');
  const document = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'proxy',
    clusters: [{ name: 'proxy', cluster: { server, 'certificate-authority-data': authority } }],
    users: [{ name: 'proxy', user: { token } }],
    contexts: [{ name: 'proxy', context: { cluster: 'proxy', user: 'proxy' } }],
  };
  writeFileSync(file, JSON.stringify(document), { mode: 0o600 });
  return file;
}
