import { type ActionParameter, ParameterReader } from '@agent-safe/core';
import { expect, test } from 'vitest';
import { drawValue } from './parameter-value.ts';
import { Random, SEED } from './random.ts';

type Shape = Pick<ActionParameter, 'type' | 'constraints' | 'items'>;

const shapes: readonly (readonly [string, Shape])[] = [
  ['a boolean', { type: 'boolean' }],
  ['an integer', { type: 'integer' }],
  ['an integer with a large minimum', { type: 'integer', constraints: { min_value: 5_000 } }],
  ['an integer between fractions', { type: 'integer', constraints: { min_value: 0.5, max_value: 2.5 } }],
  ['an integer below zero', { type: 'integer', constraints: { max_value: -1 } }],
  ['an integer above 100,000', { type: 'integer', constraints: { min_value: 200_000, max_value: 300_000 } }],
  ['a number between two integers', { type: 'number', constraints: { min_value: 0.1, max_value: 0.9 } }],
  ['an integer with an enum of strings', { type: 'integer', constraints: { enum: ['1', '20', '300'], min_value: 2 } }],
  ['a boolean with an enum of strings', { type: 'boolean', constraints: { enum: ['True'] } }],
  ['a string', { type: 'string' }],
  ['a short string', { type: 'string', constraints: { max_length: 3 } }],
  ['a long string', { type: 'string', constraints: { min_length: 90 } }],
  ['a string with an enum', { type: 'string', constraints: { enum: ['a', 'bbb'], max_length: 2 } }],
  ['a string with a pattern', { type: 'string', constraints: { pattern: '^[a-z][a-z0-9-]{0,62}$' } }],
  ['a string with a pattern without anchors', { type: 'string', constraints: { pattern: 'a|b+' } }],
  [
    'a string with a pattern and lengths',
    { type: 'string', constraints: { pattern: '[a-z]+', min_length: 4, max_length: 6 } },
  ],
  ['an array', { type: 'array' }],
  ['an array with a minimum length', { type: 'array', constraints: { min_length: 7 }, items: { type: 'integer' } }],
  [
    'an array with a maximum length and a pattern',
    { type: 'array', constraints: { max_length: 1 }, items: { type: 'string', constraints: { pattern: '[0-9]{3}' } } },
  ],
];

test.each(shapes)('every random value for %s is accepted', (_, shape) => {
  const name = 'some_parameter';
  const reader = new ParameterReader({
    parameters: [{ ...shape, name, description: '', locates: false, required: true, sensitive: false }],
  });
  const random = new Random(SEED);
  for (let turn = 0; turn < 200; turn += 1) {
    const value = drawValue(random, { ...shape, name });
    expect(reader.read({ [name]: value }, []), JSON.stringify(value)).toEqual({ ok: true });
  }
});
