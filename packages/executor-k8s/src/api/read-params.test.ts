import { ParameterRefused, readWords } from '@agent-safe/runner/executor-kit';
import { describe, expect, test } from 'vitest';
import { readImage, readKey, readLabel, readName } from './read-params.ts';

const NO_NAMES = [
  ...[
    '',
    '-',
    '-a',
    '--all',
    '--namespace=x',
    'a b',
    'a/b',
    'pod/x',
    '../x',
    '..',
    '.',
    'a%2fb',
    'A',
    'a_b',
    'a,b',
    'a\n',
  ],
  ...['a\u0000', 'é', 'a;b', '$(id)', '`id`', '*', 'a-', 'a..b', '.a', 'a.', 'x'.repeat(254)],
];

describe('T28 Kubernetes names', () => {
  test.each(NO_NAMES)('%j is not a name', (name) => {
    expect(() => readName({ name }, 'name')).toThrow(ParameterRefused);
    expect(() => readLabel({ name }, 'name')).toThrow(ParameterRefused);
    // The message does not quote the value, because it may be anything.
    if (name.length > 2) expect(() => readName({ name }, 'name')).not.toThrow(name);
  });

  test.each([0, null, true, ['a'], { a: 1 }])('%j is not a name', (name) => {
    expect(() => readName({ name }, 'name')).toThrow('"name" is not a Kubernetes name');
  });

  test('have letters, digits and hyphens, and for most objects dots', () => {
    expect(readLabel({ name: 'kube-1' }, 'name')).toBe('kube-1');
    expect(readName({ name: 'ip-10-0-0-1.eu.internal' }, 'name')).toBe('ip-10-0-0-1.eu.internal');
    expect(() => readLabel({ name: 'a.b' }, 'name')).toThrow(ParameterRefused);
    expect(() => readLabel({ name: 'a'.repeat(64) }, 'name')).toThrow(ParameterRefused);
  });

  test('are own properties of the parameters', () => {
    expect(() => readName(Object.create({ name: 'a' }) as { name: string }, 'name')).toThrow(ParameterRefused);
  });
});

test.each(['', '-a', 'a b', 'a\nb', ' a', '@sha', 'a//b', '$(x)', 'x'.repeat(256)])(
  'T28 %j is not an image',
  (image) => {
    expect(() => readImage({ image }, 'image')).toThrow(ParameterRefused);
  },
);

test.each(['nginx', 'registry.example:5000/team/app:1.2', 'app@sha256:0123456789abcdef'])('%j is an image', (image) => {
  expect(readImage({ image }, 'image')).toBe(image);
});

test.each(['', '.', '..', '__proto__', 'a/b', 'a b', 'ä'])('T28 %j is not a key of a ConfigMap', (key) => {
  expect(() => readKey({ key }, 'key')).toThrow(ParameterRefused);
});

test.each<[unknown]>([[[]], [['']], [['a', 1]], [['a\u0000b']], [['a\ud800']], ['ls']])(
  'T28 %j is not a command',
  (command) => {
    expect(() => readWords({ command } as never, 'command')).toThrow(
      'The parameter "command" is not a list of a program and its arguments.',
    );
  },
);
