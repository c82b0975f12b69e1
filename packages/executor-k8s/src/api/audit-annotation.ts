import { isDeepStrictEqual } from 'node:util';
import { isJsonArray, type JsonObject } from '@agent-safe/core';
import { at, objectAt, textAt } from './json.ts';
import type { ApiRequest } from './request.ts';

/** Annotation of every object that an execution changes. Its value is the id of the decision in the audit log. */
export const AUDIT_ID = 'agent-safe.dev/audit-id';

const ANNOTATIONS = '/metadata/annotations';
const POINTER = `${ANNOTATIONS}/${AUDIT_ID.replace('/', '~1')}`;
/** The path of one object, or of a list. A subresource, such as `scale` or `eviction`, has no annotations of its own. */
const OBJECT = /^\/(?:api|apis\/[^/?]+)\/[^/?]+(?:\/namespaces\/[^/?]+)?\/[^/?]+(?:\/[^/?]+)?$/;

/**
 * Adds the annotation with the audit id to a change.
 *
 * @param annotations annotations of the object as it was read; undefined if it was not read
 * @returns the same request if it changes no object of its own
 */
export function annotate(request: ApiRequest, auditId: string, annotations: JsonObject | undefined): ApiRequest {
  const { body, method, patchType = 'merge', path } = request;
  if ((method !== 'POST' && method !== 'PATCH') || !OBJECT.test(path) || body === undefined) return request;
  if (method === 'PATCH' && patchType === 'json') return annotateJson(request, auditId, annotations);
  const metadata = { ...objectAt(body, 'metadata') };
  const own = { ...objectAt(metadata, 'annotations'), [AUDIT_ID]: auditId };
  return { ...request, body: { ...objectAt(body), metadata: { ...metadata, annotations: own } } };
}

/**
 * A JSON patch can add a member only to an object that exists. The first annotation is added only if there is still none, because it
 * would replace the annotations of another writer.
 */
function annotateJson(request: ApiRequest, auditId: string, annotations: JsonObject | undefined): ApiRequest {
  const { body: operations } = request;
  if (operations === undefined || !isJsonArray(operations) || annotations === undefined) return request;
  const replaces = operations.some((operation) => textAt(operation, 'path') === ANNOTATIONS);
  if (replaces || Object.keys(annotations).length > 0) {
    return { ...request, body: [...operations, { op: 'add', path: POINTER, value: auditId }] };
  }
  const first = { op: 'add', path: ANNOTATIONS, value: { [AUDIT_ID]: auditId } };
  return { ...request, body: [{ ...NO_ANNOTATIONS }, ...operations, first] };
}

/** Whether a request is a JSON patch that fails if the object has annotations. */
export function expectsNoAnnotations({ body }: ApiRequest): boolean {
  const [first] = body !== undefined && isJsonArray(body) ? body : [];
  return isDeepStrictEqual(first, NO_ANNOTATIONS);
}

/** Operation that fails if the object has annotations. */
const NO_ANNOTATIONS = { op: 'test', path: ANNOTATIONS, value: null } as const;

/** Removes the annotation from metadata, so that it is part of no difference. */
export function withoutAuditId(metadata: JsonObject): JsonObject {
  if (at(metadata, 'annotations', AUDIT_ID) === undefined) return metadata;
  const { annotations, ...rest } = metadata;
  const { [AUDIT_ID]: _, ...others } = objectAt(annotations);
  return Object.keys(others).length === 0 ? rest : { ...rest, annotations: others };
}
