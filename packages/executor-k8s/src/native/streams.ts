import { createServer, type Server, type Socket } from 'node:net';
import { PassThrough, type Writable } from 'node:stream';
import type { KubeConfig, V1Status } from '@kubernetes/client-node';
import { ApiError } from '../api/api-error.ts';
import {
  type ExecRequest,
  type ExecResult,
  type ForwardResult,
  type PortForwardRequest,
  RequestNotSent,
} from '../api/transport.ts';
import { KeptOutput } from './kept-output.ts';
import { loadClient } from './load-client.ts';
import { readStatus } from './read-status.ts';

export interface StreamOptions {
  readonly config: KubeConfig;
  readonly signal: AbortSignal;
  /** Bytes that are kept of each output of a command. */
  readonly outputLimit: number;
}

/** The part of a web socket that these functions use. */
interface Connection {
  close(): void;
  addEventListener(type: 'close', listener: () => void): void;
}

/** Runs a command in a pod, to its end. @throws ApiError, RequestNotSent */
export async function execInPod(request: ExecRequest, options: StreamOptions): Promise<ExecResult> {
  const { command, container, namespace, pod } = request;
  const { config, outputLimit, signal } = options;
  const [stdout, stderr] = [new KeptOutput(outputLimit), new KeptOutput(outputLimit)];
  const read = () => ({ stdout: stdout.text, stderr: stderr.text, truncated: stdout.truncated || stderr.truncated });
  if (signal.aborted) return { ok: false, code: 'stopped', ...read() };
  const { Exec } = await loadClient();
  let status: V1Status | undefined;
  const socket = await connect(
    () => new Exec(config).exec(namespace, pod, container, [...command], stdout, stderr, null, false, (said) => {
      status = said;
    }),
    signal,
  );
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
  const code = details?.causes?.find((cause) => cause.reason === 'ExitCode')?.message;
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
  const forward = new PortForward(config);
  const open = (output: Writable, input: Socket | PassThrough) =>
    connect(async () => {
      const opened = await forward.portForward(namespace, pod, [remotePort], output, new KeptOutput(0), input);
      return opened as Connection;
    }, signal);
  // The first connection shows that the pod is there, and when it ends.
  const first = await open(new KeptOutput(0), new PassThrough());
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

/** @throws ApiError if the API refuses the web socket, RequestNotSent if it cannot be reached, Error if it was stopped */
async function connect(open: () => Promise<Connection>, signal: AbortSignal): Promise<Connection> {
  const stopped = new Promise<never>((_, reject) => {
    const stop = () => reject(new Error('The run was stopped while the connection was opened.'));
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
    if (status === undefined) throw new RequestNotSent(`The API cannot be reached: ${message}`);
    const answer = readStatus(Number(status), '', (text) => text);
    throw new ApiError(answer.message, answer.reason);
  }
}

/** The error of a web socket is an event that holds it. */
function readMessage(error: unknown): string {
  const { message } = error as { readonly message?: unknown };
  return typeof message === 'string' ? message : String(error);
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

/** On this machine alone. */
function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new RequestNotSent(`The port ${port} cannot be used: ${error.message}`)));
    server.listen(port, '127.0.0.1', () => resolve());
  });
}
