import type { Action, ActionParameter, ParameterConstraints } from './action.ts';
import {
  deepFreeze,
  describeType,
  isJsonArray,
  JsonError,
  type JsonObject,
  type JsonScalar,
  type JsonValue,
  quote,
  snapshotJson,
} from './json.ts';
import { nearestSlip } from './nearest.ts';
import { compilePattern } from './pattern.ts';
import type { ParameterType } from './vocabulary.ts';

/** The parameters with defaults applied, or every mistake in them, none of which quotes a value. */
export type ParameterCheck =
  | { readonly ok: true; readonly params: JsonObject }
  | { readonly ok: false; readonly errors: readonly string[] };

/** Says what is wrong with one value, or nothing. */
type ValueCheck = (value: JsonValue) => string | undefined;

const MOST_ERRORS = 20;

/**
 * Prepares the check of an action's parameters: required, unknown, type, range, length, pattern, enum, array items.
 * The check itself takes any value, also one that is no object, and treats `null` and `undefined` as `{}`.
 *
 * @throws PatternError if a pattern of the action is refused; the registry reports that when it loads the action
 */
export function compileParameterCheck(action: Pick<Action, 'parameters'>): (params: unknown) => ParameterCheck {
  const parameters = action.parameters.map((parameter) => ({
    name: parameter.name,
    required: parameter.required,
    // A copy: the document that it comes from may change, and a decision that shows it must not be a way to change it.
    fallback: parameter.default === undefined ? undefined : deepFreeze(snapshotJson(parameter.default, parameter.name)),
    check: compileValueCheck(parameter),
  }));
  const known = new Set(action.parameters.map((parameter) => parameter.name));
  return (params) => {
    const given = readObject(params, known);
    if (typeof given === 'string') return { ok: false, errors: [given] };
    let errors: string[] | undefined;
    let taken = 0;
    const complete: Record<string, JsonValue> = {};
    for (const { check, fallback, name, required } of parameters) {
      const isGiven = Object.hasOwn(given, name);
      if (isGiven) taken++;
      const value = isGiven ? given[name] : fallback;
      const problem = value === undefined ? (required ? 'is required' : undefined) : check(value);
      if (problem !== undefined) errors = [...(errors ?? []), `${quote(name)} ${problem}.`];
      else if (value !== undefined) complete[name] = value;
    }
    if (errors === undefined && taken === Object.keys(given).length) return { ok: true, params: complete };
    return { ok: false, errors: withUnknown(errors ?? [], given, known) };
  };
}

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
  const meant = nearestSlip(name, known);
  const hint = meant === undefined ? `; it has ${[...known].join(', ') || 'none'}` : `; did you mean ${quote(meant)}?`;
  return `${quote(name)} is not a parameter of this action${hint}${meant === undefined ? '.' : ''}`;
}

/** The check of one value against a parameter's type, constraints and items. */
export function compileValueCheck(parameter: Pick<ActionParameter, 'type' | 'constraints' | 'items'>): ValueCheck {
  const own = compileConstraints(parameter.constraints ?? {});
  const items = parameter.items === undefined ? undefined : compileValueCheck(parameter.items);
  return (value) => {
    if (!hasType(value, parameter.type)) return describeWrongType(value, parameter.type);
    for (const check of own) {
      const problem = check(value);
      if (problem !== undefined) return problem;
    }
    if (items === undefined || !isJsonArray(value)) return undefined;
    for (const [index, item] of value.entries()) {
      const problem = items(item);
      if (problem !== undefined) return `has a wrong item: item ${index + 1} ${problem}`;
    }
    return undefined;
  };
}

function hasType(value: JsonValue, type: ParameterType): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'integer':
      return Number.isSafeInteger(value);
    case 'number':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'array':
      return isJsonArray(value);
  }
}

function describeWrongType(value: JsonValue, type: ParameterType): string {
  const article = type === 'array' || type === 'integer' ? 'an' : 'a';
  const advice = value === null ? '; leave it out instead' : '';
  return `must be ${article} ${type}, but it is ${describeType(value)}${advice}`;
}

function compileConstraints(constraints: ParameterConstraints): readonly ValueCheck[] {
  const checks: ValueCheck[] = [];
  const { min_value: least, max_value: most, min_length: shortest, max_length: longest, pattern } = constraints;
  if (least !== undefined) {
    checks.push((value) => (typeof value === 'number' && value < least ? `is below the minimum ${least}` : undefined));
  }
  if (most !== undefined) {
    checks.push((value) => (typeof value === 'number' && value > most ? `is above the maximum ${most}` : undefined));
  }
  if (shortest !== undefined) {
    checks.push((value) => (lengthOf(value) < shortest ? `is shorter than ${shortest}` : undefined));
  }
  if (longest !== undefined) {
    checks.push((value) => (lengthOf(value) > longest ? `is longer than ${longest}` : undefined));
  }
  if (pattern !== undefined) {
    const matches = compilePattern(pattern);
    const problem = `does not match the pattern ${pattern}`;
    checks.push((value) => (typeof value === 'string' && matches(value) ? undefined : problem));
  }
  if (constraints.enum !== undefined) {
    const allowed = constraints.enum;
    const problem = `is not one of ${allowed.map((entry) => JSON.stringify(entry)).join(', ')}`;
    checks.push((value) => (allowed.some((entry) => isSameScalar(entry, value)) ? undefined : problem));
  }
  return checks;
}

/** Lists of allowed values are often written as strings, also for numbers and booleans. */
function isSameScalar(entry: JsonScalar, value: JsonValue): boolean {
  if (entry === value || typeof entry !== 'string') return entry === value;
  if (typeof value === 'number') return entry.trim() !== '' && Number(entry) === value;
  return typeof value === 'boolean' && entry.toLowerCase() === String(value);
}

/** Code points of a string, items of an array. */
function lengthOf(value: JsonValue): number {
  if (typeof value === 'string') {
    let length = value.length;
    for (let index = 0; index < value.length; index++) {
      const code = value.charCodeAt(index);
      if (code >= 0xd800 && code < 0xdc00) length--;
    }
    return length;
  }
  return isJsonArray(value) ? value.length : 0;
}
