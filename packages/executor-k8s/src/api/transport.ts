import type { JsonValue } from '@agent-safe/core';
import type { ApiRequest } from './request.ts';

/** How requests reach one cluster, with the credentials of one execution. */
export interface Transport {
  /** @returns the answer of the API @throws ApiError, RequestNotSent */
  send(request: ApiRequest): Promise<JsonValue>;
  /** Reads a log, as much of it as is kept. @throws ApiError, RequestNotSent */
  readLog(path: string): Promise<LogText>;
  /** Runs a command in a pod, to its end. @throws ApiError, RequestNotSent */
  exec(request: ExecRequest): Promise<ExecResult>;
  /**
   * Forwards a port of this machine to a pod, until its signal is aborted or the connection ends.
   *
   * @param onReady is told once connections are taken
   * @throws ApiError, RequestNotSent, and where it was stopped before connections were taken
   */
  forwardPort(request: PortForwardRequest, onReady: () => void): Promise<ForwardResult>;
  /** For people: what this transport does for an operation. It is free of secrets, and shows no body. */
  describe(operation: Operation): string;
}

export type Operation = ApiRequest | ExecRequest | PortForwardRequest;

export interface LogText {
  readonly text: string;
  /** Whether the log is longer than what was kept. */
  readonly truncated: boolean;
}

export interface ExecRequest {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** A program and its arguments. */
  readonly command: readonly string[];
}

/** `stopped`: by its signal. `lost`: it could not be started, or the connection was lost. The command may go on in both cases. */
export type ExecResult = (
  | { readonly ok: true; readonly exitCode: number }
  | { readonly ok: false; readonly code: 'stopped' | 'lost' }
) & {
  readonly stdout: string;
  readonly stderr: string;
  /** Whether the command said more than was kept. */
  readonly truncated: boolean;
};

export interface PortForwardRequest {
  readonly namespace: string;
  readonly pod: string;
  readonly localPort: number;
  readonly remotePort: number;
}

/** `ok`: it was forwarded until its time was over. */
export type ForwardResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: 'connection_ended' | 'connection_refused'; readonly reason: string };

/** Nothing was sent: the cluster was not asked. */
export class RequestNotSent extends Error {
  override readonly name: string = 'RequestNotSent';
}
