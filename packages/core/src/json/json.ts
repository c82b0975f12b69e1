export type JsonScalar = string | number | boolean | null;
export type JsonValue = JsonScalar | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** The limits of {@link snapshotJson}, far above any real request. */
export const JSON_LIMITS = { depth: 32, values: 20_000, characters: 1_048_576 } as const;

/** Thrown for a value that JSON cannot represent exactly. `where` is a path such as `params.items[3]`. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
  readonly where: string;
  readonly problem: string;
  /** Whether the whole value has more characters than {@link JSON_LIMITS} allows. */
  readonly isTooLong: boolean;
  constructor(where: string, problem: string, isTooLong = false) {
    super(`${where} ${problem}`);
    this.where = where;
    this.problem = problem;
    this.isTooLong = isTooLong;
  }
}

/**
 * Returns a deep copy of a value as plain JSON data. Each member is read once, so that checked values cannot change
 * afterwards. Refuses values that JSON cannot represent exactly: NaN, infinities, integers beyond 2^53 - 1, lone
 * surrogates, `undefined`, functions, class instances, sparse arrays, accessors, the key `__proto__`, and values over
 * {@link JSON_LIMITS}.
 *
 * @param name the name of the value in an error
 * @param budget what the value may have; the copy uses it up
 * @throws JsonError, which names the place
 */
export function snapshotJson(value: unknown, name: string, budget = jsonBudget()): JsonValue {
  try {
    return snapshot(value, name, 0, budget);
  } catch (error) {
    // A proxy may throw any value.
    throw error instanceof JsonError ? error : new JsonError(name, 'cannot be read');
  }
}

/** The values and characters that are left for a copy. */
export interface JsonBudget {
  values: number;
  characters: number;
}

/** Returns the budget for one value: {@link JSON_LIMITS}. */
export function jsonBudget(): JsonBudget {
  return { values: JSON_LIMITS.values, characters: JSON_LIMITS.characters };
}

function snapshot(value: unknown, where: string, depth: number, budget: JsonBudget): JsonValue {
  if (--budget.values < 0) throw new JsonError(where, `is part of more than ${JSON_LIMITS.values} values`);
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return snapshotText(value, where, budget);
  if (typeof value === 'number') return snapshotNumber(value, where);
  if (typeof value !== 'object') throw new JsonError(where, `is ${describeType(value)}, which JSON cannot hold`);
  if (depth >= JSON_LIMITS.depth) throw new JsonError(where, `is nested deeper than ${JSON_LIMITS.depth} levels`);
  return Array.isArray(value)
    ? snapshotArray(value, where, depth, budget)
    : snapshotObject(value, where, depth, budget);
}

function snapshotText(value: string, where: string, budget: JsonBudget): string {
  budget.characters -= value.length;
  if (budget.characters < 0)
    throw new JsonError(where, `makes the whole longer than ${JSON_LIMITS.characters} characters`, true);
  if (!value.isWellFormed()) throw new JsonError(where, 'holds half of a surrogate pair, which is not valid Unicode');
  return value;
}

function snapshotNumber(value: number, where: string): number {
  if (!Number.isFinite(value)) throw new JsonError(where, `is ${value}, which JSON cannot hold`);
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw new JsonError(where, 'is an integer beyond 2^53 - 1, which is not exact; give it as a string');
  }
  return value === 0 ? 0 : value;
}

function snapshotArray(value: readonly unknown[], where: string, depth: number, budget: JsonBudget): JsonValue {
  const copy: JsonValue[] = [];
  // `map` would skip holes. The budget bounds the loop if a proxy reports a false length.
  for (let index = 0; index < value.length; index++) {
    copy.push(snapshot(value[index], `${where}[${index}]`, depth + 1, budget));
  }
  return copy;
}

function snapshotObject(value: object, where: string, depth: number, budget: JsonBudget): JsonValue {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new JsonError(where, 'is not a plain object');
  const copy: Record<string, JsonValue> = {};
  for (const key of Object.keys(value)) {
    if (key === '__proto__') throw new JsonError(where, 'has the key "__proto__", which is refused');
    snapshotText(key, where, budget);
    const property = Object.getOwnPropertyDescriptor(value, key);
    if (property === undefined || property.get !== undefined)
      throw new JsonError(where, 'has a member that is computed when it is read');
    copy[key] = snapshot(property.value, `${where}.${shorten(key)}`, depth + 1, budget);
  }
  return copy;
}

/** Freezes a document and all its members, so that a program cannot change the policies that it received. */
export function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) deepFreeze(member);
  }
  return value;
}

/** Whether no part of a value can change. */
export function isDeepFrozen(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.isFrozen(value) && Object.values(value).every(isDeepFrozen);
}

/** Returns the name of a value's type in JSON or YAML, with its article. */
export function describeType(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'object') return isArray(value) ? 'an array' : 'an object';
  if (typeof value === 'number') return Number.isInteger(value) ? 'an integer' : 'a number';
  if (value === undefined) return 'missing';
  return `a ${typeof value}`;
}

/** `Array.isArray` with a type guard for read-only arrays. */
export function isJsonArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Whether a value is a scalar or a list of scalars. The keys of objects may be secret. */
export function isFlat(value: JsonValue): boolean {
  const members = isJsonArray(value) ? value : [value];
  return members.every((member) => typeof member !== 'object' || member === null);
}

/** `Array.isArray` throws for a revoked proxy. */
function isArray(value: object): boolean {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}

/** Makes untrusted text safe for one line of a message: quoted, escaped, and cut to `length` characters. */
export function quote(text: string, length = 80): string {
  // JSON does not escape DEL, C1 controls and Unicode line separators, but terminals interpret them.
  return JSON.stringify(shorten(text, length)).replace(
    /[\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function shorten(text: string, length = 80): string {
  return text.length <= length ? text : `${text.slice(0, length)}…`;
}
