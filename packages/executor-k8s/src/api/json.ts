import { isJsonArray, type JsonObject, type JsonValue } from '@agent-safe/core';

/** What stands at a path of an object of the API; undefined where it does not go that far. */
export function at(value: JsonValue | undefined, ...path: readonly (string | number)[]): JsonValue | undefined {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    const holder: Readonly<Record<string, JsonValue | undefined>> = current as JsonObject;
    current = Object.hasOwn(holder, key) ? holder[key] : undefined;
  }
  return current;
}

export function textAt(value: JsonValue | undefined, ...path: readonly (string | number)[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

export function numberAt(value: JsonValue | undefined, ...path: readonly (string | number)[]): number | undefined {
  const found = at(value, ...path);
  return typeof found === 'number' ? found : undefined;
}

/** Empty where there is no list. */
export function listAt(value: JsonValue | undefined, ...path: readonly (string | number)[]): readonly JsonValue[] {
  const found = at(value, ...path);
  return found !== undefined && isJsonArray(found) ? found : [];
}

/** Empty where there is no object. */
export function objectAt(value: JsonValue | undefined, ...path: readonly (string | number)[]): JsonObject {
  const found = at(value, ...path);
  return typeof found === 'object' && found !== null && !isJsonArray(found) ? found : {};
}

export function nameOf(value: JsonValue | undefined): string {
  return textAt(value, 'metadata', 'name') ?? '';
}
