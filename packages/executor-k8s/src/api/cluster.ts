import { isJsonArray, type JsonValue } from '@agent-safe/core';
import { ApiError } from './api-error.ts';
import { at, textAt } from './json.ts';
import { type ApiRequest, get } from './request.ts';
import {
  type ExecRequest,
  type ExecResult,
  type ForwardResult,
  type LogText,
  type Operation,
  type PortForwardRequest,
  RequestNotSent,
  type Transport,
} from './transport.ts';

/** One cluster, as one execution sees it. It remembers whether anything may have been changed. */
export class Cluster {
  readonly #transport: Transport;
  #mayHaveChanged = false;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Whether anything may have had an effect: every change that was asked for and not refused. */
  get mayHaveChanged(): boolean {
    return this.#mayHaveChanged;
  }

  /**
   * Says that a refusal leaves doubt. A transport may send a change again by itself, and the second time may be refused because of
   * the first.
   */
  markUncertain(): void {
    this.#mayHaveChanged = true;
  }

  /** One object. @throws ApiError */
  read(path: string): Promise<JsonValue> {
    return this.#transport.send(get(path));
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
    // A list that is taken for empty would let through what depends on it.
    throw new ApiError('The answer is no list, or not all of it.', undefined);
  }

  /** @throws ApiError */
  readLog(path: string): Promise<LogText> {
    return this.#transport.readLog(path);
  }

  /** Changes something. @returns what the API answered @throws ApiError */
  change(request: ApiRequest): Promise<JsonValue> {
    return this.#watch(() => this.#transport.send(request));
  }

  /** Asks something that changes nothing, such as what a change would make of it. @throws ApiError */
  ask(request: ApiRequest): Promise<JsonValue> {
    return this.#transport.send(request);
  }

  exec(request: ExecRequest): Promise<ExecResult> {
    return this.#watch(() => this.#transport.exec(request));
  }

  forwardPort(request: PortForwardRequest, onReady: () => void): Promise<ForwardResult> {
    return this.#watch(() => this.#transport.forwardPort(request, onReady));
  }

  describe(operation: Operation): string {
    return this.#transport.describe(operation);
  }

  async #watch<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      const result = await work();
      this.#mayHaveChanged = true;
      return result;
    } catch (error) {
      const isCertain = error instanceof RequestNotSent || (error instanceof ApiError && error.isRefusal);
      if (!isCertain) this.#mayHaveChanged = true;
      throw error;
    }
  }
}
