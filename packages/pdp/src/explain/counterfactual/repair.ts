import {
  type Action,
  type ActionParameter,
  closestMatch,
  compileValueCheck,
  isFlat,
  isJsonArray,
  JsonError,
  type JsonObject,
  type JsonValue,
  MASK,
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

/**
 * Returns the fewest edits that make the parameters valid and keep them within the target: one for each wrong parameter. An edit has
 * a value if the definitions determine it; otherwise it describes the value.
 */
export function repairParams(
  parameters: readonly ActionParameter[],
  bound: Pair['bound'],
  given: JsonObject,
): readonly Edit[] {
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
): Edit | undefined {
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
  if (parameter.sensitive) return { field, change: 'set', from, to: null, expected };
  const to = candidatesFor(parameter, bound, given).find(isRight);
  return to === undefined ? { field, change: 'set', from, to: null, expected } : { field, change: 'set', from, to };
}

/**
 * Returns parameters for an action on a target: the value that the definitions determine, or else a valid example, or else a
 * description in angle brackets.
 */
export function suggestParams(action: Action, target: Target | undefined): JsonObject {
  const bound = target === undefined ? [] : bindParameters(action, target);
  const entries = repairParams(action.parameters, bound, {}).map(({ expected, field, to }) => {
    const parameter = action.parameters.find(({ name }) => `params.${name}` === field);
    const example = parameter === undefined ? undefined : findExample(parameter, bound);
    return [field.slice('params.'.length), to ?? example ?? `<${expected}>`] as const;
  });
  return Object.fromEntries(entries);
}

function findExample(parameter: ActionParameter, bound: readonly BoundParameter[]): JsonValue | undefined {
  const check = compileValueCheck(parameter);
  const binding = bound.find(({ name }) => name === parameter.name);
  const globs = binding === undefined ? [] : [binding.binding].flat().filter((entry) => typeof entry === 'string');
  const { max_value, min_value } = parameter.constraints ?? {};
  const examples: (JsonValue | undefined)[] = [
    ...globs.map((glob) => glob.replaceAll(/\*|\?|\[[^\]]*\]/g, '1')),
    1,
    min_value,
    max_value,
    false,
    'example',
    ['example'],
  ];
  return examples.find(
    (value) => value !== undefined && check(value) === undefined && (binding?.admits(value) ?? true),
  );
}

/** Returns values that the caller may have meant, likeliest first. */
function candidatesFor(
  { constraints, default: fallback, type }: ActionParameter,
  bound: BoundParameter | undefined,
  given: JsonValue | undefined,
): readonly JsonValue[] {
  const candidates: JsonValue[] = [];
  if (bound !== undefined) candidates.push(...(isJsonArray(bound.binding) ? bound.binding : [bound.binding]));
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
