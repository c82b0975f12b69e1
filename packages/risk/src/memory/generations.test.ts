import { expect, test } from 'vitest';
import { Generations } from './generations.ts';

const SPAN = 100;

function fill(entries: Generations<object>, from: number, to: number): void {
  for (let now = from; now < to; now += 1) entries.set(`key-${now}`, {}, now + SPAN, SPAN, now);
}

test('an entry is there until it is over, however many come and go beside it', () => {
  const entries = new Generations<object>();
  const value = {};
  entries.set('long', value, 1_000, 1_000, 0);
  for (let now = 0; now < 1_000; now += 1) {
    entries.set(`key-${now}`, {}, now + SPAN, 1_000, now);
    expect(entries.get('long')).toBe(value);
  }
});

test('what is changed lives on, and is there once', () => {
  const entries = new Generations<object>();
  for (let now = 0; now < 1_000; now += 10) entries.set('a', {}, now + SPAN, SPAN, now);
  expect(entries.size).toBe(1);
  expect([...entries.keys()]).toEqual(['a']);
  entries.set('a', undefined, 0, SPAN, 1_000);
  expect([entries.size, entries.get('a')]).toEqual([0, undefined]);
});

test('there are never more than of about two lives', () => {
  const entries = new Generations<object>();
  for (let now = 0; now < 10_000; now += 1) {
    entries.set(`key-${now}`, {}, now + SPAN, SPAN, now);
    expect(entries.size).toBeLessThanOrEqual(3 * SPAN);
  }
});

test('when all are over, one more lets go of them', () => {
  const entries = new Generations<object>();
  fill(entries, 0, 500);
  entries.set('next', {}, 600 + SPAN, SPAN, 600);
  expect([...entries.keys()]).toEqual(['next']);
});

test('a clock that was far ahead keeps nothing for ever, and nothing is gone early', () => {
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

test('where the clock is a little back, what comes then lives its whole life', () => {
  const entries = new Generations<object>();
  entries.set('a', {}, 1_000 + SPAN, SPAN, 1_000);
  entries.set('b', {}, 950 + SPAN, SPAN, 950);
  for (let now = 951; now < 950 + SPAN; now += 1) {
    entries.set('c', {}, now + SPAN, SPAN, now);
    expect(entries.get('b')).toBeDefined();
  }
});
