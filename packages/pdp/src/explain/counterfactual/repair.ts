import {
  type Action,
  type ActionParameter,
  bindingEntries,
  closestMatch,
  compileValueCheck,
  isBindingGlob,
  isFlat,
  isJsonArray,
  JsonError,
  type JsonObject,
  type JsonScalar,
  type JsonValue,
  MASK,
  patternExamples,
  snapshotJson,
  type Target,
} from '@agent-safe/core';
import { type BoundParameter, bindParameters } from '../../compile/bindings.ts';
import type { Pair } from '../../compile/compiled-action.ts';
import type { Edit } from './edits.ts';

/** Returns the parameters of a request; undefined if they cannot be read. */
export function readParams(params: unknown): JsonObject | undefined {
  try {
    const read = snapshotJson(params ?? {}, 'params');
    return typeof read === 'object' && read !== null && !isJsonArray(read) ? read : undefined;
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}

/** Most unknown names to list one by one. */
const MOST_UNKNOWN = 20;

/** Why no repair is offered: no value is valid within the target, or none was found. */
type Unrepairable = 'impossible' | 'unknown';

/**
 * Returns the fewest edits that make the parameters valid and keep them within the target: one for each wrong parameter. An edit has
 * a value if the definitions determine it; otherwise it describes the value. Every edit was judged: its value, or an example for its
 * description, is valid and within the target.
 */
export function repairParams(
  parameters: readonly ActionParameter[],
  bound: Pair['bound'],
  given: JsonObject,
): readonly Edit[] | Unrepairable {
  const known = new Set(parameters.map(({ name }) => name));
  const missing = new Map(
    parameters.filter(({ name }) => !Object.hasOwn(given, name)).map((parameter) => [parameter.name, parameter]),
  );
  const edits: Edit[] = [];
  const renamed = new Set<string>();
  const unknown = Object.keys(given).filter((name) => !known.has(name));
  for (const name of unknown.slice(0, MOST_UNKNOWN)) {
    const meant = missing.get(closestMatch(name, missing.keys()) ?? '');
    const field = `params.${name.slice(0, 80).toWellFormed()}`;
    const isRight = meant !== undefined && repairValue(meant, findBound(bound, meant), given[name]) === undefined;
    // The value under a wrong name may be a secret: neither the value nor anything derived from it is shown.
    if (!isRight) edits.push({ field, change: 'remove', from: MASK, to: null });
    else {
      edits.push({ field, change: 'rename', from: MASK, to: meant.name });
      missing.delete(meant.name);
      renamed.add(meant.name);
    }
  }
  if (unknown.length > MOST_UNKNOWN)
    edits.push({ field: 'params', change: 'remove', from: MASK, to: null, expected: 'all unknown parameters' });
  for (const parameter of parameters) {
    if (renamed.has(parameter.name)) continue;
    const value = Object.hasOwn(given, parameter.name) ? given[parameter.name] : undefined;
    const edit = repairValue(parameter, findBound(bound, parameter), value);
    if (typeof edit === 'string') return edit;
    if (edit !== undefined) edits.push(edit);
  }
  return edits;
}

function findBound(bound: Pair['bound'], { name }: ActionParameter): BoundParameter | undefined {
  return bound.find((each) => each.name === name);
}

function repairValue(
  parameter: ActionParameter,
  bound: BoundParameter | undefined,
  given: JsonValue | undefined,
): Edit | Unrepairable | undefined {
  const check = compileValueCheck(parameter);
  const isRight = (value: JsonValue) => check(value) === undefined && (bound?.admits(value) ?? true);
  // Null is a wrong value, not a missing one.
  const value = given === undefined ? parameter.default : given;
  const mayLack = !parameter.required && bound === undefined;
  if (value === undefined ? mayLack : isRight(value)) return undefined;
  const field = `params.${parameter.name}`;
  const from = given === undefined ? null : parameter.sensitive || !isFlat(given) ? MASK : given;
  if (given === null && mayLack) return { field, change: 'remove', from, to: null };
  const expected = describeExpected(parameter, bound);
  const to = parameter.sensitive ? undefined : candidatesFor(parameter, bound, given).find(isRight);
  if (to !== undefined) return { field, change: 'set', from, to };
  const example = findExample(parameter, bound);
  if (example === undefined) return isDecidable(parameter, bound) ? 'impossible' : 'unknown';
  return { field, change: 'set', from, to: null, expected };
}

/** Whether the definitions list all values, so that none is valid if no listed one is. */
function isDecidable({ constraints, type }: ActionParameter, bound: BoundParameter | undefined): boolean {
  const entries = entriesOf(bound);
  const isExact = bound !== undefined && !entries.some(isBindingGlob);
  const { max_value = Number.POSITIVE_INFINITY, min_value = Number.NEGATIVE_INFINITY } = constraints ?? {};
  return isExact || constraints?.enum !== undefined || type === 'boolean' || min_value > max_value;
}

/**
 * Returns parameters for an action on a target: the value that the definitions determine, or else a valid example. If no valid value is
 * known, the author must give it: the value is a description in angle brackets.
 */
export function suggestParams(action: Action, target: Target | undefined): JsonObject {
  const all = target === undefined ? [] : bindParameters(action, target);
  const entries = action.parameters.flatMap((parameter) => {
    const bound = findBound(all, parameter);
    const edit = repairValue(parameter, bound, undefined);
    if (edit === undefined) return [];
    const to = typeof edit === 'string' ? null : edit.to;
    const value = to ?? findExample(parameter, bound) ?? `<${describeExpected(parameter, bound)}>`;
    return [[parameter.name, value] as const];
  });
  return Object.fromEntries(entries);
}

function entriesOf(bound: BoundParameter | undefined): readonly JsonScalar[] {
  return bound === undefined ? [] : bindingEntries(bound.binding);
}

/** Texts in place of a wildcard, in examples. */
const FILLERS = ['1', 'a', 'app-1'];

/** Returns a value that the parameter and its binding accept, if one is found. */
function findExample(parameter: ActionParameter, bound: BoundParameter | undefined): JsonValue | undefined {
  const check = compileValueCheck(parameter);
  const filled = entriesOf(bound).flatMap((entry): readonly JsonValue[] =>
    typeof entry === 'string' ? [entry, ...FILLERS.map((filler) => entry.replaceAll(/\*+/g, filler))] : [entry],
  );
  const values: readonly JsonValue[] = [...filled, ...exampleValues(parameter)];
  return values.find((value) => check(value) === undefined && (bound?.admits(value) ?? true));
}

/** Returns values of every kind that the constraints mention. */
function exampleValues({
  constraints = {},
  items,
  type,
}: Pick<ActionParameter, 'constraints' | 'items' | 'type'>): readonly JsonValue[] {
  const { enum: allowed = [], max_value: most, min_length: shortest = 0, min_value: least, pattern } = constraints;
  const numbers = [least, most, least === undefined ? 1 : Math.ceil(least), most === undefined ? 0 : Math.floor(most)];
  const listed = allowed.flatMap((entry): readonly JsonValue[] =>
    type === 'string' ? [entry] : [entry, Number(entry), String(entry).toLowerCase() === 'true'],
  );
  const texts = pattern === undefined ? [] : patternExamples(pattern);
  const values: readonly JsonValue[] = [
    ...listed,
    1,
    ...numbers.filter((value) => value !== undefined),
    false,
    true,
    'example',
    'x'.repeat(Math.min(shortest, 10_000)),
    '',
    ...texts,
  ];
  if (type !== 'array') return values;
  const count = Math.min(shortest, 1_000);
  const members = items === undefined ? ['example'] : exampleValues(items).slice(0, 50);
  return [[], ...members.map((value) => Array<JsonValue>(Math.max(1, count)).fill(value))];
}

/** Returns values that the caller may have meant, likeliest first. */
function candidatesFor(
  { constraints, default: fallback, type }: ActionParameter,
  bound: BoundParameter | undefined,
  given: JsonValue | undefined,
): readonly JsonValue[] {
  const candidates: JsonValue[] = [];
  candidates.push(...entriesOf(bound));
  if (typeof given === 'string') {
    if ((type === 'integer' || type === 'number') && given.trim() !== '') candidates.push(Number(given));
    if (type === 'boolean') candidates.push(given.toLowerCase() === 'true');
  }
  if (type === 'string' && typeof given === 'number') candidates.push(String(given));
  if (typeof given === 'number') {
    const { max_value: most = given, min_value: least = given } = constraints ?? {};
    candidates.push(Math.min(Math.max(given, least), most), Math.min(Math.max(Math.round(given), least), most));
  }
  const [slip] = typeof given === 'string' ? [closestMatch(given, (constraints?.enum ?? []).map(String))] : [];
  if (slip !== undefined) candidates.push(slip);
  if (fallback !== undefined) candidates.push(fallback);
  candidates.push(...(constraints?.enum ?? []));
  return candidates.filter((candidate) => typeof candidate !== 'number' || Number.isFinite(candidate));
}

function describeExpected({ constraints = {}, type }: ActionParameter, bound: BoundParameter | undefined): string {
  const parts: string[] = [type];
  if (bound !== undefined) parts.push(`within ${JSON.stringify(bound.binding)}`);
  if (constraints.enum !== undefined) parts.push(`one of ${JSON.stringify(constraints.enum)}`);
  if (constraints.pattern !== undefined) parts.push(`matching ${constraints.pattern}`);
  for (const [key, word] of [
    ['min_value', 'at least'],
    ['max_value', 'at most'],
    ['min_length', 'of length at least'],
    ['max_length', 'of length at most'],
  ] as const) {
    if (constraints[key] !== undefined) parts.push(`${word} ${constraints[key]}`);
  }
  return parts.join(', ');
}
