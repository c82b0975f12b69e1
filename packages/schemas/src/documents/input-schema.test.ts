import { type ActionParameter, inputSchema, ParameterReader } from '@agent-safe/core';
import { checkLaw } from '@agent-safe/testkit';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAction } from './documents.ts';

const ajv = () => new Ajv2020({ strict: true, strictSchema: true, strictTypes: true, allErrors: false });

function action(parameters: readonly object[]) {
  const file = { name: 'act', version: '1.0.0', description: 'Act', risk_class: 'low', target_types: [], parameters };
  return readAction(file);
}

function schemaOf(...parameters: readonly object[]) {
  const { diagnostics, document } = action(parameters);
  if (document === undefined) throw new Error(JSON.stringify(diagnostics));
  return inputSchema(document);
}

describe('the schema of the parameters of an action', () => {
  test('says what each parameter is', () => {
    expect(
      schemaOf(
        {
          name: 'to',
          type: 'string',
          description: 'Recipient.',
          constraints: { pattern: '[a-z]+@example\\.com', max_length: 80 },
        },
        { name: 'priority', type: 'string', default: 'normal', constraints: { enum: ['low', 'normal'] } },
        { name: 'copies', type: 'integer', required: false, constraints: { min_value: 1, max_value: 9 } },
        { name: 'api_key', type: 'string' },
        { name: 'tags', type: 'array', items: { type: 'string', constraints: { min_length: 1 } }, required: false },
        { name: 'extra', type: 'array', required: false, constraints: { max_length: 3 } },
      ),
    ).toEqual({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: {
        to: { description: 'Recipient.', type: 'string', maxLength: 80, pattern: '^[a-z]+@example\\.com$' },
        priority: { type: 'string', default: 'normal', enum: ['low', 'normal'] },
        copies: { type: 'integer', minimum: 1, maximum: 9 },
        api_key: { type: 'string', writeOnly: true },
        tags: { type: 'array', items: { type: 'string', minLength: 1 } },
        extra: { type: 'array', maxItems: 3, items: {} },
      },
      required: ['to', 'api_key'],
      additionalProperties: false,
    });
  });

  test('of an action without parameters is a closed object', () => {
    expect(schemaOf()).toEqual({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: {},
      additionalProperties: false,
    });
  });

  test('T21 has no default of a sensitive parameter', () => {
    const schema = schemaOf({ name: 'pin', type: 'string', sensitive: true, default: 'hunter2' });
    expect(JSON.stringify(schema)).not.toContain('hunter2');
  });

  test('is the caller’s own: changes do not reach the action', () => {
    const { document } = action([{ name: 'list', type: 'array', default: [1] }]);
    if (document === undefined) throw new Error('the action is invalid');
    const schema = inputSchema(document);
    const { default: fallback } = schema.properties.list ?? {};
    if (Array.isArray(fallback)) fallback.push(2);
    expect(fallback).toEqual([1, 2]);
    expect(inputSchema(document).properties.list?.default).toEqual([1]);
  });
});

const PATTERNS = ['[a-z]+', 'a|bb', '[^/]*', '(?:ab)+', '.{1,2}', '\\d+-?\\w*', '[\\s\\S]?', 'é|😀', '^a$', '\\-x?'];
const TEXTS = ['', 'a', 'ab', 'abab', 'bb', '/', 'é', '😀', '😀😀', '1', '12-a', '-x', '\n', 'true', '0', ' '];
const NUMBERS = [0, -0, 1, 2, 3, 1.5, -1, 0.1, 2 ** 53 - 1, 2 ** 53, -(2 ** 53), 1e300, 5e-324, 16];

