import { isJsonArray, type JsonObject, type JsonValue } from '@agent-safe/core';
import { ApiError } from './api-error.ts';
import { annotate, expectsNoAnnotations } from './audit-annotation.ts';
import { ChangeWatcher } from './change-watcher.ts';
import { at, objectAt, textAt } from './json.ts';
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

/** Access of one execution to a cluster. It remembers whether a request may have changed anything. */
export class Cluster {
  readonly #transport: Transport;
  #mayHaveChanged = false;
  /** Watches everything that is read, while a wait is under way. */
  #watcher: ChangeWatcher | undefined;

  readonly #auditId: string | undefined;
  /** Annotations of the objects that were read, by path. */
  readonly #annotations = new Map<string, JsonObject>();

  /** @param auditId id of the decision, for the annotation of the changed objects; undefined for access that changes nothing */
  constructor(transport: Transport, auditId?: string) {
    this.#transport = transport;
    this.#auditId = auditId;
  }

  /** Whether a change was requested that the API did not refuse. */
  get mayHaveChanged(): boolean {
    return this.#mayHaveChanged;
  }

  /**
   * Marks a refusal as uncertain. A transport may repeat a change by itself, and the API may refuse the second request because of the
   * first.
   */
  markUncertain(): void {
    this.#mayHaveChanged = true;
  }

  /** Reads an object. @throws ApiError */
  read(path: string): Promise<JsonValue> {
    return this.#read(get(path));
  }

  async #read(request: ApiRequest): Promise<JsonValue> {
    const { path } = request;
    const object = await this.#transport.send(request);
    if (at(object, 'metadata', 'uid') !== undefined) {
      this.#annotations.set(path, objectAt(object, 'metadata', 'annotations'));
    }
    this.#watcher?.add(path, textAt(object, 'metadata', 'resourceVersion'));
    return object;
  }

  /** Runs a wait. Its pauses end early when an object that it has read changes, if the transport can watch. */
  async waitForChanges<Result>(wait: (pause?: ChangeWatcher['wait']) => Promise<Result>): Promise<Result> {
    const transport = this.#transport;
    if (transport.watch === undefined) return wait();
    const watcher = new ChangeWatcher(async (...watch) => transport.watch?.(...watch));
    this.#watcher = watcher;
    try {
      return await wait(watcher.wait.bind(watcher));
    } finally {
      this.#watcher = undefined;
      watcher.close();
    }
  }

  /** Reads an object, or returns undefined if it does not exist. @throws ApiError */
  async find(path: string): Promise<JsonValue | undefined> {
    try {
      return await this.read(path);
    } catch (error) {
      if (error instanceof ApiError && error.isNotFound) return undefined;
      throw error;
    }
  }

  /**
   * Reads all objects of a list.
   *
   * @param metadataOnly whether the transport may leave out everything but their metadata
   * @throws ApiError
   */
  async list(path: string, metadataOnly = false): Promise<readonly JsonValue[]> {
    const list = await this.#read(metadataOnly ? { ...get(path), metadataOnly } : get(path));
    const isWhole = textAt(list, 'kind')?.endsWith('List') === true && !textAt(list, 'metadata', 'continue');
    const items = at(list, 'items') ?? [];
    if (isWhole && isJsonArray(items)) return items;
    // If a wrong answer counted as an empty list, checks would pass by mistake.
    throw new ApiError('The API returned an incomplete list, or no list.', undefined);
  }

  /** Reads a log. @throws ApiError */
  readLog(path: string): Promise<LogText> {
    return this.#transport.readLog(path);
  }

  /** Sends a request that changes the cluster. The changed object gets an annotation with the audit id. @returns the answer of the API @throws ApiError */
  async change(request: ApiRequest): Promise<JsonValue> {
    const annotated = this.#annotate(request);
    const send = (whole: ApiRequest) => this.#watch(() => this.#transport.send(whole));
    if (!expectsNoAnnotations(annotated)) return send(annotated);
    try {
      return await send(annotated);
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'Invalid') throw error;
      // Another writer may have added the first annotation. The other tests of the patch apply to the repetition too.
      await this.read(request.path);
      const repeated = this.#annotate(request);
      if (expectsNoAnnotations(repeated)) throw error;
      return send(repeated);
    }
  }

  #annotate(request: ApiRequest): ApiRequest {
    if (this.#auditId === undefined) return request;
    return annotate(request, this.#auditId, this.#annotations.get(request.path));
  }

  /** Sends a request that changes nothing, such as a dry run. @throws ApiError */
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
