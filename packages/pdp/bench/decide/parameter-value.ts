import { type ActionParameter, type JsonValue, ParameterReader } from '@agent-safe/core';
import fc from 'fast-check';
import { type Random, SEED } from './random.ts';

/** Definition of the values of a parameter or of an array item. */
type Shape = Pick<ActionParameter, 'name' | 'type' | 'constraints' | 'items'>;

type Constraints = NonNullable<Shape['constraints']>;

/** Values generated for a parameter with a pattern. */
const SAMPLES = 50;

/** Items of an array without length constraints. */
const ITEMS = 3;

/** Returns a random value that the action accepts for a parameter. */
export function drawValue(random: Random, shape: Shape): JsonValue {
  const { constraints = {}, items = { type: 'string' }, name, type } = shape;
  if (constraints.enum !== undefined || constraints.pattern !== undefined) return random.pick(acceptedValues(shape));
  const { least, most } = rangeOf(constraints);
  switch (type) {
    case 'boolean':
      return random.chance(0.5);
    case 'integer':
      return random.integer(Math.ceil(least), Math.floor(most));
    case 'number':
      return least + random.next() * (most - least);
    case 'array':
      return Array.from({ length: fit(ITEMS, constraints) }, () => drawValue(random, { ...items, name }));
    case 'string': {
      const value = `${name.replaceAll('_', '-')}-${random.integer(1, 1_000)}`;
      const length = fit(value.length, constraints);
      return value.padEnd(length, 'x').slice(0, length);
    }
  }
}

/** Returns the range of a number. It starts at 0 if allowed, and is 1,000 wide if it has no maximum. */
function rangeOf({ max_value, min_value }: Constraints): { readonly least: number; readonly most: number } {
  const least = min_value ?? (max_value === undefined || max_value >= 0 ? 0 : max_value - 1_000);
  return { least, most: max_value ?? least + 1_000 };
}

/** Returns the length, or the closest length within the constraints. */
function fit(length: number, { max_length, min_length = 0 }: Constraints): number {
  return Math.min(Math.max(length, min_length), max_length ?? Number.POSITIVE_INFINITY);
}

/** Generated values by constraints. Generating them takes longer than all other values of a request. */
const made = new Map<string, readonly JsonValue[]>();

/** Returns values for a parameter with `enum` or `pattern`. */
function acceptedValues(shape: Shape): readonly JsonValue[] {
  const key = JSON.stringify([shape.type, shape.constraints]);
  let values = made.get(key);
  if (values === undefined) {
    values = makeValues(shape);
    made.set(key, values);
  }
  return values;
}

function makeValues(shape: Shape): readonly JsonValue[] {
  const { constraints = {}, type } = shape;
  const parameter = { description: '', locates: false, required: true, sensitive: false, ...shape };
  const reader = new ParameterReader({ parameters: [parameter] });
  const accepts = (value: JsonValue) => reader.read({ [shape.name]: value }, []).ok;
  if (constraints.enum !== undefined) {
    // `enum` may contain numbers and booleans as strings.
    const named = constraints.enum.map(
      (entry): JsonValue => (typeof entry === 'string' && type !== 'string' ? JSON.parse(entry.toLowerCase()) : entry),
    );
    return named.filter(accepts);
  }
  // A pattern must match the whole value.
  const whole = new RegExp(`^(?:${constraints.pattern})$`, 'u');
  const arbitrary = fc.stringMatching(whole, { maxLength: constraints.max_length ?? 60 }).filter(accepts);
  return fc.sample(arbitrary, { seed: SEED, numRuns: SAMPLES });
}
