import { expect, test, vi } from 'vitest';
import { backoff } from './backoff.ts';

/** The first waits of a process that has waited for some milliseconds. */
function waitsAfter(age: number, since: number | undefined): readonly number[] {
  const now = vi.spyOn(performance, 'now').mockReturnValue(age);
  const waits = backoff(1_000, () => 0.5, since);
  const taken = Array.from({ length: 8 }, () => waits.next().value ?? 0);
  now.mockRestore();
  return taken;
}

test('waits double from a short one to 20 milliseconds', () => {
  expect(waitsAfter(0, undefined)).toEqual([1, 2, 4, 8, 16, 20, 20, 20]);
});

test('T47 processes that wait together try rarely, and those that have waited longest try most often', () => {
  expect(waitsAfter(2_000, 0)).toEqual(Array.from({ length: 8 }, () => 90));
  expect(waitsAfter(10_000, 0)).toEqual(Array.from({ length: 8 }, () => 50));
  expect(waitsAfter(60_000, 0)).toEqual(Array.from({ length: 8 }, () => 10));
  // A process that comes back for the same lock does not begin with short waits.
  expect(waitsAfter(250, 0)[0]).toBe(20);
});
