import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { DOCUMENT_NAMES, type DocumentName, EVENT_SCHEMA_NAMES, eventJsonSchema, jsonSchema } from './index.ts';

const catalog = new URL('../../../catalog/', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, catalog), 'utf8');

const shipped: readonly [DocumentName, string][] = [
  ...readdirSync(new URL('actions', catalog)).map((name): [DocumentName, string] => ['action', `actions/${name}`]),
  ['policies', 'policies/default.yaml'],
  ['inventory', 'inventory.yaml'],
  ['policy-tests', 'tests/default-policies.yaml'],
];

test.each(DOCUMENT_NAMES)('the published JSON Schema of %s is up to date: npm run schemas', (name) => {
  const file = new URL(`../json/${name}.schema.json`, import.meta.url);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(jsonSchema(name));
});

test.each(EVENT_SCHEMA_NAMES)('the published JSON Schema of %s is up to date: npm run schemas', (name) => {
  const file = new URL(`../json/${name}.schema.json`, import.meta.url);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(eventJsonSchema(name));
});

/** The properties without a description, by their paths. */
function findUndescribed(schema: unknown, path = ''): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]: [string, unknown]) => {
    if (key !== 'properties') return findUndescribed(value, `${path}/${key}`);
    return Object.entries(value as Record<string, { readonly description?: string }>).flatMap(([name, property]) => [
      ...(/^\S.*\.$/.test(property.description ?? '') ? [] : [`${path}/${name}`]),
      ...findUndescribed(property, `${path}/${name}`),
    ]);
  });
}

test.each([
  ...DOCUMENT_NAMES.map((name) => [name, jsonSchema(name)] as const),
  ...EVENT_SCHEMA_NAMES.map((name) => [name, eventJsonSchema(name)] as const),
])('every property of the JSON Schema of %s has a description, which editors show', (_, schema) => {
  expect(findUndescribed(schema)).toEqual([]);
  expect(findUndescribed({ anyOf: [{ properties: { a: { items: { properties: { b: {} } } } } }] })).toEqual([
    '/anyOf/0/a',
    '/anyOf/0/a/items/b',
  ]);
});

describe('an independent validator with the JSON Schemas', () => {
  const validators = new Map(
    DOCUMENT_NAMES.map((name) => [name, new Ajv2020({ strict: false }).compile(jsonSchema(name))]),
  );

  test.each(shipped)('accepts %s %s, and refuses it with a misspelled key', (name, path) => {
    const validate = validators.get(name);
    const text = read(path);
    expect(validate?.(parse(text)), JSON.stringify(validate?.errors)).toBe(true);
    const misspelled = text.replace(/^(\s*(?:- )?)(name|id):/m, '$1nmae:');
    expect(misspelled).not.toBe(text);
    expect(validate?.(parse(misspelled))).toBe(false);
  });
});
