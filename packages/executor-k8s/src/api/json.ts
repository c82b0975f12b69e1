import { isJsonArray, type JsonObject, type JsonValue } from '@agent-safe/core';

/** Returns the value at a path of an object, or undefined if the path does not exist. */
export function at(value: JsonValue | undefined, ...path: readonly (string | number)[]): JsonValue | undefined {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    const holder: Readonly<Record<string, JsonValue | undefined>> = current as JsonObject;
    current = Object.hasOwn(holder, key) ? holder[key] : undefined;
  }
  return current;
}

/** Returns the string at a path, or undefined if there is none. */
export function textAt(value: JsonValue | undefined, ...path: readonly (string | number)[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

/** Returns the number at a path, or undefined if there is none. */
export function numberAt(value: JsonValue | undefined, ...path: readonly (string | number)[]): number | undefined {
  const found = at(value, ...path);
  return typeof found === 'number' ? found : undefined;
}

/** Returns the list at a path, or an empty list if there is none. */
export function listAt(value: JsonValue | undefined, ...path: readonly (string | number)[]): readonly JsonValue[] {
  const found = at(value, ...path);
  return found !== undefined && isJsonArray(found) ? found : [];
}

/** Returns the object at a path, or an empty object if there is none. */
export function objectAt(value: JsonValue | undefined, ...path: readonly (string | number)[]): JsonObject {
  const found = at(value, ...path);
  return typeof found === 'object' && found !== null && !isJsonArray(found) ? found : {};
}

/** Returns the name of an object, or an empty string if it has none. */
export function nameOf(value: JsonValue | undefined): string {
  return textAt(value, 'metadata', 'name') ?? '';
}
