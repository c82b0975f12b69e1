import { describe, expect, test } from 'vitest';
import {
  anything,
  boolean,
  callable,
  checkOptions,
  choose,
  derive,
  fail,
  integer,
  list,
  matching,
  name,
  named,
  nullable,
  number,
  numberFrom,
  object,
  oneOf,
  optional,
  overrideSetting,
  readOptions,
  record,
  refine,
  type Shape,
  scalar,
  seconds,
  setting,
  string,
  text,
  variable,
  variants,
} from './index.ts';

interface Delivery {
  readonly retries: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly hosts: readonly string[];
  readonly note?: string;
  readonly clock?: () => number;
}

const delivery = object<Delivery>({
  retries: setting(integer(0, 9), 3),
  labels: setting(record(text), {}),
  hosts: list(text, 1),
  note: setting(text),
  clock: optional(callable),
});

describe('readOptions and overrideSetting', () => {
  test('apply defaults, and add no key without a default', () => {
    const clock = () => 7;
    expect(readOptions(delivery, { hosts: ['a'], clock, note: undefined }, 'delivery')).toStrictEqual({
      retries: 3,
      labels: {},
      hosts: ['a'],
      clock,
    });
    expect(readOptions(delivery, { hosts: ['a'], retries: null, note: null }, 'delivery')).toStrictEqual({
      retries: 3,
      labels: {},
      hosts: ['a'],
    });
  });

  test('return a copy: later changes of the program have no effect', () => {
    const given = { hosts: ['a'], labels: { team: 'sre' } };
    const read = readOptions(delivery, given, 'delivery');
    given.hosts.push('b');
    given.labels.team = 'web';
    expect(read).toMatchObject({ hosts: ['a'], labels: { team: 'sre' } });
  });

  test('override single members of a setting', () => {
    const before = { hosts: ['a'], retries: 1, labels: {} };
    expect(overrideSetting(delivery, before, { retries: 2, hosts: undefined }, 'delivery')).toEqual({
      ...before,
      retries: 2,
    });
    expect(() => overrideSetting(delivery, before, 5, 'delivery')).toThrow(
      'Invalid option: delivery. It must be an object, but it is an integer.',
    );
    expect(() => overrideSetting(delivery, {}, {}, 'delivery')).toThrow('Missing option: delivery.hosts. Add it.');
  });
});

test.each<[unknown, string]>([
  [{ hosts: ['a'], retrys: 1 }, 'Unknown option: delivery.retrys. Did you mean "retries"?'],
  [{ hosts: ['a'], x: 1 }, 'Unknown option: delivery.x. The known names are retries, labels, hosts, note, clock.'],
  [{ hosts: ['a'], 'a\nb': 1 }, 'Unknown option: delivery."a\\nb". The known names are'],
  [{ hosts: ['a'], constructor: 1 }, 'Unknown option: delivery.constructor.'],
  [{}, 'Missing option: delivery.hosts. Add it.'],
  [Object.create({ hosts: ['a'] }), 'Missing option: delivery.hosts. Add it.'],
  [{ hosts: [] }, 'Invalid option: delivery.hosts. It must not be empty.'],
  [{ hosts: ['a', ''] }, 'Invalid option: delivery.hosts[1]. It must be text, but it is empty.'],
  [{ hosts: Array(1) }, 'Invalid option: delivery.hosts[0]. It must be text, but it is missing.'],
  [
    { hosts: ['a'], retries: 10 },
    'Invalid option: delivery.retries. It must be an integer from 0 to 9, but it is out of range.',
  ],
  [
    { hosts: ['a'], labels: { 'a b': 7 } },
    'Invalid option: delivery.labels."a b". It must be text, but it is an integer.',
  ],
  [{ hosts: ['a'], clock: 7 }, 'Invalid option: delivery.clock. It must be a function, but it is an integer.'],
  [{ hosts: ['a'], clock: null }, 'Invalid option: delivery.clock. It must be a function, but it is null.'],
  [[], 'Invalid option: delivery. It must be an object, but it is an array.'],
  [null, 'Invalid option: delivery. It must be an object, but it is null.'],
])('the error for %j names the path', (given, message) => {
  const read = () => readOptions(delivery, given, 'delivery');
  expect(read).toThrow(expect.objectContaining({ code: 'ERR_CONFIG_INVALID' }));
  expect(read).toThrow(message);
});

test('errors about the options of a call have no prefix', () => {
  expect(() => checkOptions(delivery, { host: [] }, '')).toThrow('Unknown option: host. Did you mean "hosts"?');
  expect(() => checkOptions(delivery, 5, '')).toThrow('Invalid option: the options. It must be an object');
});

