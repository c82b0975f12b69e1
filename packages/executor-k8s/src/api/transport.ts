import type { JsonValue } from '@agent-safe/core';
import type { ApiRequest } from './request.ts';

/** Sends requests to one cluster, with the credentials of one execution. */
export interface Transport {
  /** Sends a request. @returns the answer of the API @throws ApiError, RequestNotSent */
  send(request: ApiRequest): Promise<JsonValue>;
  /** Reads a log, up to the output limit. @throws ApiError, RequestNotSent */
  readLog(path: string): Promise<LogText>;
  /** Runs a command in a pod until it ends. @throws ApiError, RequestNotSent */
  exec(request: ExecRequest): Promise<ExecResult>;
  /**
   * Forwards a port of this machine to a pod, until its signal is aborted or the connection ends.
   *
   * @param onReady called when the port accepts connections
   * @throws ApiError, RequestNotSent, and an error if it was stopped before the port accepted connections
   */
  forwardPort(request: PortForwardRequest, onReady: () => void): Promise<ForwardResult>;
  /**
   * Watches an object or a list for changes. It is a hint: the caller reads again.
   *
   * @param resourceVersion version that the caller has read
   * @returns when the watch has ended
   * @throws if it could not be started, such as without the right to watch
   */
  watch?(path: string, resourceVersion: string | undefined, signal: AbortSignal, onChange: () => void): Promise<void>;
  /** Closes the connections. A request that is under way fails. */
  close?(): void;
  /** Describes an operation for display, without secrets and without the body. */
  describe(operation: Operation): string;
}

/** Limits of a transport. */
export interface TransportLimits {
  readonly signal: AbortSignal;
  /** Milliseconds since 1970, UTC. */
  readonly deadline: number;
  readonly clock: () => number;
  /** Output limit for logs and commands, in bytes. */
  readonly outputLimit: number;
}

/** Largest answer of the API, in bytes. A larger answer is an error, because a cut answer would be wrong. */
export const LARGEST_DOCUMENT = 67_108_864;

export type Operation = ApiRequest | ExecRequest | PortForwardRequest;

/** Text of a log. */
export interface LogText {
  readonly text: string;
  /** Whether the log is longer than the output limit. */
  readonly truncated: boolean;
}

/** Command to run in a pod. */
export interface ExecRequest {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** Program and arguments. */
  readonly command: readonly string[];
}

/** `stopped`: by its signal. `lost`: it could not be started, or the connection was lost. In both cases the command may still run. */
export type ExecResult = (
  | { readonly ok: true; readonly exitCode: number }
  | { readonly ok: false; readonly code: 'stopped' | 'lost' }
) & {
  readonly stdout: string;
  readonly stderr: string;
  /** Whether the output is longer than the output limit. */
  readonly truncated: boolean;
};

/** Port to forward to a pod. */
export interface PortForwardRequest {
  readonly namespace: string;
  readonly pod: string;
  readonly localPort: number;
  readonly remotePort: number;
}

/** `ok`: the port was forwarded until the time limit. */
export type ForwardResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: 'connection_ended' | 'connection_refused'; readonly reason: string };

/** The request was not sent to the cluster. */
export class RequestNotSent extends Error {
  override readonly name: string = 'RequestNotSent';
}
