import { suggest } from '../diagnostics/closest-match.ts';
import {
  deepFreeze,
  describeType,
  isJsonArray,
  JSON_LIMITS,
  type JsonBudget,
  JsonError,
  type JsonObject,
  type JsonValue,
  jsonBudget,
  quote,
  snapshotJson,
} from '../json/json.ts';
import type { Action } from '../model/action.ts';
import { PASSED, type Passed, type Refused } from '../model/result.ts';
import { compileValueCheck, type ValueCheck } from './value-check.ts';

/** One value per parameter, in the order of the action's parameters; undefined for a parameter without a value. */
export type ParameterSlots = (JsonValue | undefined)[];

/** `reason` joins all mistakes. No mistake quotes a value. */
export type ParametersResult =
  | Passed
  | (Refused<'params_invalid' | 'params_too_large'> & { readonly mistakes: readonly string[] });

/** Largest parameters of a request, in bytes of their canonical JSON: 64 KiB. */
export const LARGEST_PARAMS = 65_536;

interface CompiledParameter {
  readonly name: string;
  readonly required: boolean;
  readonly fallback: JsonValue | undefined;
  readonly check: ValueCheck;
}

/**
 * Checks the parameters of one action for many requests: required, unknown, type, range, length, pattern, enum, array
 * items. The result is a copy: later changes of the request do not change the checked values.
 */
export class ParameterReader {
  readonly #parameters: readonly CompiledParameter[];
  readonly #known: ReadonlySet<string>;

  /** @throws PatternError if a pattern of the action is refused. The registry reports that when it loads the action. */
  constructor(action: Pick<Action, 'parameters'>) {
    this.#parameters = action.parameters.map((parameter) => ({
      name: parameter.name,
      required: parameter.required,
      // A frozen copy: neither the document nor a decision that shows the default can change it.
      fallback:
        parameter.default === undefined ? undefined : deepFreeze(snapshotJson(parameter.default, parameter.name)),
      check: compileValueCheck(parameter),
    }));
    this.#known = new Set(action.parameters.map(({ name }) => name));
  }

  /**
   * Reads and checks parameters of any type. `null` and `undefined` count as `{}`.
   *
   * @param slots receives the values, with defaults applied; valid only if the result is ok
   */
  read(params: unknown, slots: ParameterSlots): ParametersResult {
    return this.#readFlat(params, slots) ? PASSED : this.#readAny(params, slots);
  }

  /** Returns the values by parameter name. */
  toObject(slots: ParameterSlots): JsonObject {
    const params: Record<string, JsonValue> = {};
    for (const [index, { name }] of this.#parameters.entries()) {
      const value = slots[index];
      if (value !== undefined) params[name] = value;
    }
    return params;
  }

  /**
   * Fast path for a plain object of valid scalars. It copies each value before the check, and allocates nothing.
   *
   * @returns false if the parameters need the slow path, which decides whether they are valid
   */
  #readFlat(params: unknown, slots: ParameterSlots): boolean {
    try {
      if (typeof params !== 'object' || params === null || Object.getPrototypeOf(params) !== Object.prototype)
        return false;
      let given = 0;
      for (const _ in params) given++;
      let characters = 0;
      let index = 0;
      for (const { check, fallback, name, required } of this.#parameters) {
        let value = fallback;
        const property = Object.getOwnPropertyDescriptor(params, name);
        if (property !== undefined) {
          // An accessor may return a different value at the next read.
          if (!('value' in property) || property.enumerable !== true) return false;
          given--;
          const own: unknown = property.value;
          if (!isExactScalar(own)) return false;
          if (typeof own === 'string') characters += own.length;
          value = own;
        }
        if (value === undefined ? required : check(value) !== undefined) return false;
        slots[index++] = value === 0 ? 0 : value;
      }
      return given === 0 && characters * MOST_ESCAPED + index * LARGEST_SCALAR <= LARGEST_PARAMS;
    } catch {
      // A proxy or an accessor may throw any value.
      return false;
    }
  }

  #readAny(params: unknown, slots: ParameterSlots): ParametersResult {
    const read = readObject(params, this.#known);
    if (!read.ok) return refuse([read.mistake], read.code);
    const { given } = read;
    const errors: string[] = [];
    for (const [index, { check, fallback, name, required }] of this.#parameters.entries()) {
      const value = Object.hasOwn(given, name) ? given[name] : fallback;
      const problem = value === undefined ? (required ? 'is required' : undefined) : check(value);
      if (problem !== undefined) errors.push(`${quote(name)} ${problem}.`);
      slots[index] = value;
    }
    const all = withUnknown(errors, given, this.#known);
    return all.length === 0 ? PASSED : refuse(all);
  }
}

