import type { Agent, ClientRequest, IncomingMessage } from 'node:http';
import type { LookupFunction, Socket } from 'node:net';
import { isPrivateAddress } from './address.ts';
import { PRIVATE_ADDRESS } from './address-lookup.ts';
import { DeliveryError } from './delivery-error.ts';

/** Bytes of an answer that are read. */
const LONGEST_ANSWER = 64 * 1024;

/** Connection of a batch of requests to their receiver. */
export interface Connection {
  readonly url: URL;
  readonly agent: Agent;
  readonly request: (options: object) => ClientRequest;
  readonly lookup: LookupFunction;
  readonly allowPrivate: boolean;
  /** Milliseconds from name resolution to the last byte of the answer. */
  readonly timeoutMs: number;
}

export interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** The beginning of the body. It may contain secrets, so it must not be in an error. */
  readonly body: string;
}

/** The receiver closed a reused connection before it answered. A new connection may succeed. */
export class StaleConnection extends DeliveryError {}

/** Sends one POST and returns the answer. Follows no redirect. @throws DeliveryError whose message names only the origin */
export function post(
  connection: Connection,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
): Promise<Answer> {
  const { agent, lookup, timeoutMs, url } = connection;
  const { promise, reject, resolve } = Promise.withResolvers<Answer>();
  const bytes = Buffer.from(body);
  const request = connection.request({
    method: 'POST',
    agent,
    lookup,
    headers: { ...headers, 'content-length': bytes.length },
    // Flags of the process must not allow malformed answers or invalid certificates.
    insecureHTTPParser: false,
    rejectUnauthorized: true,
  });
  const giveUp = (why: string) => {
    reject(new DeliveryError(`${url.origin}: ${why}`));
    request.destroy();
  };
  const abort = () => giveUp('the request was canceled');
  const timer = setTimeout(() => giveUp(`no complete response within ${timeoutMs} ms`), timeoutMs);
  signal.addEventListener('abort', abort, { once: true });

  let isAnswered = false;
  const fail = (error: { readonly code?: string | undefined }) => {
    const message = `${url.origin}: ${describe(error.code)}`;
    reject(request.reusedSocket && !isAnswered ? new StaleConnection(message) : new DeliveryError(message));
  };
  // Writes nothing before the connection is made and its address is checked.
  request.once('socket', (socket) => {
    whenConnected(request, socket, url.protocol === 'https:', () => {
      if (connection.allowPrivate || !isPrivateAddress(socket.remoteAddress ?? '')) request.end(bytes);
      else giveUp(describe(PRIVATE_ADDRESS));
    });
  });
  request.once('response', (response) => {
    isAnswered = true;
    readToEnd(response, (body) =>
      resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'], body }),
    );
    response.on('error', fail);
  });
  request.on('error', fail);
  request.once('close', () => fail({}));
  if (signal.aborted) abort();
  return promise.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  });
}

function whenConnected(request: ClientRequest, socket: Socket, isSecure: boolean, proceed: () => void): void {
  if (request.reusedSocket) proceed();
  else socket.once(isSecure ? 'secureConnect' : 'connect', proceed);
}

/** Reads the body. A body beyond the limit counts as read; its connection is closed. */
function readToEnd(response: IncomingMessage, done: (body: string) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  const finish = () => done(Buffer.concat(chunks).toString('utf8'));
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length <= LONGEST_ANSWER) return;
    finish();
    response.destroy();
  });
  response.once('end', finish);
}

/** Describes an error code. Error messages are left out, because the receiver can influence them. */
function describe(code: string | undefined): string {
  if (code === PRIVATE_ADDRESS)
    return 'the name resolves to a private address, but allow_private (--allow-private) is not set';
  return code === undefined ? 'the connection was closed before the response was complete' : `no response (${code})`;
}
