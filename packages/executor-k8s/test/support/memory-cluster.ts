import { isDeepStrictEqual } from 'node:util';
import type { JsonObject, JsonValue } from '@agent-safe/core';
import { ApiError } from '../../src/api/api-error.ts';
import { at, listAt, numberAt, objectAt, textAt } from '../../src/api/json.ts';
import type { ApiRequest } from '../../src/api/request.ts';
import type {
  ExecRequest,
  ExecResult,
  ForwardResult,
  LogText,
  Operation,
  PortForwardRequest,
  Transport,
} from '../../src/api/transport.ts';

/** Kubernetes API in memory, limited to the requests of the actions. It records every operation. */
export class MemoryCluster implements Transport {
  readonly operations: Operation[] = [];
  /** Objects by their paths. */
  readonly objects: Map<string, JsonObject>;
  readonly #signal: AbortSignal;

  constructor(objects: Readonly<Record<string, JsonObject>>, signal: AbortSignal) {
    this.objects = new Map(Object.entries(structuredClone(objects)));
    this.#signal = signal;
  }

  /** Requests for a change, without access reviews and dry runs. */
  get changes(): readonly Operation[] {
    return this.operations.filter((operation) => {
      if (!('method' in operation)) return true;
      const isRead = operation.method === 'GET' || operation.path.endsWith('/selfsubjectaccessreviews');
      return !isRead && operation.dryRun !== true;
    });
  }

  async send(request: ApiRequest): Promise<JsonValue> {
    this.operations.push(request);
    const kept = request.dryRun === true ? structuredClone([...this.objects]) : undefined;
    const answer = structuredClone(this.#answer(request));
    if (kept !== undefined) {
      this.objects.clear();
      for (const [path, object] of kept) this.objects.set(path, object);
    }
    return answer;
  }

  async readLog(path: string): Promise<LogText> {
    this.operations.push({ method: 'GET', path });
    return { text: 'one line\n', truncated: false };
  }

  async exec(request: ExecRequest): Promise<ExecResult> {
    this.operations.push(request);
    return { ok: true, exitCode: 0, stdout: 'it ran', stderr: '', truncated: false };
  }

  async forwardPort(request: PortForwardRequest, onReady: () => void): Promise<ForwardResult> {
    this.operations.push(request);
    onReady();
    if (!this.#signal.aborted) {
      await new Promise((resolve) => this.#signal.addEventListener('abort', resolve, { once: true }));
    }
    return { ok: true };
  }

  describe(operation: Operation): string {
    if ('method' in operation) return `${operation.method} ${operation.path}`;
    return 'command' in operation ? `EXEC ${operation.pod}` : `FORWARD ${operation.pod}`;
  }

  #answer({ body, method, patchType, path: whole }: ApiRequest): JsonValue {
    const [path = '', query = ''] = whole.split('?');
    switch (method) {
      case 'GET':
        return this.objects.get(path) ?? this.#list(path, new URLSearchParams(query));
      case 'POST':
        return this.#create(path, body as JsonObject);
      case 'DELETE':
        return this.#delete(path, textAt(body, 'preconditions', 'uid'));
      case 'PATCH':
        return this.#patch(path, patchType, body ?? null);
    }
  }

  #find(path: string): JsonObject {
    const object = this.objects.get(path);
    if (object === undefined) throw new ApiError(`NotFound: ${path} not found`, 'NotFound');
    return object;
  }

