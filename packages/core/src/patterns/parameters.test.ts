import { describe, expect, test } from 'vitest';
import type { Action, ActionParameter } from '../model/action.ts';
import { ParameterReader, type ParameterSlots } from './parameters.ts';

function parameter(given: Partial<ActionParameter> & Pick<ActionParameter, 'name' | 'type'>): ActionParameter {
  return { required: true, description: '', locates: false, sensitive: false, ...given };
}

function compileParameterCheck(action: Pick<Action, 'parameters'>) {
  const reader = new ParameterReader(action);
  return (params: unknown) => {
    const slots: ParameterSlots = [];
    const read = reader.read(params, slots);
    return read.ok
      ? { ok: true as const, params: reader.toObject(slots) }
      : { ok: false as const, errors: read.mistakes };
  };
}

const check = compileParameterCheck({
  parameters: [
    parameter({
      name: 'namespace',
      type: 'string',
      constraints: { pattern: '[a-z-]+', min_length: 2, max_length: 20 },
    }),
    parameter({
      name: 'replicas',
      type: 'integer',
      required: false,
      default: 3,
      constraints: { min_value: 0, max_value: 100 },
    }),
    parameter({ name: 'ratio', type: 'number', required: false, constraints: { max_value: 1.5 } }),
    parameter({ name: 'force', type: 'boolean', required: false }),
    parameter({ name: 'level', type: 'integer', required: false, constraints: { enum: ['1', 2] } }),
    parameter({
      name: 'command',
      type: 'array',
      required: false,
      constraints: { max_length: 3 },
      items: { type: 'string', constraints: { min_length: 1 } },
    }),
    parameter({ name: 'payload', type: 'string', required: false, sensitive: true, constraints: { max_length: 5 } }),
  ],
});

function errorsOf(params: unknown): string {
  const result = check(params);
  return result.ok ? 'ok' : result.errors.join(' ');
}

describe('T02 parameters are always checked', () => {
  test('valid parameters pass, with defaults applied', () => {
    expect(check({ namespace: 'dev', ratio: 1.5, force: false, level: 1, command: ['ls', '-l'] })).toEqual({
      ok: true,
      params: { namespace: 'dev', replicas: 3, ratio: 1.5, force: false, level: 1, command: ['ls', '-l'] },
    });
  });

  test.each<[string, unknown, string]>([
    ['none at all', undefined, '"namespace" is required.'],
    ['null', null, '"namespace" is required.'],
    ['an array', [], 'params must be an object, but it is an array.'],
    ['a string', 'namespace=dev', 'params must be an object, but it is a string.'],
    ['an unknown name close to a known one', { namespace: 'dev', replica: 1 }, 'Did you mean "replicas"?'],
    [
      'an unknown name',
      { namespace: 'dev', zzzzzzzz: 1 },
      '"zzzzzzzz" is not a parameter of this action. The known names are namespace',
    ],
    ['a wrong type', { namespace: 3 }, '"namespace" must be a string, but it is an integer.'],
    ['null as a value', { namespace: 'dev', replicas: null }, 'leave it out instead'],
    [
      'a fraction instead of an integer',
      { namespace: 'dev', replicas: 1.5 },
      '"replicas" must be an integer, but it is a number.',
    ],
    ['text instead of an integer', { namespace: 'dev', replicas: '3' }, 'must be an integer, but it is a string'],
    [
      'a boolean instead of an integer',
      { namespace: 'dev', replicas: true },
      'must be an integer, but it is a boolean',
    ],
    ['text instead of a boolean', { namespace: 'dev', force: 'false' }, 'must be a boolean, but it is a string'],
    ['too little', { namespace: 'dev', replicas: -1 }, 'is below the minimum 0'],
    ['too much', { namespace: 'dev', replicas: 101 }, 'is above the maximum 100'],
    ['too short', { namespace: 'd' }, 'is shorter than 2'],
    ['too long', { namespace: 'd'.repeat(21) }, 'is longer than 20'],
    ['a value that matches the pattern only in part', { namespace: 'dev; rm' }, 'does not match the pattern'],
    ['a value outside the enum', { namespace: 'dev', level: 3 }, 'is not one of "1", 2'],
    ['a wrong item', { namespace: 'dev', command: ['ls', 1] }, '"command" has a wrong item: item 2 must be a string'],
    ['an item that breaks a constraint', { namespace: 'dev', command: [''] }, 'item 1 is shorter than 1'],
    ['too many items', { namespace: 'dev', command: ['a', 'b', 'c', 'd'] }, 'is longer than 3'],
    ['NaN', { namespace: 'dev', ratio: Number.NaN }, '"ratio" is NaN'],
    ['infinity', { namespace: 'dev', ratio: Number.POSITIVE_INFINITY }, '"ratio" is Infinity'],
    ['an inexact integer', { namespace: 'dev', ratio: -(2 ** 60) }, 'beyond 2^53 - 1'],
    ['__proto__', JSON.parse('{"namespace":"dev","__proto__":{"replicas":1}}'), '__proto__'],
    ['constructor', { namespace: 'dev', constructor: 'x' }, '"constructor" is not a parameter'],
    ['half a character', { namespace: 'dev\ud800' }, 'surrogate'],
  ])('%s is refused', (_, params, message) => {
    expect(errorsOf(params)).toContain(message);
  });

  test('accepts a parameter with the name of an inherited member', () => {
    const odd = compileParameterCheck({
      parameters: [parameter({ name: 'valueOf', type: 'string', required: false })],
    });
    expect(odd({})).toEqual({ ok: true, params: {} });
  });

  test('counts thousands of unknown names instead of describing each', () => {
    const many = Object.fromEntries(Array.from({ length: 3_500 }, (_, index) => [`replicaz-${index}`, 1]));
    expect(errorsOf({ namespace: 'dev', ...many })).toContain('And 3480 more.');
  });

  test.each([
    ['ASCII', 'x', 65_519],
    ['multi-byte characters', '€', 21_839],
    ['escapes', '\u0001', 10_919],
  ])('T50 allows 64 KiB of parameters, and not one value more, in %s', (_, sign, most) => {
    const reader = new ParameterReader({ parameters: [parameter({ name: 'value', type: 'string' })] });
    const value = sign.repeat(most);
    const rest = 65_536 - Buffer.byteLength(JSON.stringify({ value }));
    const full = value + 'x'.repeat(rest);
    expect(Buffer.byteLength(JSON.stringify({ value: full }))).toBe(65_536);
    expect(reader.read({ value: full }, [])).toMatchObject({ ok: true });
    expect(reader.read({ value: `${full}x` }, [])).toMatchObject({ ok: false, code: 'params_too_large' });
  });

  test('T50 names, lists and unknown parameters count too', () => {
    const reader = new ParameterReader({ parameters: [parameter({ name: 'list', type: 'array' })] });
    for (const params of [
      { list: Array.from({ length: 9_000 }, () => 'xxxxxx') },
      { list: ['a'], other: 'x'.repeat(70_000) },
      { ['x'.repeat(70_000)]: 1 },
      { list: ['x'.repeat(2_000_000)] },
      { list: [{ deep: [{ er: 'x'.repeat(70_000) }] }] },
    ]) {
      expect(reader.read(params, [])).toMatchObject({ ok: false, code: 'params_too_large' });
    }
  });

  test('a default is a frozen copy, so that no result can change the next one', () => {
    const fallback = ['a'];
    const list = compileParameterCheck({
      parameters: [parameter({ name: 'list', type: 'array', required: false, default: fallback })],
    });
    fallback.push('b');
    const result = list({});
    expect(result).toEqual({ ok: true, params: { list: ['a'] } });
    expect(Object.isFrozen(result.ok && result.params.list)).toBe(true);
  });

  test.each<[unknown, ActionParameter['type'], string]>([
    [1, 'integer', '1'],
    [1, 'number', '1.0'],
    [0.5, 'number', '0.50'],
    [true, 'boolean', 'True'],
  ])('an enum that lists %j as text accepts it, %s', (value, type, entry) => {
    const one = compileParameterCheck({ parameters: [parameter({ name: 'x', type, constraints: { enum: [entry] } })] });
    expect(one({ x: value }).ok).toBe(true);
    expect(one({ x: typeof value === 'boolean' ? false : 7 }).ok).toBe(false);
  });

  test('inherited members are not parameters', () => {
    const inherited = Object.create({ namespace: 'dev' }) as object;
    expect(errorsOf(inherited)).not.toBe('ok');
  });

  test('lengths count characters, not code units', () => {
    expect(
      compileParameterCheck({ parameters: [parameter({ name: 'x', type: 'string', constraints: { max_length: 2 } })] })(
        { x: '💥💥' },
      ).ok,
    ).toBe(true);
  });

  test('reports all mistakes, up to a limit', () => {
    expect(errorsOf({ replicas: -1, force: 1 })).toMatch(/"namespace" is required.*"replicas".*"force"/);
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`unknown-${index}`, 1]));
    expect(errorsOf(many)).toContain('And 31 more.');
  });
});

