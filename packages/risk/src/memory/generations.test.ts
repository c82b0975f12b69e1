import { expect, test } from 'vitest';
import { Generations } from './generations.ts';

const SPAN = 100;

function fill(entries: Generations<object>, from: number, to: number): void {
  for (let now = from; now < to; now += 1) entries.set(`key-${now}`, {}, now + SPAN, SPAN, now);
}

test('an entry stays until it ends, however many other entries come and go', () => {
  const entries = new Generations<object>();
  const value = {};
  entries.set('long', value, 1_000, 1_000, 0);
  for (let now = 0; now < 1_000; now += 1) {
    entries.set(`key-${now}`, {}, now + SPAN, 1_000, now);
    expect(entries.get('long')).toBe(value);
  }
});

test('a changed entry stays, and is stored once', () => {
  const entries = new Generations<object>();
  for (let now = 0; now < 1_000; now += 10) entries.set('a', {}, now + SPAN, SPAN, now);
  expect(entries.size).toBe(1);
  expect([...entries.keys()]).toEqual(['a']);
  entries.set('a', undefined, 0, SPAN, 1_000);
  expect([entries.size, entries.get('a')]).toEqual([0, undefined]);
});

test('the entries of at most about two lifetimes are stored', () => {
  const entries = new Generations<object>();
  for (let now = 0; now < 10_000; now += 1) {
    entries.set(`key-${now}`, {}, now + SPAN, SPAN, now);
    expect(entries.size).toBeLessThanOrEqual(3 * SPAN);
  }
});

test('when all entries have ended, the next one deletes them', () => {
  const entries = new Generations<object>();
  fill(entries, 0, 500);
  entries.set('next', {}, 600 + SPAN, SPAN, 600);
  expect([...entries.keys()]).toEqual(['next']);
});

test('a clock that was far ahead keeps no entry for ever, and deletes none early', () => {
  const entries = new Generations<object>();
  const far = 1_000_000_000;
  entries.set('before', {}, SPAN, SPAN, 0);
  entries.set('ahead', {}, far + SPAN, SPAN, far);
  expect(entries.get('before')).toBeUndefined();
  entries.set('back', {}, 10 + SPAN, SPAN, 10);
  expect(entries.get('ahead')).toBeDefined();
  fill(entries, 11, 400);
  expect([entries.get('ahead'), entries.get('back')]).toEqual([undefined, undefined]);
  expect(entries.size).toBeLessThanOrEqual(3 * SPAN);
});

test('if the clock is set back a little, a new entry still lives its full time', () => {
  const entries = new Generations<object>();
  entries.set('a', {}, 1_000 + SPAN, SPAN, 1_000);
  entries.set('b', {}, 950 + SPAN, SPAN, 950);
  for (let now = 951; now < 950 + SPAN; now += 1) {
    entries.set('c', {}, now + SPAN, SPAN, now);
    expect(entries.get('b')).toBeDefined();
  }
});
