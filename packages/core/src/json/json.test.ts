import { describe, expect, test } from 'vitest';
import { describeType, JSON_LIMITS, quote, snapshotJson } from './json.ts';
import { parseJson } from './json-text.ts';

describe('snapshotJson', () => {
  test('copies plain data, so that later changes have no effect', () => {
    const original = { list: [1, { deep: 'text' }], none: null };
    const copy = snapshotJson(original, 'params');
    original.list.push(2);
    expect(copy).toEqual({ list: [1, { deep: 'text' }], none: null });
  });

  test('refuses accessors, which could return different values to the check and to the log', () => {
    const shifty = {
      get namespace() {
        return Math.random() < 0.5 ? 'dev' : 'kube-system';
      },
    };
    expect(() => snapshotJson(shifty, 'params')).toThrow('params has a member that is computed');
  });

  const deep = JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`) as unknown;
  test.each<[string, unknown, string]>([
    ['NaN', { a: Number.NaN }, 'params.a is NaN'],
    ['infinity', [Number.NEGATIVE_INFINITY], 'params[0] is -Infinity'],
    ['an inexact integer', { a: 2 ** 53 }, 'beyond 2^53 - 1'],
    ['a bigint', { a: 1n }, 'a bigint'],
    ['undefined in an object', { a: undefined }, 'params.a is missing'],
    ['a hole', new Array(2), 'params[0] is missing'],
    ['a function', { a: () => 1 }, 'a function'],
    ['a date', new Date(0), 'is not a plain object'],
    ['a map', new Map(), 'is not a plain object'],
    ['half a surrogate pair', 'a\ud800', 'surrogate'],
    ['half a surrogate pair in a key', { '\udfff': 1 }, 'surrogate'],
    ['the key __proto__', JSON.parse('{"__proto__": {"admin": true}}'), '"__proto__"'],
    ['depth', deep, 'nested deeper'],
    ['size', 'x'.repeat(JSON_LIMITS.characters + 1), 'longer than'],
    ['number of values', new Array(JSON_LIMITS.values + 1).fill(0), 'more than'],
    [
      'a proxy that throws',
      new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('secret');
          },
        },
      ),
      'cannot be read',
    ],
  ])('refuses %s', (_, value, message) => {
    expect(() => snapshotJson(value, 'params')).toThrow(message);
  });

  test('replaces negative zero by zero, as in canonical JSON', () => {
    expect(Object.is(snapshotJson(-0, 'n'), 0)).toBe(true);
  });
});

describe('parseJson', () => {
  test('reads JSON', () => {
    expect(parseJson('{"a":[1,{"b":"}"}],"c":"\\"a\\":"}', 'params')).toEqual({ a: [1, { b: '}' }], c: '"a":' });
  });

  test.each([
    ['a duplicate key', '{"namespace":"dev","namespace":"kube-system"}', 'gives the key "namespace" twice'],
    ['a duplicate key, once escaped', '{"a":1,"\\u0061":2}', 'gives the key "a" twice'],
    ['a nested duplicate key', '[{"x":{"b":1,"c":[],"b":2}}]', 'gives the key "b" twice'],
    ['invalid JSON', '{namespace: dev}', 'params is not valid JSON, at character 2'],
    ['empty text', '', 'params is not valid JSON'],
    ['an inexact integer', '9007199254740993', 'beyond 2^53 - 1'],
  ])('refuses %s', (_, text, message) => {
    expect(() => parseJson(text, 'params')).toThrow(message);
  });

  test('refuses a text that is too long before parsing it', () => {
    expect(() => parseJson(`"${'x'.repeat(12_000_000)}"`, 'params')).toThrow('params is longer than');
    expect(parseJson(`{"a":"${'\\n'.repeat(400_000)}"}`, 'params')).toHaveProperty('a');
  });

  test('T21 errors do not quote the text, which may hold a secret', () => {
    expect(() => parseJson('{"token": hunter2}', 'params')).toThrow(/^(?!.*hunter2)/);
  });
});

test('quote makes untrusted text safe for one line', () => {
  expect(quote('a\n\u001b[31mred\u202e')).toBe('"a\\n\\u001b[31mred\\u202e"');
  expect(quote('x'.repeat(200), 10)).toBe('"xxxxxxxxxx…"');
});

test('describeType survives a revoked proxy', () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  expect(describeType(proxy)).toBe('an object');
  expect(() => snapshotJson(proxy, 'params')).toThrow('cannot be read');
});

test('describeType uses the names of JSON types', () => {
  expect([null, [], {}, 1, 1.5, 'a', true, undefined].map(describeType)).toEqual([
    'null',
    'an array',
    'an object',
    'an integer',
    'a number',
    'a string',
    'a boolean',
    'missing',
  ]);
});
