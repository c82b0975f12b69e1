import { JsonError, type JsonValue, parseJson } from '@agent-safe/core';
import { Redactor } from '@agent-safe/runner/executor-kit';
import type { KubeConfig } from '@kubernetes/client-node';
import { ApiError } from '../api/api-error.ts';
import { objectAt } from '../api/json.ts';
import { parseObjectPath } from '../api/object-path.ts';
import { API } from '../api/paths.ts';
import { type ApiRequest, addQuery, FIELD_MANAGER, get, isRead, type PatchType } from '../api/request.ts';
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
import { Connection, type HttpAnswer } from './connection.ts';
import { ConnectionLost } from './connection-lost.ts';
import { readStatus } from './read-status.ts';
import { sendWithRetry } from './retry.ts';
import { execInPod, forwardToPod } from './streams.ts';

/** A cluster and the credentials for it. */
export interface Identity {
  readonly config: KubeConfig;
  /** Secrets, which are redacted from all messages. */
  readonly secrets: readonly string[];
}

export interface NativeTransportOptions extends Identity, TransportLimits {
  /** Reads the credentials again, if they can change. */
  readonly renew?: (() => Promise<Identity>) | undefined;
}

/** Time limit of one request, in milliseconds. */
const LONGEST_REQUEST = 30_000;

const CONTENT_TYPES: Readonly<Record<PatchType, string>> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
};

/** Sends requests to the Kubernetes API over HTTPS. */
export class NativeTransport implements Transport {
  readonly #options: NativeTransportOptions;
  #config: KubeConfig;
  #connection: Connection;
  readonly #redactor = new Redactor();

  constructor(options: NativeTransportOptions) {
    this.#options = options;
    this.#config = options.config;
    this.#connection = new Connection(options.config);
    for (const secret of options.secrets) this.#redactor.add(secret);
    options.signal.addEventListener('abort', () => this.close(), { once: true });
  }

  close(): void {
    this.#connection.close();
  }

  async send(request: ApiRequest): Promise<JsonValue> {
    const { text, truncated } = await this.#exchange(request, LARGEST_DOCUMENT);
    if (truncated) throw new ApiError(`The answer is longer than ${LARGEST_DOCUMENT} bytes.`, undefined);
    try {
      return parseJson(text, 'answer');
    } catch (error) {
      const why = error instanceof JsonError ? error.message : 'it is not JSON of the Kubernetes API';
      throw new ApiError(`The answer cannot be read: ${why}.`, undefined);
    }
  }

  async readLog(path: string): Promise<LogText> {
    const { text, truncated } = await this.#exchange({ method: 'GET', path }, this.#options.outputLimit);
    return { text, truncated };
  }

