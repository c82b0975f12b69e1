import type { RiskStore } from '@agent-safe/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkAsyncLaw } from '../laws/law.ts';
import { DAY, MINUTE, type OpenStore, openForTest, SECOND, START, withStore, YEAR } from './opened-store.ts';
import { RiskModel } from './risk-model.ts';
import { ALIKE } from './texts-alike.ts';

/** Registers tests with vitest for the contract of `RiskStore`.
 *
 * @example
 * testRiskStore('in memory', () => ({ store: new MemoryRiskStore(), close: () => undefined }));
 */
export function testRiskStore(name: string, open: OpenStore<RiskStore>): void {
  describe(`risk, ${name}`, () => {
    test('T14 weights add up over a window, including the last one, and expire one by one', async () => {
      const { store } = await openForTest(open);
      const weigh = (weight: number, passed: number) => store.weigh('a', weight, MINUTE, undefined, START + passed);
      expect(await weigh(1, 0)).toEqual({ score: 1, count: 1 });
      expect(await weigh(15, SECOND)).toEqual({ score: 16, count: 2 });
      expect(await weigh(15, 2 * SECOND)).toEqual({ score: 31, count: 3 });
      expect(await weigh(1, MINUTE - 1)).toEqual({ score: 32, count: 4 });
      expect(await weigh(1, MINUTE)).toEqual({ score: 32, count: 4 });
      expect(await weigh(1, MINUTE + 2 * SECOND)).toEqual({ score: 3, count: 3 });
      expect(await weigh(1, YEAR)).toEqual({ score: 1, count: 1 });
    });

    test('T14 concurrent calls are answered as if they came one after the other', async () => {
      const { store } = await openForTest(open);
      const answers = await Promise.all(
        Array.from({ length: 100 }, () => store.weigh('a', 5, MINUTE, undefined, START)),
      );
      const scores = answers.map(({ score }) => score).toSorted((one, other) => one - other);
      expect(scores).toEqual(Array.from({ length: 100 }, (_, index) => (index + 1) * 5));
    });

    test('T14 a repeated id counts once, and gets the current score', async () => {
      const { store } = await openForTest(open);
      const weigh = (once: string, passed: number) => store.weigh('a', 5, MINUTE, once, START + passed);
      expect(await weigh('one', 0)).toEqual({ score: 5, count: 1 });
      expect(await weigh('one', 0)).toEqual({ score: 5, count: 1 });
      expect(await weigh('two', 30 * SECOND)).toEqual({ score: 10, count: 2 });
      expect(await weigh('one', 30 * SECOND)).toEqual({ score: 10, count: 2 });
      expect(await weigh('one', MINUTE)).toEqual({ score: 5, count: 1 });
      expect(await store.weigh('b', 5, MINUTE, 'one', START)).toEqual({ score: 5, count: 1 });
      for (const once of ALIKE) await store.weigh('c', 1, MINUTE, once, START);
      expect(await store.weigh('c', 1, MINUTE, ALIKE[0], START)).toEqual({ score: ALIKE.length, count: ALIKE.length });
    });

    test('one of many concurrent calls with the same id counts', async () => {
      const { store } = await openForTest(open);
      const answers = await Promise.all(Array.from({ length: 50 }, () => store.weigh('a', 5, MINUTE, 'one', START)));
      expect(answers).toEqual(answers.map(() => ({ score: 5, count: 1 })));
    });

    test('the last 64 ids are stored, and an older id counts again', async () => {
      const { store } = await openForTest(open);
      for (let index = 0; index < 65; index += 1) await store.weigh('a', 1, MINUTE, `request-${index}`, START);
      expect(await store.weigh('a', 1, MINUTE, 'request-1', START)).toEqual({ score: 65, count: 65 });
      expect(await store.weigh('a', 1, MINUTE, 'request-0', START)).toEqual({ score: 66, count: 66 });
    });

    test('a weight of 0 adds nothing, and returns the score', async () => {
      const { store } = await openForTest(open);
      expect(await store.weigh('a', 0, MINUTE, undefined, START)).toEqual({ score: 0, count: 0 });
      expect(await store.keys()).toEqual([]);
      await store.weigh('a', 5, MINUTE, undefined, START);
      expect(await store.weigh('a', 0, MINUTE, 'one', START)).toEqual({ score: 5, count: 1 });
      expect(await store.weigh('a', 5, MINUTE, 'one', START)).toEqual({ score: 10, count: 2 });
    });

    test('T14 similar keys have separate scores', async () => {
      const { store } = await openForTest(open);
      for (const key of ALIKE) {
        expect(await store.weigh(key, 1, MINUTE, undefined, START), JSON.stringify(key)).toEqual({
          score: 1,
          count: 1,
        });
      }
      expect((await store.keys()).toSorted()).toEqual(ALIKE.toSorted());
      expect(await store.keys('agent:', 1)).toHaveLength(1);
    });

    test('T14 a clock that is set back refunds no weight, and counts none twice', async () => {
      const { store } = await openForTest(open);
      const weigh = (passed: number) => store.weigh('a', 1, MINUTE, undefined, START + passed);
      await weigh(0);
      await weigh(30 * SECOND);
      expect(await weigh(-20 * SECOND)).toEqual({ score: 3, count: 3 });
      expect(await weigh(MINUTE)).toEqual({ score: 3, count: 3 });
      expect(await weigh(90 * SECOND - 1)).toEqual({ score: 4, count: 4 });
      expect(await weigh(90 * SECOND)).toEqual({ score: 3, count: 3 });
    });

    test('T14 a clock that was far ahead for some time neither counts forever nor refunds weights', async () => {
      const { store } = await openForTest(open);
      for (const passed of [0, 30 * SECOND]) await store.weigh('a', 5, MINUTE, undefined, START + YEAR + passed);
      // This also holds if the score is only read.
      expect(await store.weigh('a', 0, MINUTE, undefined, START)).toEqual({ score: 10, count: 2 });
      expect(await store.weigh('a', 0, MINUTE, undefined, START + 30 * SECOND)).toEqual({ score: 5, count: 1 });
      expect(await store.weigh('a', 0, MINUTE, undefined, START + MINUTE)).toEqual({ score: 0, count: 0 });
    });

    test('inspecting a key returns its entries and the next fall of its score, and changes nothing', async () => {
      const { store } = await openForTest(open);
      expect(await store.inspect('a', MINUTE, START)).toEqual({ score: 0, count: 0, entries: [], falls: null });
      await store.weigh('a', 5, MINUTE, 'one', START);
      await store.weigh('a', 5, MINUTE, undefined, START);
      await store.weigh('a', 15, MINUTE, undefined, START + SECOND);
      const early = { at: START, weight: 10, count: 2 };
      const late = { at: START + SECOND, weight: 15, count: 1 };
      const all = { score: 25, count: 3, entries: [early, late], falls: { at: START + MINUTE, to: 15 } };
      expect(await store.inspect('a', MINUTE, START + SECOND)).toEqual(all);
      const falls = { at: START + MINUTE + SECOND, to: 0 };
      expect(await store.inspect('a', MINUTE, START + MINUTE)).toEqual({ score: 15, count: 1, entries: [late], falls });
      expect(await store.inspect('a', MINUTE, START + SECOND)).toEqual(all);
    });

    test('T14 a reset removes the score of one key, and keeps later weights', async () => {
      const { store } = await openForTest(open);
      for (const key of ['a', 'b']) await store.weigh(key, 50, MINUTE, 'one', START);
      await store.weigh('a', 5, MINUTE, undefined, START + 2);
      await store.reset('a', MINUTE, START + 1, START + 2);
      expect(await store.inspect('a', MINUTE, START + 2)).toMatchObject({ score: 5, count: 1 });
      expect(await store.inspect('b', MINUTE, START + 2)).toMatchObject({ score: 50, count: 1 });
      // A name that counted before the reset counts again.
      expect(await store.weigh('a', 50, MINUTE, 'one', START + 2)).toEqual({ score: 55, count: 2 });
      await store.reset('a', MINUTE, START + 2, START + 2);
      expect(await store.inspect('a', MINUTE, START + 2)).toEqual({ score: 0, count: 0, entries: [], falls: null });
      expect(await store.keys()).toEqual(['b']);
    });

    test('T14 a reset among many concurrent weights loses no later one', async () => {
      const { store } = await openForTest(open);
      const weigh = () => store.weigh('a', 5, MINUTE, undefined, START + 1);
      await store.weigh('a', 50, MINUTE, undefined, START);
      const before = Array.from({ length: 20 }, weigh);
      const reset = store.reset('a', MINUTE, START, START + 1);
      await Promise.all([...before, reset, ...Array.from({ length: 20 }, weigh)]);
      expect(await store.inspect('a', MINUTE, START + 1)).toMatchObject({ score: 200, count: 40 });
    });

    test('T14 a reset whose clock is behind removes no entry after its time', async () => {
      const { store } = await openForTest(open);
      await store.weigh('a', 5, MINUTE, undefined, START + 5 * SECOND);
      await store.reset('a', MINUTE, START, START);
      expect(await store.inspect('a', MINUTE, START)).toMatchObject({ score: 5 });
      await store.reset('a', MINUTE, START + 5 * SECOND, START);
      expect(await store.inspect('a', MINUTE, START)).toMatchObject({ score: 0 });
    });

    test('a reset of a key without entries leaves no entry, and an invalid time is refused', async () => {
      const { store } = await openForTest(open);
      await store.reset('a', MINUTE, START, START);
      expect(await store.keys()).toEqual([]);
      await store.weigh('a', 5, MINUTE, undefined, START);
      await expect(store.reset('a', MINUTE, Number.NaN, START)).rejects.toThrow();
      await expect(store.reset('a', MINUTE, START, Number.NaN)).rejects.toThrow();
      await expect(store.reset('a', 0, START, START)).rejects.toThrow();
      expect(await store.inspect('a', MINUTE, START)).toMatchObject({ score: 5 });
    });

    test.each([
      { weight: Number.NaN, window: MINUTE, now: START },
      { weight: -1, window: MINUTE, now: START },
      { weight: 0.5, window: MINUTE, now: START },
      { weight: 1, window: Number.NaN, now: START },
      { weight: 1, window: 0, now: START },
      { weight: 1, window: MINUTE, now: Number.NaN },
    ])('weight $weight, window $window, at $now: an invalid number is refused', async (each) => {
      const { store } = await openForTest(open);
      await expect(store.weigh('a', each.weight, each.window, undefined, each.now)).rejects.toThrow();
    });

    test('keys without counted weights are deleted, a few each time', async (context) => {
      const { size, store } = await openForTest(open);
      if (size === undefined) return context.skip('the store does not report its size');
      const count = 400;
      for (let index = 0; index < count; index += 1) {
        await store.weigh(`key-${index}`, 1, MINUTE, undefined, START + index * DAY);
      }
      expect(await size()).toBeLessThan(count / 4);
    });

    test('T14 with many requests, none is dropped early, and none counts much longer than the window', async () => {
      const { store } = await openForTest(open);
      const weighed: { readonly at: number; readonly weight: number }[] = [];
      const since = (start: number) =>
        weighed.filter(({ at }) => at > start).reduce((sum, { weight }) => sum + weight, 0);
      let now = START;
      for (let index = 0; index < 3_000; index += 1) {
        now += index % 400 < 200 ? 1 + ((index * 7) % 30) : 1 + ((index * 13) % 300);
        const weight = 1 + (index % 15);
        weighed.push({ at: now, weight });
        const { score } = await store.weigh('a', weight, MINUTE, undefined, now);
        expect(score).toBeGreaterThanOrEqual(since(now - MINUTE));
        expect(score).toBeLessThanOrEqual(since(now - MINUTE - MINUTE / 64));
      }
      expect((await store.inspect('a', MINUTE, now)).entries.length).toBeLessThanOrEqual(128);
    });

    test('T14 law: the store behaves like the model', async () => {
      const step = fc.record({
        passed: fc.oneof(
          { weight: 6, arbitrary: fc.integer({ min: 0, max: 15 * SECOND }) },
          { weight: 1, arbitrary: fc.integer({ min: -90 * SECOND, max: 90 * SECOND }) },
          { weight: 1, arbitrary: fc.constantFrom(-YEAR, YEAR) },
        ),
        weight: fc.constantFrom(0, 1, 5, 15, 50),
        reset: fc.option(fc.constantFrom(0, SECOND, 20 * SECOND), { nil: undefined, freq: 8 }),
        once: fc.option(fc.constantFrom('one', 'two', 'three'), { nil: undefined, freq: 2 }),
      });
      const sequences = fc.array(step, { minLength: 1, maxLength: 60 });
      const law = fc.asyncProperty(sequences, (steps) =>
        withStore(open, async (store) => {
          const model = new RiskModel(MINUTE);
          let now = START;
          for (const { once, passed, reset, weight } of steps) {
            now += passed;
            if (reset !== undefined) {
              await store.reset('a', MINUTE, now - reset, now);
              model.reset(now - reset, now);
            }
            expect(await store.weigh('a', weight, MINUTE, once, now)).toEqual(model.weigh(weight, once, now));
            const { count, score } = await store.inspect('a', MINUTE, now);
            expect({ score, count }).toEqual(model.score(now));
          }
        }),
      );
      await checkAsyncLaw(`risk, ${name}`, law, { runs: 1_000 });
    });
  });
}