test('T21 no error quotes a value', () => {
  const errors = errorsOf({
    namespace: 'hunter2!',
    payload: 'hunter2-hunter2',
    command: ['hunter2', 5],
    level: 'hunter2',
  });
  expect(errors).toContain('"payload" is longer than 5');
  expect(errors).not.toContain('hunter2');
  expect(errorsOf({ payload: { hunter2: Number.NaN } })).toBe('"payload" is NaN, which JSON cannot hold.');
});

test('T02 the fast path, for plain objects of scalars, gives the same result as the slow path', () => {
  const values = [
    'dev',
    'd',
    '',
    'UPPER',
    3,
    -1,
    101,
    1.5,
    0,
    -0,
    2 ** 53,
    Number.NaN,
    true,
    null,
    undefined,
    ['a'],
    {},
  ];
  const names = ['namespace', 'replicas', 'ratio', 'force', 'level', 'payload', 'unheard-of'];
  let valid = 0;
  for (const first of values) {
    for (const [index, second] of values.entries()) {
      for (const name of names) {
        const params = { namespace: 'dev', [name]: first, [names[index % names.length] ?? '']: second };
        // An object without a prototype takes the slow path.
        const result = check(params);
        expect(result).toEqual(check(Object.assign(Object.create(null), params)));
        if (result.ok) valid++;
      }
    }
  }
  expect(valid).toBeGreaterThan(50);
});

test.each<[string, object]>([
  [
    'an accessor, which may return a different value at the next read',
    {
      get namespace() {
        return 'dev';
      },
    },
  ],
  ['an unknown name beside a non-enumerable one', Object.defineProperty({ evil: 1 }, 'namespace', { value: 'dev' })],
])('T02 %s is refused by the fast path and the slow path', (_, params) => {
  expect(check(params).ok).toBe(false);
  expect(check(Object.assign(params, { command: ['ls'] })).ok).toBe(false);
});