  #list(path: string, query: URLSearchParams): JsonValue {
    const [, prefix = '', plural = ''] = /^(.*)\/([a-z]+)$/.exec(path) ?? [];
    // A path without a namespace lists the objects of all namespaces.
    const within =
      prefix.includes('/namespaces/') || plural === 'namespaces' || plural === 'nodes' ? '' : '/namespaces/[^/]+';
    const pattern = new RegExp(`^${prefix}${within}/${plural}/[^/]+$`);
    if (!COLLECTIONS.includes(plural)) throw new ApiError(`NotFound: ${path} not found`, 'NotFound');
    const labels = (query.get('labelSelector') ?? '').split(',').filter((label) => label !== '');
    const node = query.get('fieldSelector')?.replace('spec.nodeName=', '');
    const items = [...this.objects].flatMap(([name, object]) => {
      const isPicked = labels.every((label) => {
        const [key = '', value = ''] = label.split('=');
        return at(object, 'metadata', 'labels', key) === value;
      });
      const isThere = node === undefined || textAt(object, 'spec', 'nodeName') === node;
      return pattern.test(name) && isPicked && isThere ? [object] : [];
    });
    return { kind: 'List', items };
  }

  #create(path: string, body: JsonObject): JsonValue {
    if (path.endsWith('/selfsubjectaccessreviews')) return { ...body, status: { allowed: true } };
    if (path.endsWith('/eviction')) {
      return this.#delete(path.replace(/\/eviction$/, ''), textAt(body, 'deleteOptions', 'preconditions', 'uid'));
    }
    const name = textAt(body, 'metadata', 'name') ?? '';
    if (this.objects.has(`${path}/${name}`)) throw new ApiError(`AlreadyExists: ${name}`, 'AlreadyExists');
    const metadata = { ...objectAt(body, 'metadata'), uid: `uid-of-${name}` };
    const created = { ...body, metadata, status: { phase: 'Active' } };
    this.objects.set(`${path}/${name}`, created);
    return created;
  }

  #delete(path: string, uid: string | undefined): JsonValue {
    if (textAt(this.#find(path), 'metadata', 'uid') !== uid) throw new ApiError('Conflict: another uid', 'Conflict');
    for (const name of [...this.objects.keys()]) {
      if (name === path || name.startsWith(`${path}/`)) this.objects.delete(name);
    }
    return { kind: 'Status', status: 'Success' };
  }

  #patch(path: string, type: ApiRequest['patchType'], body: JsonValue): JsonValue {
    if (type === 'apply') {
      const applied = merge(this.objects.get(path) ?? null, body) as JsonObject;
      this.objects.set(path, applied);
      return applied;
    }
    const isScale = path.endsWith('/scale');
    const own = path.replace(/\/scale$/, '');
    const before = this.#find(own);
    const after = (type === 'json' ? patchJson(before, body) : merge(before, body)) as JsonObject;
    this.objects.set(own, path.includes('/deployments/') ? this.#rollOut(own, before, after) : after);
    return isScale ? { kind: 'Scale', spec: { replicas: numberAt(after, 'spec', 'replicas') ?? 0 } } : after;
  }

  /** Applies the work of the deployment controller at once. */
  #rollOut(path: string, before: JsonObject, after: JsonObject): JsonObject {
    const generation = (numberAt(before, 'metadata', 'generation') ?? 0) + 1;
    const replicas = numberAt(after, 'spec', 'replicas') ?? 1;
    const isNew = !isDeepStrictEqual(at(before, 'spec', 'template'), at(after, 'spec', 'template'));
    const key = 'deployment.kubernetes.io/revision';
    const revision = Number(textAt(before, 'metadata', 'annotations', key) ?? 0) + (isNew ? 1 : 0);
    const counts = { replicas, updatedReplicas: replicas, readyReplicas: replicas, availableReplicas: replicas };
    const annotations = { ...objectAt(after, 'metadata', 'annotations'), [key]: String(revision) };
    if (isNew) {
      const owner = { uid: textAt(after, 'metadata', 'uid') ?? '', kind: 'Deployment', name: 'web', controller: true };
      const set = path.replace('/deployments/', '/replicasets/');
      this.objects.set(`${set}-${revision}`, {
        metadata: { name: `web-${revision}`, annotations: { [key]: String(revision) }, ownerReferences: [owner] },
        spec: { template: at(after, 'spec', 'template') ?? null },
      });
    }
    return {
      ...after,
      metadata: { ...objectAt(after, 'metadata'), generation, annotations },
      status: { observedGeneration: generation, ...counts },
    };
  }
}

const COLLECTIONS = [
  ...['configmaps', 'daemonsets', 'deployments', 'horizontalpodautoscalers', 'namespaces', 'nodes'],
  ...['persistentvolumeclaims', 'poddisruptionbudgets', 'pods', 'replicasets', 'secrets', 'services', 'statefulsets'],
];

/** Applies a merge patch. @see https://www.rfc-editor.org/rfc/rfc7386 */
function merge(target: JsonValue, patch: JsonValue): JsonValue {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const merged: Record<string, JsonValue> = { ...objectAt(target) };
  for (const [name, value] of Object.entries(patch as JsonObject)) {
    if (value === null) delete merged[name];
    else merged[name] = merge(merged[name] ?? null, value);
  }
  return merged;
}

/** Applies a JSON patch (RFC 6902) with the operations `test`, `add` and `replace`. @throws ApiError if a test fails */
function patchJson(target: JsonValue, patch: JsonValue): JsonValue {
  let patched = target;
  for (const operation of listAt(patch)) {
    const [op, pointer = ''] = [textAt(operation, 'op'), textAt(operation, 'path')];
    const segments = pointer
      .slice(1)
      .split('/')
      .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
    const value = at(operation, 'value') ?? null;
    if (op !== 'test') patched = replaceAt(patched, segments, value);
    else if (!isDeepStrictEqual(at(patched, ...segments) ?? null, value))
      throw new ApiError('Invalid: test failed', 'Invalid');
  }
  return patched;
}

function replaceAt(target: JsonValue, [first = '', ...rest]: readonly string[], value: JsonValue): JsonValue {
  const inner = rest.length === 0 ? value : replaceAt(at(target, first) ?? null, rest, value);
  if (Array.isArray(target)) {
    return (target as readonly JsonValue[]).map((member, index) => (index === Number(first) ? inner : member));
  }
  return { ...objectAt(target), [first]: inner };
}
