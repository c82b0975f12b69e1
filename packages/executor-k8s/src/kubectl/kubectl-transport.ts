import { type CredentialLease, JsonError, type JsonValue, parseJson } from '@agent-safe/core';
import { type Attempt, Redactor, repeat } from '@agent-safe/runner/executor-kit';
import { ApiError } from '../api/api-error.ts';
import { at, listAt } from '../api/json.ts';
import { type ApiRequest, get, isRead } from '../api/request.ts';
import {
  type ExecRequest,
  type ExecResult,
  type ForwardResult,
  LARGEST_DOCUMENT,
  type LogText,
  type Operation,
  type PortForwardRequest,
  type Transport,
  type TransportLimits,
} from '../api/transport.ts';
import { commandOf } from './commands.ts';
import { formatCommand } from './format-command.ts';
import type { Kubeconfig } from './kubeconfig.ts';
import type { Command, Kubectl } from './kubectl.ts';
import { type EndedProcess, ProcessStopped } from './process.ts';
import { readError } from './read-error.ts';

/** Options of a {@link KubectlTransport}. */
export interface KubectlTransportOptions extends TransportLimits {
  readonly kubeconfig: Kubeconfig;
  readonly lease: CredentialLease | null;
}

/** Time limit of one request, in seconds. */
const LONGEST_REQUEST = 30;

/** Sends each request with one process of kubectl. */
export class KubectlTransport implements Transport {
  readonly #kubectl: Kubectl;
  readonly #options: KubectlTransportOptions;

  constructor(kubectl: Kubectl, options: KubectlTransportOptions) {
    this.#kubectl = kubectl;
    this.#options = options;
  }

  async send(request: ApiRequest): Promise<JsonValue> {
    const { stdout, truncated } = await this.#callAgain(commandOf(request), LARGEST_DOCUMENT, isRead(request));
    if (truncated) throw new ApiError('The answer of the API is too large.', undefined);
    try {
      return parseJson(stdout, 'answer');
    } catch (error) {
      const why =
        error instanceof JsonError ? `: ${error.message}` : ', because it is not an answer of the Kubernetes API';
      throw new ApiError(`The answer cannot be used${why}.`, undefined);
    }
  }

  async readLog(path: string): Promise<LogText> {
    const { stdout, truncated } = await this.#callAgain(commandOf(get(path)), this.#options.outputLimit, true);
    return { text: stdout, truncated };
  }

  async exec(request: ExecRequest): Promise<ExecResult> {
    try {
      return readExec(await this.#run(commandOf(request)));
    } catch (error) {
      if (error instanceof ProcessStopped) return { ok: false, code: 'stopped', ...error.said };
      throw error;
    }
  }

  async forwardPort(request: PortForwardRequest, onReady: () => void): Promise<ForwardResult> {
    let isReady = false;
    try {
      const { stderr } = await this.#run(commandOf(request), (text) => {
        if (isReady || !/^Forwarding from \d/m.test(text)) return;
        isReady = true;
        onReady();
      });
      const error = readError(stderr);
      const { message } = error;
      if (!isReady && error.isRefusal) throw error;
      if (isReady) return { ok: false, code: 'connection_ended', reason: `The connection ended: ${message}` };
      return { ok: false, code: 'connection_refused', reason: message };
    } catch (error) {
      if (error instanceof ProcessStopped && isReady) return { ok: true };
      throw error;
    }
  }

  describe(operation: Operation): string {
    return formatCommand(commandOf(operation));
  }

  /** Runs a long command until it ends, without checking its exit code. */
  #run(command: Command, onOutput?: (text: string) => void): Promise<EndedProcess> {
    const { kubeconfig, lease, outputLimit, signal } = this.#options;
    return this.#kubectl.call(command, { kubeconfig, lease, outputLimit, signal, onOutput });
  }

  /** Repeats a request that the API did not carry out, and a read that it could not answer. An uncertain write is never repeated. */
  #callAgain(command: Command, outputLimit: number, mayRepeat: boolean): Promise<EndedProcess> {
    const { clock, deadline, signal } = this.#options;
    const isSafe = (error: unknown) =>
      error instanceof ApiError &&
      (error.reason === 'TooManyRequests'
        ? !/disruption budget/i.test(error.message)
        : mayRepeat && error.reason === 'ServiceUnavailable');
    const backoffAfter = (attempt: Attempt<EndedProcess>, backoff: number) =>
      'error' in attempt && isSafe(attempt.error) ? backoff : undefined;
    return repeat(() => this.#call(command, outputLimit), backoffAfter, { clock, deadline, signal });
  }

  async #call(command: Command, outputLimit: number): Promise<EndedProcess> {
    const { clock, deadline, kubeconfig, lease, signal } = this.#options;
    const left = Math.max(1, Math.min(LONGEST_REQUEST, Math.ceil((deadline - clock()) / 1_000)));
    const argv = [`--request-timeout=${left}s`, ...command.argv];
    const ended = await this.#kubectl.call({ ...command, argv }, { kubeconfig, lease, outputLimit, signal });
    if (ended.code === 0) return ended;
    throw readError(redactCredentials(ended.stderr, kubeconfig));
  }
}

/**
 * kubectl ends with the exit code of the command, and its last line says so. Otherwise the connection was lost, and the last line may
 * come from the command.
 */
function readExec({ code, lastWords, stderr, stdout, truncated }: EndedProcess): ExecResult {
  const [line, said] = /command terminated with exit code (\d{1,3})\s*$/.exec(lastWords) ?? [];
  if (code === null || (code !== 0 && Number(said) !== code)) {
    return { ok: false, code: 'lost', stdout, stderr, truncated };
  }
  const own = line !== undefined && stderr.endsWith(line) ? stderr.slice(0, -line.length) : stderr;
  return { ok: true, exitCode: code, stdout, stderr: own, truncated };
}

/** Shortest secret that is redacted, in characters. Shorter values are often ordinary words. */
const SHORTEST_SECRET = 6;

/** Redacts the credentials of the kubeconfig, because a server may quote them. */
function redactCredentials(text: string, { user }: Kubeconfig): string {
  const { exec, password, token } = user ?? {};
  const redactor = new Redactor();
  for (const each of [
    token,
    password,
    at(user, 'client-key-data'),
    ...listAt(exec, 'env').map((entry) => at(entry, 'value')),
  ]) {
    if (typeof each === 'string' && each.length >= SHORTEST_SECRET) redactor.add(each);
  }
  return redactor.redactText(text);
}