const text = fc.constantFrom(...TEXTS);
const number = fc.oneof(fc.constantFrom(...NUMBERS), fc.double({ noNaN: true, noDefaultInfinity: true }));
const scalar = fc.oneof(text, number, fc.boolean(), fc.constantFrom('1', '2.0', '0x10', 'TRUE', 'false', ' '));
const value = fc.oneof(
  { weight: 4, arbitrary: fc.oneof(text, number, fc.boolean(), fc.constant(null)) },
  {
    weight: 1,
    arbitrary: fc.array(fc.oneof(text, fc.integer({ min: -2, max: 3 }), fc.boolean(), fc.constant(null)), {
      maxLength: 3,
    }),
  },
  { weight: 1, arbitrary: fc.constant({ a: 1 }) },
);
const size = fc.integer({ min: 0, max: 3 });
const enumeration = fc.array(scalar, { minLength: 1, maxLength: 3 });

function some(shape: Record<string, fc.Arbitrary<unknown>>) {
  return fc.record(shape, { requiredKeys: [] });
}

const lengths = { min_length: size, max_length: size };
const bounds = { min_value: fc.oneof(number, size), max_value: fc.oneof(number, size), enum: enumeration };
const constraintsOf: Record<ActionParameter['type'], fc.Arbitrary<object>> = {
  string: some({ ...lengths, pattern: fc.constantFrom(...PATTERNS), enum: enumeration }),
  integer: some(bounds),
  number: some(bounds),
  boolean: some({ enum: enumeration }),
  array: some(lengths),
};
const typed = (types: readonly ActionParameter['type'][]) =>
  fc.constantFrom(...types).chain((type) => fc.record({ type: fc.constant(type), constraints: constraintsOf[type] }));
const parameter = fc
  .record({
    name: fc.constantFrom('a', 'b-c', 'd.e', '_f', 'api_key', 'toJSON'),
    required: fc.boolean(),
    own: typed(['string', 'integer', 'number', 'boolean', 'array']),
    items: fc.option(typed(['string', 'integer', 'number', 'boolean']), { nil: undefined }),
    fallback: fc.option(value.filter(isExact), { nil: undefined }),
  })
  .map(({ fallback, items, name, own, required }) => ({
    name,
    required,
    ...own,
    ...(own.type === 'array' && items !== undefined ? { items } : {}),
    ...(fallback === undefined ? {} : { default: fallback }),
  }));

/** A file cannot hold other numbers: YAML reports them. */
function isExact(given: unknown): boolean {
  return typeof given !== 'number' || !Number.isInteger(given) || Number.isSafeInteger(given);
}

test('law: parameters are valid by the schema exactly if the check of the PDP accepts them', () => {
  const counts = { valid: 0, invalid: 0 };
  const property = fc.property(
    fc.uniqueArray(parameter, { maxLength: 3, selector: ({ name }) => name }),
    fc.array(fc.dictionary(fc.constantFrom('a', 'b-c', 'd.e', '_f', 'api_key', 'toJSON', 'x'), value, { maxKeys: 3 }), {
      minLength: 10,
      maxLength: 10,
    }),
    fc.array(fc.array(value, { minLength: 3, maxLength: 3 }), { minLength: 20, maxLength: 20 }),
    (parameters, given, fitting) => {
      const { document } = action(parameters);
      // Its definition contradicts itself, such as by a default that is not valid.
      if (document === undefined) return;
      const schema = inputSchema(document);
      const validate = ajv().compile(schema);
      const reader = new ParameterReader(document);
      const named = fitting.map((values) =>
        Object.fromEntries(document.parameters.map(({ name }, index) => [name, values[index]])),
      );
      for (const params of [...given, ...named]) {
        const { ok } = reader.read(params, []);
        counts[ok ? 'valid' : 'invalid']++;
        if (validate(params) !== ok) expect({ schema, params, isValid: !ok }).toEqual({ schema, params, isValid: ok });
      }
      for (const { default: fallback, name } of document.parameters) {
        if (fallback === undefined) continue;
        const { properties } = schema;
        expect(
          ajv().compile({ ...schema, properties: { [name]: properties[name] }, required: [] })({ [name]: fallback }),
        ).toBe(true);
      }
    },
  );
  checkLaw('schema and check agree', property, { runs: 5_000 });
  // The law proves nothing if few parameters are valid.
  expect(counts.valid).toBeGreaterThan(1_000);
  expect(counts.invalid).toBeGreaterThan(1_000);
});
