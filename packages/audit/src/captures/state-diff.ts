import { isDeepStrictEqual } from 'node:util';
import { isJsonArray, type JsonObject, type JsonValue } from '@agent-safe/core';

/** One operation of a JSON Patch. @see https://www.rfc-editor.org/rfc/rfc6902 */
export type StateChange =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: JsonValue }
  | { readonly op: 'remove'; readonly path: string };

/**
 * Returns the changes from one state to another as a JSON Patch. Only `add`, `remove` and `replace` are used, so each operation
 * names a path and its value after the change.
 */
export function diffStates(before: JsonObject, after: JsonObject): readonly StateChange[] {
  return diffObjects(before, after, '');
}

function diff(before: JsonValue, after: JsonValue, path: string): readonly StateChange[] {
  if (isArray(before) && isArray(after)) return diffArrays(before, after, path);
  if (isObject(before) && isObject(after)) return diffObjects(before, after, path);
  return isDeepStrictEqual(before, after) ? [] : [{ op: 'replace', path, value: after }];
}

function diffObjects(before: JsonObject, after: JsonObject, path: string): readonly StateChange[] {
  const removed = Object.keys(before)
    .filter((name) => !Object.hasOwn(after, name))
    .map((name) => ({ op: 'remove' as const, path: join(path, name) }));
  const rest = Object.entries(after).flatMap(([name, value]) => {
    const old = Object.hasOwn(before, name) ? before[name] : undefined;
    return old === undefined
      ? [{ op: 'add' as const, path: join(path, name), value }]
      : diff(old, value, join(path, name));
  });
  return [...removed, ...rest];
}

/** Keeps the common beginning and the common end of both arrays. Elements between them are changed, removed or added. */
function diffArrays(before: readonly JsonValue[], after: readonly JsonValue[], path: string): readonly StateChange[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && isDeepStrictEqual(before[start], after[start])) start += 1;
  let end = 0;
  while (end < shorter - start && isDeepStrictEqual(before.at(-1 - end), after.at(-1 - end))) end += 1;
  const common = shorter - start - end;
  const changes: StateChange[] = [];
  for (let index = start; index < start + common; index += 1) {
    changes.push(...diff(before[index] ?? null, after[index] ?? null, join(path, index)));
  }
  // From the last to the first, so that a removal does not shift the elements that are removed later.
  for (let index = before.length - end - 1; index >= start + common; index -= 1) {
    changes.push({ op: 'remove', path: join(path, index) });
  }
  for (let index = start + common; index < after.length - end; index += 1) {
    changes.push({ op: 'add', path: join(path, index), value: after[index] ?? null });
  }
  return changes;
}

/** @see https://www.rfc-editor.org/rfc/rfc6901 */
function join(path: string, name: string | number): string {
  return `${path}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return typeof value === 'object' && value !== null && isJsonArray(value);
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !isJsonArray(value);
}
