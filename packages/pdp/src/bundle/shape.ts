import { closestMatch, describeType, isJsonArray, type JsonObject, type JsonValue, quote } from '@agent-safe/core';

/** A document is not what it should be. `path` leads to the place: `rules[3].match.actions`. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

/** Looks at one value. @throws ShapeError */
export type Check = (value: JsonValue, path: string) => void;

/** A key that may be absent. */
interface OptionalCheck {
  readonly optional: Check;
}

/** A check for each key of a document's type, and `optional` ones for those that may be absent: the compiler sees to it. */
type Shape<Document> = {
  readonly [Key in keyof Required<Document>]: object extends Pick<Document, Key & keyof Document>
    ? OptionalCheck
    : Check;
};

export function optional(check: Check): OptionalCheck {
  return { optional: check };
}

/** An object with these keys and no others. */
export function object<Document>(shape: Shape<Document>): Check {
  const keys = Object.entries<Check | OptionalCheck>(shape).map(([key, given]) => {
    const isRequired = typeof given === 'function';
    return { key, isRequired, check: isRequired ? given : given.optional };
  });
  const known = new Map(keys.map(({ check, key }) => [key, check]));
  return (value, path) => {
    const given = asObject(value, path);
    for (const key of Object.keys(given)) {
      if (known.has(key)) continue;
      fail(path, `has the unknown key ${quote(key)}; did you mean ${quote(closestMatch(key, known.keys()) ?? '')}?`);
    }
    for (const { check, isRequired, key } of keys) {
      const member = Object.hasOwn(given, key) ? given[key] : undefined;
      if (member !== undefined) check(member, `${path}.${key}`);
      else if (isRequired) fail(path, `lacks the key ${quote(key)}`);
    }
  };
}

/** An object with keys of any name. */
export function record(member: Check): Check {
  return (value, path) => {
    for (const [key, entry] of Object.entries(asObject(value, path))) member(entry, `${path}.${key.slice(0, 80)}`);
  };
}

export function list(item: Check, least = 0): Check {
  return (value, path) => {
    if (!isJsonArray(value)) return fail(path, `must be an array, but it is ${describeType(value)}`);
    if (value.length < least) fail(path, 'must not be empty');
    for (const [index, entry] of value.entries()) item(entry, `${path}[${index}]`);
  };
}

export const anything: Check = () => undefined;
export const string: Check = (value, path) => need(typeof value === 'string', path, 'a string', value);
export const text: Check = (value, path) => need(typeof value === 'string' && value !== '', path, 'text', value);
export const boolean: Check = (value, path) => need(typeof value === 'boolean', path, 'true or false', value);
export const number: Check = (value, path) => need(typeof value === 'number', path, 'a number', value);
export const scalar: Check = (value, path) =>
  need(typeof value !== 'object', path, 'text, a number, true or false', value);

export function integer(least = Number.MIN_SAFE_INTEGER, most = Number.MAX_SAFE_INTEGER): Check {
  return (value, path) => {
    const isFitting = typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most;
    need(isFitting, path, `an integer from ${least} to ${most}`, value);
  };
}

export function oneOf(...values: readonly JsonValue[]): Check {
  return (value, path) => {
    if (!values.includes(value))
      fail(path, `must be one of ${values.map((entry) => JSON.stringify(entry)).join(', ')}`);
  };
}

export function matching(pattern: RegExp): Check {
  return (value, path) =>
    need(typeof value === 'string' && pattern.test(value), path, `text that matches ${pattern.source}`, value);
}

export function nullable(check: Check): Check {
  return (value, path) => {
    if (value !== null) check(value, path);
  };
}

/** A list of documents, no two of which have the same name. */
export function named(key: string, document: Check): Check {
  return (value, path) => {
    list(document)(value, path);
    const seen = new Set<JsonValue>();
    for (const [index, entry] of (value as readonly JsonObject[]).entries()) {
      const name = entry[key] ?? null;
      if (seen.has(name)) fail(`${path}[${index}].${key}`, 'is the name of another one already');
      seen.add(name);
    }
  };
}

export function fail(path: string, problem: string): never {
  throw new ShapeError(`${path} ${problem}.`);
}

function need(holds: boolean, path: string, expected: string, value: JsonValue): void {
  if (!holds) fail(path, `must be ${expected}, but it is ${value === '' ? 'empty' : describeType(value)}`);
}

function asObject(value: JsonValue, path: string): JsonObject {
  if (typeof value !== 'object' || value === null || isJsonArray(value)) {
    return fail(path, `must be an object, but it is ${describeType(value)}`);
  }
  return value;
}
