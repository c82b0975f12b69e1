import {
  type ActionParameter,
  compileValueCheck,
  type JsonValue,
  type ParameterTest,
  patternExamples,
} from '@agent-safe/core';

/** Texts in place of a wildcard, and a text that no test names. */
const FILLERS = ['a', 'b/c'];
const OTHER = 'other-1';
/** Longest text or list to make. */
const LONGEST = 1_000;

/**
 * Returns valid values of a parameter that tests distinguish: on both sides of each bound, each listed value, examples of each glob, and
 * values that no test names.
 */
export function boundaryValues(parameter: ActionParameter, tests: readonly ParameterTest[]): readonly JsonValue[] {
  const { constraints = {}, default: fallback } = parameter;
  const check = compileValueCheck(parameter);
  const all: JsonValue[] = [
    ...(fallback === undefined ? [] : [fallback]),
    ...tests.flatMap((test) => valuesOf(test, parameter)),
    ...valuesOf(constraints, parameter),
    ...(parameter.items?.constraints === undefined ? [] : listsOf(parameter.items.constraints, parameter)),
    ...otherValues(parameter.type),
  ];
  const distinct = new Map(all.map((value) => [JSON.stringify(value), value]));
  return [...distinct.values()].filter((value) => check(value) === undefined);
}

function valuesOf(test: ParameterTest, parameter: Pick<ActionParameter, 'type' | 'items'>): readonly JsonValue[] {
  const values: JsonValue[] = [];
  for (const bound of [test.min_value, test.max_value]) {
    if (bound !== undefined) values.push(bound, Math.floor(bound), Math.ceil(bound), bound - 1, bound + 1);
  }
  for (const entry of [...(test.enum ?? []), ...(test.contains ?? [])]) values.push(...readings(entry, parameter));
  for (const length of [test.min_length, test.max_length]) {
    if (length === undefined) continue;
    for (const count of [length - 1, length, length + 1].filter((each) => each >= 0 && each <= LONGEST)) {
      values.push(parameter.type === 'array' ? Array<JsonValue>(count).fill(itemFor(parameter)) : 'x'.repeat(count));
    }
  }
  if (test.pattern !== undefined) values.push(...patternExamples(test.pattern));
  for (const glob of test.glob ?? [])
    values.push(
      ...FILLERS.map((filler) => glob.replaceAll(/\*+/g, filler)),
      `${OTHER}/${glob.replaceAll(/\*+/g, 'a')}`,
    );
  if (test.not !== undefined) values.push(...valuesOf(test.not, parameter));
  if (test.items !== undefined) values.push(...listsOf(test.items, parameter));
  return values;
}

/** Returns an entry as a value of the parameter's type. */
function readings(entry: JsonValue, { type }: Pick<ActionParameter, 'type'>): readonly JsonValue[] {
  if (type === 'array') return [[entry], [entry, entry]];
  if (typeof entry !== 'string' || type === 'string')
    return [entry, ...(typeof entry === 'string' ? [`${entry}-${OTHER}`] : [])];
  return type === 'boolean' ? [entry.toLowerCase() === 'true'] : [Number(entry)];
}

/** Returns lists whose items pass, and lists with another item. */
function listsOf(test: ParameterTest, { items }: Pick<ActionParameter, 'items'>): readonly JsonValue[] {
  const type = items?.type ?? 'string';
  const singles = [...valuesOf(test, { type }), ...otherValues(type)];
  const [first] = singles;
  return [
    [],
    ...singles.flatMap((single): readonly JsonValue[] => [[single], ...(first === undefined ? [] : [[first, single]])]),
  ];
}

function itemFor({ items }: Pick<ActionParameter, 'items'>): JsonValue {
  const { enum: entries, pattern } = items?.constraints ?? {};
  const [example] = entries ?? (pattern === undefined ? [] : patternExamples(pattern));
  return example ?? otherValues(items?.type ?? 'string')[0] ?? OTHER;
}

function otherValues(type: ActionParameter['type']): readonly JsonValue[] {
  switch (type) {
    case 'string':
      return [OTHER, 'x', ''];
    case 'integer':
    case 'number':
      return [1, 0, 1_000_003, -1_000_003];
    case 'boolean':
      return [false, true];
    case 'array':
      return [[], [OTHER], [1], [true]];
  }
}