function refuse(mistakes: readonly string[], code: ParamsCode = 'params_invalid'): ParametersResult {
  return { ok: false, code, reason: mistakes.join(' '), mistakes };
}

type ParamsCode = 'params_invalid' | 'params_too_large';

/** Bytes of one UTF-16 code unit in canonical JSON, at most: JSON escapes a control character in six. */
const MOST_ESCAPED = 6;
/** Bytes of one value besides the characters of its text and its name: a number, quotes or brackets, a colon and a comma. */
const LARGEST_VALUE = 32;
/** Bytes of one member besides a text: its name, of at most 128 characters, quotes, a colon, a comma, and a number. */
const LARGEST_SCALAR = 160;

/** Whether a value needs no copy and JSON represents it exactly. */
function isExactScalar(value: unknown): value is string | number | boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value === 'number')
    return Number.isFinite(value) && (Number.isSafeInteger(value) || !Number.isInteger(value));
  return typeof value === 'boolean';
}

const MOST_ERRORS = 20;

/** Adds a mistake for each unknown name. The caller controls their number, so only the first ones are described. */
function withUnknown(errors: readonly string[], given: JsonObject, known: ReadonlySet<string>): readonly string[] {
  const unknown = Object.keys(given).filter((name) => !known.has(name));
  const all = [...errors, ...unknown.slice(0, MOST_ERRORS).map((name) => describeUnknown(name, known))];
  const more = errors.length + unknown.length - MOST_ERRORS;
  return more > 0 ? [...all.slice(0, MOST_ERRORS), `And ${more} more.`] : all;
}

type ReadParams =
  | { readonly ok: true; readonly given: JsonObject }
  | { readonly ok: false; readonly code: ParamsCode; readonly mistake: string };

/** Returns the parameters as plain data, or the mistake that makes them unreadable. */
function readObject(params: unknown, known: ReadonlySet<string>): ReadParams {
  const invalid = (mistake: string): ReadParams => ({ ok: false, code: 'params_invalid', mistake });
  try {
    const left = jsonBudget();
    const given = snapshotJson(params ?? {}, 'params', left);
    if (!isObject(given)) return invalid(`params must be an object, but it is ${describeType(given)}.`);
    // Most parameters are so small that their exact size does not matter.
    if (mostBytes(left) <= LARGEST_PARAMS) return { ok: true, given };
    // Plain data has as many bytes in JSON as in canonical JSON, where only the order of the members differs.
    const bytes = countUtf8(JSON.stringify(given));
    return bytes <= LARGEST_PARAMS ? { ok: true, given } : tooLarge(`${bytes} bytes`);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    if (error.isTooLong) return tooLarge(`more than ${JSON_LIMITS.characters} characters`);
    // Nested names may be secret, so the message names the parameter only.
    const name = /^params\.([^.[]+)/.exec(error.where)?.[1] ?? '';
    return invalid(`${known.has(name) ? quote(name) : 'A part of params'} ${error.problem}.`);
  }
}

function tooLarge(size: string): ReadParams {
  const mistake = `They have ${size} in JSON, and the limit is ${LARGEST_PARAMS} bytes. Pass a reference to large content.`;
  return { ok: false, code: 'params_too_large', mistake };
}

/** Returns the most bytes that the canonical JSON of a copied value can have. */
function mostBytes(left: JsonBudget): number {
  const characters = JSON_LIMITS.characters - left.characters;
  const values = JSON_LIMITS.values - left.values;
  return characters * MOST_ESCAPED + values * LARGEST_VALUE;
}

/** Returns the number of bytes of a well-formed text in UTF-8. */
function countUtf8(text: string): number {
  return new TextEncoder().encode(text).length;
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !isJsonArray(value);
}

function describeUnknown(name: string, known: ReadonlySet<string>): string {
  const advice = suggest(name, known, `The known names are ${[...known].join(', ') || 'none'}.`);
  return `${quote(name)} is not a parameter of this action. ${advice}`;
}