test('errors quote no value, which may be a secret', () => {
  const read = () => readOptions(delivery, { hosts: 'hunter2', retries: 'hunter2' }, 'delivery');
  expect(read).toThrow(/must be/);
  expect(read).not.toThrow(/hunter2/);
});

test('a bug in a shape is not reported as a mistake of the program', () => {
  const broken = derive(text, (given) => given.length);
  const throwing = refine(broken, () => {
    throw new TypeError('broken');
  });
  expect(() => readOptions(throwing, 'a', 'delivery')).toThrow(TypeError);
});

type Place = { readonly kind: 'file'; readonly path: string } | { readonly kind: 'url'; readonly url: string };

const place = variants<Place, 'kind'>('kind', {
  file: object<Extract<Place, { kind: 'file' }>>({ kind: oneOf('file'), path: text }),
  url: object<Extract<Place, { kind: 'url' }>>({ kind: oneOf('url'), url: text }),
});
const range = refine(
  object<{ readonly from: number; readonly to: number }>({ from: number, to: number }),
  (given, path) => {
    if (given.to < given.from) fail(`${path}.to`, 'must not be below "from"');
  },
);
const words = choose<string | readonly string[]>((value) => (Array.isArray(value) ? list(text) : text));
const people = named('id', object<{ readonly id: string }>({ id: text }));

test.each<[string, Shape<unknown>, right: readonly unknown[], wrong: readonly unknown[]]>([
  ['anything', anything, [null, {}, () => 1], []],
  ['string', string, ['', 'a'], [null, 1]],
  ['text', text, ['a', ' '], ['', null, 1]],
  ['boolean', boolean, [true, false], ['true', 0, null]],
  ['number', number, [0, 1.5, -1], ['1', null]],
  ['scalar', scalar, ['', 0, false], [null, [], {}]],
  ['integer', integer(), [0, -1, Number.MAX_SAFE_INTEGER], [1.5, 2 ** 53, Number.NaN, '1', 1n]],
  ['integer from 1', integer(1), [1, 2], [0, -1]],
  ['number from 0 to 1', numberFrom(0, 1), [0, 0.5, 1], [-0.1, 1.1, Number.NaN, '0']],
  ['seconds', seconds, [0.001, 31_536_000], [0, 31_536_001, Number.POSITIVE_INFINITY]],
  ['matching', matching(/^a+$/), ['a', 'aa'], ['b', '', 1]],
  ['name', name, ['a', 'a b', 'n'.repeat(256)], ['', ' a', 'a\nb', 'a\u200b', 'n'.repeat(257), 1]],
  ['variable', variable, ['A_1', '_'], ['', '1A', 'A-B', 1]],
  ['nullable', nullable(text), [null, 'a'], ['', undefined, 1]],
  ['oneOf', oneOf<unknown>('a', 1), ['a', 1], ['1', 'b', null]],
  ['list', list(text, 1), [['a']], [[], ['a', 1], 'a', { length: 1, 0: 'a' }]],
  ['record', record(integer(0)), [{}, { a: 1 }], [{ a: -1 }, [], null]],
  ['variants', place, [{ kind: 'file', path: 'a' }], [{ kind: 'url', path: 'a' }, { kind: 'toString' }, {}, null, []]],
  ['refine', range, [{ from: 1, to: 1 }], [{ from: 2, to: 1 }, { from: 1 }]],
  ['choose', words, ['a', ['a']], ['', [1], null]],
  ['named', people, [[], [{ id: 'a' }, { id: 'b' }]], [[{ id: 'a' }, { id: 'a' }], [{}], {}]],
])('%s accepts right values and refuses wrong ones', (_, shape, right, wrong) => {
  for (const value of right) expect(readOptions(shape, value, 'option')).toEqual(value);
  for (const value of wrong) {
    expect(() => readOptions(shape, value, 'option')).toThrow(expect.objectContaining({ code: 'ERR_CONFIG_INVALID' }));
  }
});

test('the compiler checks a shape against its type', () => {
  interface Limits {
    readonly least: number;
    readonly most?: number;
  }
  const shapes = [
    object<Limits>({ least: number, most: optional(number) }),
    // @ts-expect-error A key of the type has no shape.
    object<Limits>({ least: number }),
    // @ts-expect-error A key is optional in the type but required in the shape.
    object<Limits>({ least: number, most: number }),
    // @ts-expect-error A key is optional in the shape but required in the type.
    object<Limits>({ least: optional(number), most: optional(number) }),
    // @ts-expect-error A value has another type.
    object<Limits>({ least: text, most: optional(number) }),
    // @ts-expect-error The type has no such key.
    object<Limits>({ least: number, most: optional(number), mean: number }),
  ];
  expect(shapes).toHaveLength(6);
});
