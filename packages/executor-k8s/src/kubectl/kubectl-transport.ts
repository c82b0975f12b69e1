import { type CredentialLease, JsonError, type JsonValue, parseJson } from '@agent-safe/core';
import { Redactor } from '@agent-safe/runner/executor-kit';
import { ApiError } from '../api/api-error.ts';
import { at, listAt } from '../api/json.ts';
import { type ApiRequest, get } from '../api/request.ts';
import type {
  ExecRequest,
  ExecResult,
  ForwardResult,
  LogText,
  Operation,
  PortForwardRequest,
  Transport,
} from '../api/transport.ts';
import { commandOf } from './commands.ts';
import { formatCommand } from './format-command.ts';
import type { Kubeconfig } from './kubeconfig.ts';
import type { Command, Kubectl } from './kubectl.ts';
import { type EndedProcess, ProcessStopped } from './process.ts';
import { readError } from './read-error.ts';

export interface KubectlTransportOptions {
  readonly kubeconfig: Kubeconfig;
  readonly lease: CredentialLease | null;
  readonly signal: AbortSignal;
  /** Milliseconds since 1970, UTC. */
  readonly deadline: number;
  readonly clock: () => number;
  /** Bytes that are kept of texts for people. */
  readonly outputLimit: number;
}

/** Bytes of an answer of the API. A larger one fails: a part of it would be something else. */
const LARGEST_DOCUMENT = 67_108_864;
/** Seconds that one request may take. */
const LONGEST_REQUEST = 30;

/** Sends requests by kubectl: one process each. */
export class KubectlTransport implements Transport {
  readonly #kubectl: Kubectl;
  readonly #options: KubectlTransportOptions;

  constructor(kubectl: Kubectl, options: KubectlTransportOptions) {
    this.#kubectl = kubectl;
    this.#options = options;
  }

  async send(request: ApiRequest): Promise<JsonValue> {
    const { stdout, truncated } = await this.#call(commandOf(request), LARGEST_DOCUMENT);
    if (truncated) throw new ApiError('The answer is too large to be read.', undefined);
    try {
      return parseJson(stdout, 'answer');
    } catch (error) {
      const why = error instanceof JsonError ? `: ${error.message}` : ', because the Kubernetes API answers otherwise';
      throw new ApiError(`The answer cannot be used${why}.`, undefined);
    }
  }

  async readLog(path: string): Promise<LogText> {
    const { stdout, truncated } = await this.#call(commandOf(get(path)), this.#options.outputLimit);
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
      const { message } = readError(stderr);
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

  /** Runs a command that lasts, to its end. Its exit code is not checked. */
  #run(command: Command, onOutput?: (text: string) => void): Promise<EndedProcess> {
    const { kubeconfig, lease, outputLimit, signal } = this.#options;
    return this.#kubectl.call(command, { kubeconfig, lease, outputLimit, signal, onOutput });
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
 * kubectl ends with the exit code of the command, and says so last. Otherwise it has lost the command, and its last words may be the
 * command's own.
 */
function readExec({ code, lastWords, stderr, stdout, truncated }: EndedProcess): ExecResult {
  const [line, said] = /command terminated with exit code (\d{1,3})\s*$/.exec(lastWords) ?? [];
  if (code === null || (code !== 0 && Number(said) !== code)) {
    return { ok: false, code: 'lost', stdout, stderr, truncated };
  }
  const own = line !== undefined && stderr.endsWith(line) ? stderr.slice(0, -line.length) : stderr;
  return { ok: true, exitCode: code, stdout, stderr: own, truncated };
}

/** Shorter ones are words too. */
const SHORTEST_SECRET = 6;

/** A server may quote what was sent to it. */
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
