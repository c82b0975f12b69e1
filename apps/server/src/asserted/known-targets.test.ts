import { expect, test } from 'vitest';
import { KnownTargets } from './known-targets.ts';

const settings = { resource: true, environment: 'prod', sensitivity: 'internal', owner: 'ownerID' } as const;
const known = {
  id: 'record:1',
  type: 'record',
  environment: 'dev',
  sensitivity: 'public',
  owner: 'a',
  labels: {},
  bindings: { name: 'web' },
} as const;
const of = (properties: Readonly<Record<string, unknown>>, id = '1') => ({ type: 'record', id, properties });

test('the same description is the same target, which cannot change', () => {
  const targets = new KnownTargets();
  const assert = () => targets.assert(of({ status: 'active' }), settings as never, known);
  const [first, second] = [assert(), assert()];
  expect(first).toEqual(second);
  expect(first.ok && second.ok && first.target === second.target).toBe(true);
  expect(first.ok && Object.isFrozen(first.target.labels)).toBe(true);
  expect(Object.isFrozen(known.bindings)).toBe(false);
});

test('another description is another target', () => {
  const targets = new KnownTargets();
  const given = [
    { status: 'active' },
    { status: 'Active' },
    { status: true },
    { state: 'active' },
    { status: 'true' },
    {},
  ];
  const read = given.flatMap((properties) => [of(properties), of(properties, '2')]);
  for (const each of [...read, ...read]) {
    const fresh = new KnownTargets().assert(each, settings as never, undefined);
    expect(targets.assert(each, settings as never, undefined)).toEqual(fresh);
  }
});

test('a number that JSON cannot write does not stand for a missing value', () => {
  const targets = new KnownTargets();
  expect(targets.assert(of({ level: JSON.parse('1e999') }), settings as never, undefined).ok).toBe(true);
  expect(targets.assert(of({ level: null }), settings as never, undefined).ok).toBe(false);
});

test('more targets than are remembered are still right', () => {
  const targets = new KnownTargets();
  for (let index = 0; index < 2_500; index++) {
    const asserted = targets.assert(of({ index }), settings as never, undefined);
    expect(asserted.ok && asserted.target.labels).toEqual({ index: String(index) });
  }
});
