import { createServer, type Server, type Socket } from 'node:net';
import { PassThrough, type Writable } from 'node:stream';
import type { KubeConfig, V1Status, V1StatusCause } from '@kubernetes/client-node';
import { ApiError } from '../api/api-error.ts';
import {
  type ExecRequest,
  type ExecResult,
  type ForwardResult,
  type PortForwardRequest,
  RequestNotSent,
} from '../api/transport.ts';
import { ConnectionLost } from './connection-lost.ts';
import { LimitedOutput } from './limited-output.ts';
import { loadClient } from './load-client.ts';
import { readStatus } from './read-status.ts';
import { webSocketsOf } from './web-socket.ts';

export interface StreamOptions {
  readonly config: KubeConfig;
  readonly signal: AbortSignal;
  /** Limit of each output of a command, in bytes. */
  readonly outputLimit: number;
}

/** The part of a web socket that these functions use. */
interface Connection {
  close(): void;
  addEventListener(type: 'close', listener: () => void): void;
}

/** Runs a command in a pod until it ends. @throws ApiError, RequestNotSent */
export async function execInPod(request: ExecRequest, options: StreamOptions): Promise<ExecResult> {
  const { command, container, namespace, pod } = request;
  const { config, outputLimit, signal } = options;
  const [stdout, stderr] = [new LimitedOutput(outputLimit), new LimitedOutput(outputLimit)];
  const read = () => ({ stdout: stdout.text, stderr: stderr.text, truncated: stdout.truncated || stderr.truncated });
  if (signal.aborted) return { ok: false, code: 'stopped', ...read() };
  const { Exec } = await loadClient();
  let status: V1Status | undefined;
  let socket: Connection;
  try {
    socket = await connect(
      () =>
        new Exec(config, webSocketsOf(config)).exec(
          namespace,
          pod,
          container,
          [...command],
          stdout,
          stderr,
          null,
          false,
          (said) => {
            status = said;
          },
        ),
      signal,
    );
  } catch (error) {
    if (!(error instanceof ConnectionLost)) throw error;
    return { ok: false, code: signal.aborted ? 'stopped' : 'lost', ...read(), stderr: error.message };
  }
  await closed(socket, signal);
  if (status === undefined) return { ok: false, code: signal.aborted ? 'stopped' : 'lost', ...read() };
  const exitCode = exitCodeOf(status);
  if (exitCode !== undefined) return { ok: true, exitCode, ...read() };
  const lost = read();
  return { ok: false, code: 'lost', ...lost, stderr: `${lost.stderr}${status.message ?? ''}` };
}

/** @see https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/client-go/tools/remotecommand/v4.go */
function exitCodeOf({ details, reason, status }: V1Status): number | undefined {
  if (status === 'Success') return 0;
  // The status comes from the pod's node, which may answer with anything.
  const causes: unknown = details?.causes;
  const code = (Array.isArray(causes) ? (causes as V1StatusCause[]) : []).find(
    (cause) => cause.reason === 'ExitCode',
  )?.message;
  return reason === 'NonZeroExitCode' && code !== undefined && /^\d{1,3}$/.test(code) ? Number(code) : undefined;
}

/**
 * Forwards a port of 127.0.0.1 to a pod, until its signal is aborted or the pod ends.
 *
 * @throws ApiError, RequestNotSent
 */
export async function forwardToPod(
  { localPort, namespace, pod, remotePort }: PortForwardRequest,
  onReady: () => void,
  { config, signal }: StreamOptions,
): Promise<ForwardResult> {
  const { PortForward } = await loadClient();
  const forward = new PortForward(config, true, webSocketsOf(config));
  const open = async (output: Writable, input: Socket | PassThrough) => {
    try {
      return await connect(async () => {
        const opened = await forward.portForward(namespace, pod, [remotePort], output, new LimitedOutput(0), input);
        return opened as Connection;
      }, signal);
    } catch (error) {
      // A tunnel that was not opened has no effect.
      throw error instanceof ConnectionLost ? new RequestNotSent(error.message) : error;
    }
  };
  // The first connection shows whether the pod exists, and when it ends.
  const first = await open(new LimitedOutput(0), new PassThrough());
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
    open(socket, socket).then(
      (tunnel) => {
        tunnel.addEventListener('close', () => socket.end());
        socket.once('close', () => tunnel.close());
      },
      () => socket.destroy(),
    );
  });
  try {
    await listen(server, localPort);
    onReady();
    await closed(first, signal);
    if (signal.aborted) return { ok: true };
    return { ok: false, code: 'connection_ended', reason: 'The connection ended: the pod or the API closed it.' };
  } finally {
    first.close();
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

/**
 * Error codes that prove that no connection was made. After any other error, the API may have carried out the request: it
 * starts a command before its answer arrives.
 */
const NOT_CONNECTED =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|ENETDOWN|CERT_\w+|PROXY_\w+|\w*_CERT\w*|ERR_TLS_\w+|UNABLE_TO_\w+)$/;

/**
 * @throws ApiError if the API refuses the web socket, RequestNotSent if no connection was made, and ConnectionLost if the request
 * may have had an effect
 */
async function connect(open: () => Promise<Connection>, signal: AbortSignal): Promise<Connection> {
  const stopped = new Promise<never>((_, reject) => {
    const stop = () => reject(new ConnectionLost('The run was stopped while the connection was opened.'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  const opening = open();

  try {
    return await Promise.race([opening, stopped]);
  } catch (error) {
    if (signal.aborted) {
      // The API may still accept the connection.
      opening.then(
        (late) => late.close(),
        () => undefined,
      );
      throw error;
    }
    const message = readMessage(error);
    const [, status] = /^Unexpected server response: (\d{3})$/.exec(message) ?? [];
    if (status === undefined) {
      // The client throws its own errors, such as unreadable credentials, before it connects.
      if (error instanceof Error || NOT_CONNECTED.test(readCode(error)))
        throw new RequestNotSent(`The API cannot be reached: ${message}`);
      throw new ConnectionLost(`The connection to the API was lost: ${message}`);
    }
    const answer = readStatus(Number(status), '', (text) => text);
    throw new ApiError(answer.message, answer.reason);
  }
}

/** Returns the error in an error event of a web socket. */
function readMessage(error: unknown): string {
  const { message } = error as { readonly message?: unknown };
  return typeof message === 'string' ? message : String(error);
}

/** The event of a failed web socket holds its error. */
function readCode(event: unknown): string {
  const { error } = event as { readonly error?: { readonly code?: unknown; readonly syscall?: unknown } };
  // A connection that was made may also end with EHOSTUNREACH, when its route is lost.
  if (error?.syscall === 'read' || error?.syscall === 'write') return '';
  return typeof error?.code === 'string' ? error.code : '';
}

/** Waits until a connection ends, and ends it when the signal is aborted. */
function closed(socket: Connection, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      socket.close();
      resolve();
    };
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    socket.addEventListener('close', () => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
  });
}

/** Listens on the loopback address only. */
function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new RequestNotSent(`The port ${port} cannot be used: ${error.message}`)));
    server.listen(port, '127.0.0.1', () => resolve());
  });
}
