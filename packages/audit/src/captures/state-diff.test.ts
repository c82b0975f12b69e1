import type { JsonObject } from '@agent-safe/core';
import { checkLaw } from '@agent-safe/testkit';
import fc from 'fast-check';
import { applyPatch, type Operation } from 'rfc6902';
import { expect, test } from 'vitest';
import { diffStates } from './state-diff.ts';

test.each<[string, JsonObject, JsonObject, readonly object[]]>([
  ['nothing', { replicas: 3 }, { replicas: 3 }, []],
  ['no change, with the members in another order', { a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }, []],
  ['a value', { replicas: 3 }, { replicas: 5 }, [{ op: 'replace', path: '/replicas', value: 5 }]],
  ['an added field', {}, { image: 'a:1' }, [{ op: 'add', path: '/image', value: 'a:1' }]],
  ['a removed field', { image: 'a:1' }, {}, [{ op: 'remove', path: '/image' }]],
  ['an added null', {}, { a: null }, [{ op: 'add', path: '/a', value: null }]],
  ['deep below', { a: { b: [{ c: 1 }] } }, { a: { b: [{ c: 2 }] } }, [{ op: 'replace', path: '/a/b/0/c', value: 2 }]],
  ['an item in the middle', { a: [1, 3] }, { a: [1, 2, 3] }, [{ op: 'add', path: '/a/1', value: 2 }]],
  [
    'items from the end',
    { a: [1, 2, 3] },
    { a: [1] },
    [
      { op: 'remove', path: '/a/2' },
      { op: 'remove', path: '/a/1' },
    ],
  ],
  ['another type', { a: [1] }, { a: { 0: 1 } }, [{ op: 'replace', path: '/a', value: { 0: 1 } }]],
  [
    'names that a JSON Pointer escapes',
    { 'a/b': 1, 'c~d': 1, '': 1 },
    { 'a/b': 2, 'c~d': 2, '': 2 },
    [
      { op: 'replace', path: '/a~1b', value: 2 },
      { op: 'replace', path: '/c~0d', value: 2 },
      { op: 'replace', path: '/', value: 2 },
    ],
  ],
])('%s', (_, before, after, changes) => {
  expect(diffStates(before, after)).toEqual(changes);
});

test('rfc6902 applies the patch and gets the state after', () => {
  const state = fc.dictionary(
    fc.string({ maxLength: 3 }).filter((name) => name !== '__proto__'),
    fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonObject>,
    { maxKeys: 4 },
  ) as fc.Arbitrary<JsonObject>;
  const property = fc.property(state, state, (before, after) => {
    const document = structuredClone(before) as Record<string, unknown>;
    const errors = applyPatch(document, structuredClone(diffStates(before, after)) as Operation[]);
    expect(errors.filter((error) => error !== null)).toEqual([]);
    expect(JSON.parse(JSON.stringify(document))).toEqual(JSON.parse(JSON.stringify(after)));
  });
  checkLaw('a patch turns the first state into the second', property, { runs: 20_000 });
});