  exec(request: ExecRequest): Promise<ExecResult> {
    return execInPod(request, { ...this.#options, config: this.#config });
  }

  async forwardPort(request: PortForwardRequest, onReady: () => void): Promise<ForwardResult> {
    // Like kubectl. The answer to a web socket does not say which object is missing.
    await this.send(get(API.pod(request.namespace, request.pod)));
    return forwardToPod(request, onReady, { ...this.#options, config: this.#config });
  }

  async watch(
    path: string,
    resourceVersion: string | undefined,
    signal: AbortSignal,
    onChange: () => void,
  ): Promise<void> {
    const stop = AbortSignal.any([signal, this.#options.signal]);
    const headers = { Accept: 'application/json' };
    const answer = await this.#connection.open({
      method: 'GET',
      path: watchPath(path, resourceVersion),
      headers,
      signal: stop,
    });
    if (answer.statusCode !== 200) {
      answer.destroy();
      throw new ApiError(`The API does not watch ${path}: status ${answer.statusCode}.`, undefined);
    }
    try {
      for await (const chunk of answer) {
        // A watch that only reports errors would be started again at once, without end.
        if (String(chunk).startsWith('{"type":"ERROR"')) throw new ApiError(`The watch of ${path} failed.`, undefined);
        onChange();
      }
    } catch (error) {
      if (error instanceof ApiError) throw error;
      // A watch may break at any time. The caller reads again.
    }
  }

  describe(operation: Operation): string {
    return describeOperation(operation);
  }

  async #exchange(request: ApiRequest, limit: number): Promise<HttpAnswer> {
    const { clock, deadline, signal } = this.#options;
    const http = httpOf(request);
    const attempt = () => {
      const left = Math.max(1, Math.min(LONGEST_REQUEST, deadline - clock()));
      return this.#connection.send({ ...http, signal: AbortSignal.any([signal, AbortSignal.timeout(left)]) }, limit);
    };
    try {
      const send = () => sendWithRetry(attempt, { isRead: isRead(request), signal, deadline, clock });
      const first = await send();
      // The API did not carry out the request. A token from a file or a program may have been replaced.
      const answer = first.statusCode === 401 && (await this.#renew()) ? await send() : first;
      if (answer.statusCode >= 200 && answer.statusCode < 300) return answer;
      throw readStatus(answer.statusCode, answer.text, (text) => this.#redactor.redactText(text));
    } catch (error) {
      if (error instanceof ConnectionLost) throw new ApiError(this.#redactor.redactText(error.message), undefined);
      throw error;
    }
  }

  /** Reads the credentials again. @returns false if they cannot change @throws RequestNotSent */
  async #renew(): Promise<boolean> {
    const { renew } = this.#options;
    if (renew === undefined) return false;
    const { config, secrets } = await renew();
    for (const secret of secrets) this.#redactor.add(secret);
    this.#connection.close();
    this.#config = config;
    this.#connection = new Connection(config);
    if (this.#options.signal.aborted) this.#connection.close();
    return true;
  }
}

/** @see https://kubernetes.io/docs/reference/using-api/api-concepts/#metadata-only-fetches */
const METADATA = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

/** Builds the HTTP request of an API request. */
function httpOf({ body, dryRun = false, metadataOnly = false, method, patchType = 'merge', path }: ApiRequest) {
  const query = [
    ...(dryRun && method !== 'DELETE' ? ['dryRun=All'] : []),
    ...(method === 'PATCH' || method === 'POST' ? [`fieldManager=${FIELD_MANAGER}`] : []),
  ];
  const type = method === 'PATCH' ? CONTENT_TYPES[patchType] : 'application/json';
  const content = method === 'DELETE' && dryRun ? { ...objectAt(body), dryRun: ['All'] } : body;
  return {
    method,
    path: addQuery(path, query),
    headers: {
      Accept: metadataOnly ? METADATA : 'application/json',
      ...(content === undefined ? {} : { 'Content-Type': type }),
    },
    body: content === undefined ? undefined : JSON.stringify(content),
  };
}

function describeOperation(operation: Operation): string {
  if ('method' in operation) {
    const kind = operation.method === 'PATCH' ? ` (${operation.patchType ?? 'merge'} patch)` : '';
    return `${operation.method} ${operation.path}${kind}`;
  }
  const pod = `${operation.namespace}/${operation.pod}`;
  if ('command' in operation) {
    const words = operation.command.map((word) => JSON.stringify(word)).join(' ');
    return `exec in ${pod}, container ${operation.container}: ${words}`;
  }
  return `forward 127.0.0.1:${operation.localPort} to port ${operation.remotePort} of ${pod}`;
}

/** Returns the path that watches a list, or a list with one object. */
function watchPath(path: string, resourceVersion: string | undefined): string {
  const object = parseObjectPath(path);
  const isObject = object !== undefined && object.subresource === undefined;
  return addQuery(isObject ? path.slice(0, path.lastIndexOf('/')) : path, [
    'watch=true',
    ...(resourceVersion === undefined ? [] : [`resourceVersion=${encodeURIComponent(resourceVersion)}`]),
    ...(isObject ? [`fieldSelector=${encodeURIComponent(`metadata.name=${object.name}`)}`] : []),
  ]);
}
