import { suggest } from '../diagnostics/closest-match.ts';
import {
  deepFreeze,
  describeType,
  isJsonArray,
  JSON_LIMITS,
  JsonError,
  type JsonObject,
  type JsonValue,
  quote,
  snapshotJson,
} from '../json/json.ts';
import type { Action } from '../model/action.ts';
import { PASSED, type Passed, type Refused } from '../model/result.ts';
import { compileValueCheck, type ValueCheck } from './value-check.ts';

/** One value a parameter, in the order of the action's parameters; undefined where there is none. */
export type ParameterSlots = (JsonValue | undefined)[];

/** No mistake quotes a value. The reason holds all of them. */
export type ParametersResult = Passed | (Refused<'params_invalid'> & { readonly mistakes: readonly string[] });

interface CompiledParameter {
  readonly name: string;
  readonly required: boolean;
  readonly fallback: JsonValue | undefined;
  readonly check: ValueCheck;
}

/**
 * The parameters of one action, prepared for many requests: required, unknown, type, range, length, pattern, enum, array
 * items. The result is a copy: later changes of the request do not reach the checked values.
 */
export class ParameterReader {
  readonly #parameters: readonly CompiledParameter[];
  readonly #known: ReadonlySet<string>;

  /** @throws PatternError if a pattern of the action is refused; the registry reports that when it loads the action */
  constructor(action: Pick<Action, 'parameters'>) {
    this.#parameters = action.parameters.map((parameter) => ({
      name: parameter.name,
      required: parameter.required,
      // A copy: the document that it comes from may change, and a decision that shows it must not be a way to change it.
      fallback:
        parameter.default === undefined ? undefined : deepFreeze(snapshotJson(parameter.default, parameter.name)),
      check: compileValueCheck(parameter),
    }));
    this.#known = new Set(action.parameters.map(({ name }) => name));
  }

  /**
   * Reads and checks parameters of any kind; `null` and `undefined` count as `{}`.
   *
   * @param slots where the values go, with defaults applied; read them only if the parameters are valid
   */
  read(params: unknown, slots: ParameterSlots): ParametersResult {
    return this.#readFlat(params, slots) ? PASSED : this.#readAny(params, slots);
  }

  /** The values that were read, by their names. */
  toObject(slots: ParameterSlots): JsonObject {
    const params: Record<string, JsonValue> = {};
    for (const [index, { name }] of this.#parameters.entries()) {
      const value = slots[index];
      if (value !== undefined) params[name] = value;
    }
    return params;
  }

  /**
   * The short way, for a plain object of valid scalars. It copies each value before it checks it, and allocates nothing.
   *
   * @returns false for all else, which says nothing about whether that is valid
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
          // What is computed when it is read may be another value for whoever reads it next.
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
      return given === 0 && characters <= JSON_LIMITS.characters;
    } catch {
      // A proxy or an accessor may throw whatever it likes.
      return false;
    }
  }

  #readAny(params: unknown, slots: ParameterSlots): ParametersResult {
    const given = readObject(params, this.#known);
    if (typeof given === 'string') return refuse([given]);
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

function refuse(mistakes: readonly string[]): ParametersResult {
  return { ok: false, code: 'params_invalid', reason: mistakes.join(' '), mistakes };
}

/** A value that needs no copy, and that JSON carries exactly. */
function isExactScalar(value: unknown): value is string | number | boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value === 'number')
    return Number.isFinite(value) && (Number.isSafeInteger(value) || !Number.isInteger(value));
  return typeof value === 'boolean';
}

const MOST_ERRORS = 20;

/** Adds the names that the action does not have. Whoever asks chooses how many there are: the first ones are explained. */
function withUnknown(errors: readonly string[], given: JsonObject, known: ReadonlySet<string>): readonly string[] {
  const unknown = Object.keys(given).filter((name) => !known.has(name));
  const all = [...errors, ...unknown.slice(0, MOST_ERRORS).map((name) => describeUnknown(name, known))];
  const more = errors.length + unknown.length - MOST_ERRORS;
  return more > 0 ? [...all.slice(0, MOST_ERRORS), `And ${more} more.`] : all;
}

/** The parameters as plain data, or what is wrong with them as a whole. */
function readObject(params: unknown, known: ReadonlySet<string>): JsonObject | string {
  try {
    const given = snapshotJson(params ?? {}, 'params');
    return isObject(given) ? given : `params must be an object, but it is ${describeType(given)}.`;
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    // Names further down may be secret: of the place, the parameter alone is shown.
    const name = /^params\.([^.[]+)/.exec(error.where)?.[1] ?? '';
    return `${known.has(name) ? quote(name) : 'A part of params'} ${error.problem}.`;
  }
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !isJsonArray(value);
}

function describeUnknown(name: string, known: ReadonlySet<string>): string {
  const advice = suggest(name, known, `It has ${[...known].join(', ') || 'none'}.`);
  return `${quote(name)} is not a parameter of this action. ${advice}`;
}
