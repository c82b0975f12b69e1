import type { DecisionResult, LimitStore } from '@agent-safe/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkAsyncLaw } from '../laws/law.ts';
import { testCircuitBreaker } from './circuit-breaker.ts';
import { LimitModel } from './limit-model.ts';
import { ADMITTED, CIRCUIT, COOLDOWN, circuitOpen, LIMITS, limited, trip } from './limit-samples.ts';
import { DAY, MINUTE, type OpenStore, openForTest, SECOND, START, withStore, YEAR } from './opened-store.ts';
import { ALIKE } from './texts-alike.ts';

/**
 * Registers tests with vitest for the contract of `LimitStore`.
 *
 * @example
 * testLimitStore('in memory', () => ({ store: new MemoryLimitStore(), close: () => undefined }));
 */
export function testLimitStore(name: string, openStore: OpenStore<LimitStore>): void {
  describe(`limits, ${name}`, () => {
    test('T14 the allowed number of requests is admitted in a window, and the next request when the oldest one leaves it', async () => {
      const { store } = await openForTest(openStore);
      for (const passed of [0, SECOND, 2 * SECOND]) {
        expect(await store.admit('a', LIMITS, START + passed)).toEqual(ADMITTED);
      }
      for (const passed of [2 * SECOND, MINUTE - 1]) {
        expect(await store.admit('a', LIMITS, START + passed)).toEqual(limited(START + MINUTE));
      }
      expect(await store.admit('a', LIMITS, START + MINUTE)).toEqual(ADMITTED);
      expect(await store.admit('a', LIMITS, START + MINUTE)).toEqual(limited(START + MINUTE + SECOND));
    });

    test('T14 refused requests do not count, so asking repeatedly delays no admission', async () => {
      const { store } = await openForTest(openStore);
      for (let passed = 0; passed < MINUTE; passed += SECOND) await store.admit('a', LIMITS, START + passed);
      expect(await store.admit('a', LIMITS, START + MINUTE)).toEqual(ADMITTED);
    });

    test('T14 concurrent requests do not exceed the limit', async () => {
      const { store } = await openForTest(openStore);
      const answers = await Promise.all(Array.from({ length: 100 }, () => store.admit('a', LIMITS, START)));
      expect(answers.filter(({ ok }) => ok)).toHaveLength(3);
    });

    test('T14 similar keys have separate limits', async () => {
      const { store } = await openForTest(openStore);
      const one = { ...LIMITS, max_requests: 1 };
      for (const key of ALIKE) expect(await store.admit(key, one, START), JSON.stringify(key)).toEqual(ADMITTED);
      for (const key of ALIKE)
        expect(await store.admit(key, one, START), JSON.stringify(key)).toMatchObject({ ok: false });
      expect((await store.keys()).toSorted()).toEqual(ALIKE.toSorted());
    });

    test('a lowered limit counts the requests that were admitted before', async () => {
      const { store } = await openForTest(openStore);
      for (const passed of [0, SECOND, 2 * SECOND]) await store.admit('a', LIMITS, START + passed);
      const lower = { ...LIMITS, max_requests: 1 };
      expect(await store.admit('a', lower, START + 3 * SECOND)).toEqual(limited(START + 2 * SECOND + MINUTE));
    });

    test('T14 a clock that is set back refunds no request, and counts none twice', async () => {
      const { store } = await openForTest(openStore);
      await store.admit('a', LIMITS, START);
      await store.admit('a', LIMITS, START + 30 * SECOND);
      // The request counts from the last known time. Otherwise it would leave the window before the earlier request.
      expect(await store.admit('a', LIMITS, START - 20 * SECOND)).toEqual(ADMITTED);
      for (const now of [START - 20 * SECOND, START + 30 * SECOND, START + MINUTE - 1]) {
        expect(await store.admit('a', LIMITS, now)).toEqual(limited(START + MINUTE));
      }
      expect(await store.admit('a', LIMITS, START + MINUTE)).toEqual(ADMITTED);
      expect(await store.admit('a', LIMITS, START + MINUTE)).toEqual(limited(START + 90 * SECOND));
    });

    test('T14 a clock that was far ahead for some time neither refuses forever nor refunds requests', async () => {
      const { store } = await openForTest(openStore);
      const ahead = START + 100 * YEAR;
      for (const passed of [0, SECOND, 20 * SECOND]) await store.admit('a', LIMITS, ahead + passed);
      // The last request is treated as just admitted.
      expect(await store.admit('a', LIMITS, START)).toEqual(limited(START + MINUTE - 20 * SECOND));
      expect(await store.admit('a', LIMITS, START + 30 * SECOND)).toEqual(limited(START + 40 * SECOND));
      expect(await store.admit('a', LIMITS, START + 40 * SECOND)).toEqual(ADMITTED);
    });

    testCircuitBreaker(openStore);

    test('inspecting a key changes nothing', async () => {
      const { store } = await openForTest(openStore);
      const none = { requests: 0, remaining: 3, circuit: 'off', denials: 0, next: ADMITTED };
      expect(await store.inspect('a', LIMITS, START)).toEqual(none);
      for (let count = 0; count < 3; count += 1) await store.admit('a', LIMITS, START);
      const full = { ...none, requests: 3, remaining: 0, next: limited(START + MINUTE) };
      for (let count = 0; count < 3; count += 1) expect(await store.inspect('a', LIMITS, START)).toEqual(full);
      expect(await store.inspect('a', LIMITS, START + MINUTE)).toEqual(none);
      expect(await store.inspect('a', LIMITS, START)).toEqual(full);
      await trip(store, 'b', START);
      const tripped = { requests: 2, remaining: 98, circuit: 'open', denials: 0, next: circuitOpen(START + COOLDOWN) };
      expect(await store.inspect('b', CIRCUIT, START)).toEqual(tripped);
    });

    test('keys are listed by prefix, up to the requested number', async () => {
      const { store } = await openForTest(openStore);
      expect(await store.keys()).toEqual([]);
      const keys = ['agent:a', 'agent:b', 'agent', 'agent:\u{1f600}', 'name:a', 'agens:a', 'Agent:a', 'agent;a'];
      for (const key of keys) await store.admit(key, LIMITS, START);
      expect((await store.keys()).toSorted()).toEqual(keys.toSorted());
      expect((await store.keys('agent:')).toSorted()).toEqual(['agent:a', 'agent:b', 'agent:\u{1f600}']);
      expect(await store.keys('none:')).toEqual([]);
      expect(await store.keys('', 3)).toHaveLength(3);
      for (let index = 0; index < 150; index += 1) await store.admit(`many:${index}`, LIMITS, START);
      expect(await store.keys('many:')).toHaveLength(100);
    });

    test.each([Number.NaN, Number.POSITIVE_INFINITY])(
      'at %s, which is not a time, no request is admitted',
      async (now) => {
        const { store } = await openForTest(openStore);
        await expect(store.admit('a', LIMITS, now)).rejects.toThrow();
        await expect(store.recordOutcome('a', 'deny', CIRCUIT, now)).rejects.toThrow();
      },
    );

    test('keys without counted requests are deleted, a few each time', async (context) => {
      const { size, store } = await openForTest(openStore);
      if (size === undefined) return context.skip('the store does not report its size');
      const count = 400;
      for (let index = 0; index < count; index += 1) {
        await store.admit(`key-${index}`, LIMITS, START + index * DAY);
        await store.recordOutcome(`key-${index}`, 'deny', CIRCUIT, START + index * DAY);
      }
      expect(await size()).toBeLessThan(count / 4);
    });

    test('T14 with many requests, none is dropped early, and none counts much longer than the window', async () => {
      const { store } = await openForTest(openStore);
      const limits = { ...LIMITS, max_requests: 500 };
      const admitted: number[] = [];
      const since = (start: number) => admitted.filter((at) => at > start).length;
      let now = START;
      for (let index = 0; index < 4_000; index += 1) {
        // Requests come in bursts, and never two at the same time.
        now += index % 400 < 200 ? 1 + ((index * 7) % 30) : 1 + ((index * 13) % 300);
        const answer = await store.admit('a', limits, now);
        if (answer.ok) admitted.push(now);
        else expect(since(now - MINUTE - MINUTE / 64)).toBeGreaterThanOrEqual(500);
        expect(since(now - MINUTE)).toBeLessThanOrEqual(500);
      }
      expect(admitted.length).toBeGreaterThan(1_000);
      expect(admitted.length).toBeLessThan(4_000);
    });

    test('T14 law: the store behaves like the model', async () => {
      const step = fc.record({
        passed: fc.oneof(
          { weight: 6, arbitrary: fc.integer({ min: 0, max: 8 * SECOND }) },
          { weight: 2, arbitrary: fc.integer({ min: 0, max: 40 * SECOND }) },
          { weight: 1, arbitrary: fc.integer({ min: -40 * SECOND, max: 0 }) },
          { weight: 1, arbitrary: fc.constantFrom(-YEAR, YEAR) },
        ),
        recent: fc.constantFrom(0, SECOND, 5 * SECOND),
        verb: fc.constantFrom<'admit' | 'reset' | DecisionResult>(
          'reset',
          'admit',
          'admit',
          'admit',
          'deny',
          'deny',
          'allow',
          'require_approval',
        ),
      });
      const limits = fc.record({
        max_requests: fc.integer({ min: 1, max: 5 }),
        window_seconds: fc.constantFrom(0.5, 10, 20),
        circuit_breaker_threshold: fc.integer({ min: 0, max: 3 }),
        circuit_breaker_window_seconds: fc.constantFrom(5, 10, 30),
        circuit_breaker_cooldown_seconds: fc.constantFrom(3, 10, 30),
      });
      const sequences = fc.array(step, { minLength: 1, maxLength: 60 });
      const law = fc.asyncProperty(limits, sequences, (each, steps) =>
        withStore(openStore, async (store) => {
          const model = new LimitModel(each);
          let now = START;
          for (const { passed, recent, verb } of steps) {
            now += passed;
            if (verb === 'admit') expect(await store.admit('a', each, now)).toEqual(model.admit(now));
            else if (verb === 'reset') {
              await store.reset('a', each, now - recent, now);
              model.reset(now - recent, now);
            } else {
              await store.recordOutcome('a', verb, each, now);
              model.recordOutcome(verb, now);
            }
            expect(await store.inspect('a', each, now)).toEqual(model.inspect(now));
          }
        }),
      );
      await checkAsyncLaw(`limits, ${name}`, law, { runs: 1_000 });
    });
  });
}
