import type { Agent, ClientRequest, IncomingMessage } from 'node:http';
import type { LookupFunction, Socket } from 'node:net';
import { isPrivateAddress } from './address.ts';
import { PRIVATE_ADDRESS } from './address-lookup.ts';
import { DeliveryError } from './delivery-error.ts';

/** No answer of a receiver needs to be longer, in bytes: it is thrown away. */
const LONGEST_ANSWER = 64 * 1024;

/** How the requests of a batch get to their receiver. */
export interface Connection {
  readonly url: URL;
  readonly agent: Agent;
  readonly request: (options: object) => ClientRequest;
  readonly lookup: LookupFunction;
  readonly allowPrivate: boolean;
  /** Milliseconds from the look-up of the name to the last byte of the answer. */
  readonly timeoutMs: number;
}

export interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
}

/** A kept connection that its receiver closed before it answered: another one may do. */
export class StaleConnection extends DeliveryError {}

/** One POST, and its answer. No redirect is followed. @throws DeliveryError that names the origin and no more */
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
    // An answer that is malformed is none, and a certificate that is not valid none, whatever flags the process has.
    insecureHTTPParser: false,
    rejectUnauthorized: true,
  });
  const giveUp = (why: string) => {
    reject(new DeliveryError(`${url.origin}: ${why}`));
    request.destroy();
  };
  const abort = () => giveUp('the sending was broken off');
  const timer = setTimeout(() => giveUp(`no whole answer within ${timeoutMs} ms`), timeoutMs);
  signal.addEventListener('abort', abort, { once: true });

  let isAnswered = false;
  const fail = (error: { readonly code?: string | undefined }) => {
    const message = `${url.origin}: ${describe(error.code)}`;
    reject(request.reusedSocket && !isAnswered ? new StaleConnection(message) : new DeliveryError(message));
  };
  // Nothing is written before the connection is made, and seen to lead where it may.
  request.once('socket', (socket) => {
    whenConnected(request, socket, url.protocol === 'https:', () => {
      if (connection.allowPrivate || !isPrivateAddress(socket.remoteAddress ?? '')) request.end(bytes);
      else giveUp(describe(PRIVATE_ADDRESS));
    });
  });
  request.once('response', (response) => {
    isAnswered = true;
    readToEnd(response, () =>
      resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] }),
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

/** Throws the body away; where it is too long, and its connection with it, it counts as read. */
function readToEnd(response: IncomingMessage, done: () => void): void {
  let length = 0;
  response.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= LONGEST_ANSWER) return;
    done();
    response.destroy();
  });
  response.once('end', done);
}

/** Codes are ours, Node's or the system's. The messages of errors are left out: they hold what receivers choose. */
function describe(code: string | undefined): string {
  if (code === PRIVATE_ADDRESS) return 'it leads to a private address, and allow_private (--allow-private) is not set';
  return code === undefined ? 'the connection was closed before the answer was whole' : `no answer (${code})`;
}
