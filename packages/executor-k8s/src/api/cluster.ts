import { type CredentialLease, isJsonArray, JsonError, type JsonValue, parseJson } from '@agent-safe/core';
import { Secrets } from '@agent-safe/runner/executor-kit';
import type { Kubeconfig } from '../kubectl/kubeconfig.ts';
import type { Command, Kubectl } from '../kubectl/kubectl.ts';
import { type EndedProcess, ProgramMissing } from '../kubectl/process.ts';
import { ApiError, readError } from './api-error.ts';
import { at, listAt, textAt } from './json.ts';

export interface ClusterOptions {
  readonly kubeconfig: Kubeconfig;
  readonly lease: CredentialLease | null;
  readonly signal: AbortSignal;
  /** Milliseconds since 1970, UTC. */
  readonly deadline: number;
  readonly clock: () => number;
  /** Bytes that are kept of texts for people. */
  readonly outputLimit: number;
}

/** Bytes of what is read to be understood. What is larger fails: a part of it would be something else. */
const LARGEST_DOCUMENT = 67_108_864;
/** Seconds that one request may take. */
const LONGEST_REQUEST = 30;

/** One cluster, as one execution sees it. */
export class Cluster {
  readonly #kubectl: Kubectl;
  readonly #options: ClusterOptions;
  #mayHaveChanged = false;

  constructor(kubectl: Kubectl, options: ClusterOptions) {
    this.#kubectl = kubectl;
    this.#options = options;
  }

  get signal(): AbortSignal {
    return this.#options.signal;
  }

  /** Whether anything may have had an effect: all that was asked for, but for what was refused. */
  get mayHaveChanged(): boolean {
    return this.#mayHaveChanged;
  }

  /** A refusal was none: kubectl asks again by itself, and the second time may be refused because of the first. */
  doubt(): void {
    this.#mayHaveChanged = true;
  }

  /** One object. @throws ApiError */
  async read(path: string): Promise<JsonValue> {
    return this.#parse(await this.#call({ argv: ['get', `--raw=${path}`] }, LARGEST_DOCUMENT));
  }

  /** One object; undefined where there is none. @throws ApiError */
  async find(path: string): Promise<JsonValue | undefined> {
    try {
      return await this.read(path);
    } catch (error) {
      if (error instanceof ApiError && error.isNotFound) return undefined;
      throw error;
    }
  }

  /** @throws ApiError */
  async list(path: string): Promise<readonly JsonValue[]> {
    const list = await this.read(path);
    const isWhole = textAt(list, 'kind')?.endsWith('List') === true && !textAt(list, 'metadata', 'continue');
    const items = at(list, 'items') ?? [];
    if (isWhole && isJsonArray(items)) return items;
    // What is taken for empty would let through what depends on it.
    throw new ApiError('The answer is no list, or not all of it.', undefined);
  }

  /** A text, as much of it as is kept. @throws ApiError */
  async readText(path: string): Promise<EndedProcess> {
    return this.#call({ argv: ['get', `--raw=${path}`] }, this.#options.outputLimit);
  }

  /** Changes something. @returns what the API answered @throws ApiError */
  async change(command: Command): Promise<JsonValue> {
    return this.#parse(await this.#watch(() => this.#call(command, LARGEST_DOCUMENT)));
  }

  /** Asks what a change would make of it. @throws ApiError */
  async ask(command: Command): Promise<JsonValue> {
    return this.#parse(await this.#call(command, LARGEST_DOCUMENT));
  }

  /** Runs what lasts, to its end. Its exit code is not judged. */
  async run(command: Command, onOutput?: (text: string) => void): Promise<EndedProcess> {
    const { kubeconfig, lease, outputLimit, signal } = this.#options;
    return this.#watch(() => this.#kubectl.call(command, { kubeconfig, lease, outputLimit, signal, onOutput }));
  }

  async #watch(work: () => Promise<EndedProcess>): Promise<EndedProcess> {
    try {
      const ended = await work();
      this.#mayHaveChanged = true;
      return ended;
    } catch (error) {
      const isCertain = error instanceof ProgramMissing || (error instanceof ApiError && error.isRefusal);
      if (!isCertain) this.#mayHaveChanged = true;
      throw error;
    }
  }

  async #call(command: Command, outputLimit: number): Promise<EndedProcess> {
    const { clock, deadline, kubeconfig, lease, signal } = this.#options;
    const left = Math.max(1, Math.min(LONGEST_REQUEST, Math.ceil((deadline - clock()) / 1_000)));
    const argv = [`--request-timeout=${left}s`, ...command.argv];
    const ended = await this.#kubectl.call({ ...command, argv }, { kubeconfig, lease, outputLimit, signal });
    if (ended.code === 0) return ended;
    throw readError(hideCredentials(ended.stderr, kubeconfig));
  }

  #parse({ stdout, truncated }: EndedProcess): JsonValue {
    if (truncated) throw new ApiError('The answer is too large to be read.', undefined);
    try {
      return parseJson(stdout, 'answer');
    } catch (error) {
      const why = error instanceof JsonError ? `: ${error.message}` : ', because the Kubernetes API answers otherwise';
      throw new ApiError(`The answer cannot be used${why}.`, undefined);
    }
  }
}

/** Shorter ones are words too. */
const SHORTEST_SECRET = 6;

/** A server may quote what was sent to it. */
function hideCredentials(text: string, { user }: Kubeconfig): string {
  const { exec, password, token } = user ?? {};
  const secrets = new Secrets();
  for (const each of [
    token,
    password,
    at(user, 'client-key-data'),
    ...listAt(exec, 'env').map((entry) => at(entry, 'value')),
  ]) {
    if (typeof each === 'string' && each.length >= SHORTEST_SECRET) secrets.add(each);
  }
  return secrets.cleanText(text);
}
