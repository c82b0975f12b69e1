import type { JsonObject, JsonValue } from '@agent-safe/core';

/** How a PATCH is read: as a JSON patch, a merge patch, a strategic merge patch, or as server-side apply. */
export type PatchType = 'json' | 'merge' | 'strategic' | 'apply';

/** One request to the Kubernetes API, apart from how it is sent. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** With its query. Every segment is encoded. */
  readonly path: string;
  readonly body?: JsonValue;
  /** Of a PATCH. */
  readonly patchType?: PatchType;
  /** Whether the API only says what would come of it, and changes nothing. */
  readonly dryRun?: boolean;
}

/** The owner of the fields that are applied. A field of another owner is a conflict, and is not overwritten. */
export const FIELD_MANAGER = 'agent-safe';

export function get(path: string): ApiRequest {
  return { method: 'GET', path };
}

export function patch(patchType: Exclude<PatchType, 'apply'>, path: string, body: JsonValue): ApiRequest {
  return { method: 'PATCH', path, patchType, body };
}

/** Server-side apply. */
export function apply(path: string, body: JsonObject): ApiRequest {
  return { method: 'PATCH', path, patchType: 'apply', body };
}

export function create(path: string, body: JsonObject): ApiRequest {
  return { method: 'POST', path, body };
}

/** Deletes exactly the object that was read, and not another one of its name. */
export function remove(path: string, uid: string, options: JsonObject = {}): ApiRequest {
  const body = { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid }, ...options };
  return { method: 'DELETE', path, body };
}

/** The same request, as a dry run. */
export function asDryRun(request: ApiRequest): ApiRequest {
  return { ...request, dryRun: true };
}
