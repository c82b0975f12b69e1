import type { JsonObject, JsonValue } from '@agent-safe/core';

/** Type of a PATCH: JSON patch, merge patch, strategic merge patch, or server-side apply. */
export type PatchType = 'json' | 'merge' | 'strategic' | 'apply';

/** Request to the Kubernetes API, independent of its transport. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path with its query. Every segment is encoded. */
  readonly path: string;
  readonly body?: JsonValue;
  /** Type of the patch, for the method PATCH. */
  readonly patchType?: PatchType;
  /** Whether the API returns the result without making the change. */
  readonly dryRun?: boolean;
  /** For a list: whether only the metadata of its objects is needed. A transport that cannot ask for it returns them whole. */
  readonly metadataOnly?: boolean;
}

/** Owner of every written field. In an apply, a field of another owner is a conflict, and is not overwritten. */
export const FIELD_MANAGER = 'agent-safe';

/** Builds a request that reads an object. */
export function get(path: string): ApiRequest {
  return { method: 'GET', path };
}

/** Builds a request that changes an object. */
export function patch(patchType: Exclude<PatchType, 'apply'>, path: string, body: JsonValue): ApiRequest {
  return { method: 'PATCH', path, patchType, body };
}

/** Builds a server-side apply. */
export function apply(path: string, body: JsonObject): ApiRequest {
  return { method: 'PATCH', path, patchType: 'apply', body };
}

/** Builds a request that creates an object. */
export function create(path: string, body: JsonObject): ApiRequest {
  return { method: 'POST', path, body };
}

/** Builds a request that deletes the object with this uid, and no other object of its name. */
export function remove(path: string, uid: string, options: JsonObject = {}): ApiRequest {
  const body = { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid }, ...options };
  return { method: 'DELETE', path, body };
}

/** Returns the same request as a dry run. */
export function asDryRun(request: ApiRequest): ApiRequest {
  return { ...request, dryRun: true };
}

/** Whether a request changes nothing. */
export function isRead({ dryRun, method }: ApiRequest): boolean {
  return method === 'GET' || dryRun === true;
}

/** Adds words to the query of a path. */
export function addQuery(path: string, words: readonly string[]): string {
  return words.length === 0 ? path : `${path}${path.includes('?') ? '&' : '?'}${words.join('&')}`;
}
