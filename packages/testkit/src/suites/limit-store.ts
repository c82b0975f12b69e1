import type { DecisionResult, LimitStore, RateLimit } from '@agent-safe/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkAsyncLaw } from '../laws/law.ts';
import { LimitModel } from './limit-model.ts';
import { DAY, MINUTE, type OpenStore, openForTest, SECOND, START, withStore, YEAR } from './opened-store.ts';
import { ALIKE } from './texts-alike.ts';

const ADMITTED = { ok: true };

function limited(retry_at: number): object {
  return { ok: false, code: 'rate_limited', retry_at };
}

function open(retry_at: number): object {
  return { ok: false, code: 'circuit_open', retry_at };
}

/** 3 requests in a minute. 2 denials within 30 seconds open the circuit for 10 seconds. */
const LIMITS: RateLimit = {
  max_requests: 3,
  window_seconds: 60,
  circuit_breaker_threshold: 0,
  circuit_breaker_window_seconds: 30,
  circuit_breaker_cooldown_seconds: 10,
};
const CIRCUIT: RateLimit = { ...LIMITS, max_requests: 100, circuit_breaker_threshold: 2 };
const COOLDOWN = 10 * SECOND;

/** Records two denials for a key, which open its circuit. */
async function trip(store: LimitStore, key: string, now: number): Promise<void> {
  for (let count = 0; count < 2; count += 1) {
    expect(await store.admit(key, CIRCUIT, now)).toEqual(ADMITTED);
    await store.recordOutcome(key, 'deny', CIRCUIT, now);
  }
}

/** Registers tests with vitest for the contract of `LimitStore`.
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

    test('T14 denials open the circuit for the cooldown', async () => {
      const { store } = await openForTest(openStore);
      await trip(store, 'a', START);
      for (const passed of [0, SECOND, COOLDOWN - 1]) {
        expect(await store.admit('a', CIRCUIT, START + passed)).toEqual(open(START + COOLDOWN));
      }
      expect(await store.admit('b', CIRCUIT, START)).toEqual(ADMITTED);
      expect(await store.admit('a', CIRCUIT, START + COOLDOWN)).toEqual(ADMITTED);
    });

    test('expired denials and other outcomes do not open it', async () => {
      const { store } = await openForTest(openStore);
      for (const [index, outcome] of (['deny', 'allow', 'require_approval', 'allow'] as const).entries()) {
        await store.recordOutcome('a', outcome, CIRCUIT, START + index);
      }
      expect(await store.inspect('a', CIRCUIT, START + 4)).toMatchObject({ circuit: 'closed', denials: 1 });
      await store.recordOutcome('a', 'deny', CIRCUIT, START + 30 * SECOND);
      expect(await store.inspect('a', CIRCUIT, START + 30 * SECOND)).toMatchObject({ circuit: 'closed', denials: 1 });
    });

    test('without a threshold the circuit never opens, and an open circuit counts as off', async () => {
      const { store } = await openForTest(openStore);
      const off = { ...CIRCUIT, circuit_breaker_threshold: 0 };
      for (let count = 0; count < 100; count += 1) await store.recordOutcome('a', 'deny', off, START);
      expect(await store.admit('a', off, START)).toEqual(ADMITTED);
      await trip(store, 'b', START);
      expect(await store.admit('b', off, START)).toEqual(ADMITTED);
      expect(await store.inspect('b', off, START)).toMatchObject({ circuit: 'off', denials: 0 });
    });

    test('T14 half open, one of many requests is admitted', async () => {
      const { store } = await openForTest(openStore);
      await trip(store, 'a', START);
      const now = START + COOLDOWN;
      const answers = await Promise.all(Array.from({ length: 100 }, () => store.admit('a', CIRCUIT, now)));
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      expect(answers.find(({ ok }) => !ok)).toEqual(open(now + COOLDOWN));
      expect(await store.inspect('a', CIRCUIT, now)).toMatchObject({
        circuit: 'half_open',
        next: open(now + COOLDOWN),
      });
    });

    test.each(['allow', 'require_approval'] as const)(
      'half open, %s closes it and clears the denials',
      async (outcome) => {
        const { store } = await openForTest(openStore);
        await trip(store, 'a', START);
        await store.admit('a', CIRCUIT, START + COOLDOWN);
        await store.recordOutcome('a', outcome, CIRCUIT, START + COOLDOWN + 1);
        for (let count = 0; count < 3; count += 1) {
          expect(await store.admit('a', CIRCUIT, START + COOLDOWN + 1)).toEqual(ADMITTED);
        }
        await store.recordOutcome('a', 'deny', CIRCUIT, START + COOLDOWN + 1);
        expect(await store.inspect('a', CIRCUIT, START + COOLDOWN + 1)).toMatchObject({
          circuit: 'closed',
          denials: 1,
        });
      },
    );

    test('T14 half open, a denial opens it again', async () => {
      const { store } = await openForTest(openStore);
      await trip(store, 'a', START);
      await store.admit('a', CIRCUIT, START + COOLDOWN);
      await store.recordOutcome('a', 'deny', CIRCUIT, START + COOLDOWN + 1);
      expect(await store.admit('a', CIRCUIT, START + COOLDOWN + 1)).toEqual(open(START + 2 * COOLDOWN + 1));
      expect(await store.admit('a', CIRCUIT, START + 2 * COOLDOWN + 1)).toEqual(ADMITTED);
    });

    test('T14 open, outcomes of earlier requests change nothing', async () => {
      const { store } = await openForTest(openStore);
      await trip(store, 'a', START);
      for (const outcome of ['allow', 'deny', 'require_approval'] as const) {
        await store.recordOutcome('a', outcome, CIRCUIT, START + SECOND);
        expect(await store.admit('a', CIRCUIT, START + SECOND)).toEqual(open(START + COOLDOWN));
      }
      // Half open, an outcome of an earlier request does not close it, because that request was not the probe.
      await store.recordOutcome('a', 'allow', CIRCUIT, START + COOLDOWN);
      expect(await store.inspect('a', CIRCUIT, START + COOLDOWN)).toMatchObject({
        circuit: 'half_open',
        next: ADMITTED,
      });
    });

    test('T14 a probe without an outcome blocks other requests for one cooldown', async () => {
      const { store } = await openForTest(openStore);
      await trip(store, 'a', START);
      const now = START + COOLDOWN;
      expect(await store.admit('a', CIRCUIT, now)).toEqual(ADMITTED);
      expect(await store.admit('a', CIRCUIT, now + COOLDOWN - 1)).toEqual(open(now + COOLDOWN));
      expect(await store.admit('a', CIRCUIT, now + COOLDOWN)).toEqual(ADMITTED);
      expect(await store.admit('a', CIRCUIT, now + COOLDOWN)).toEqual(open(now + 2 * COOLDOWN));
    });

    test('half open, the rate limit still applies', async () => {
      const { store } = await openForTest(openStore);
      const few = { ...CIRCUIT, max_requests: 2 };
      await trip(store, 'a', START);
      expect(await store.admit('a', few, START + COOLDOWN)).toEqual(limited(START + MINUTE));
      expect(await store.admit('a', few, START + MINUTE)).toEqual(ADMITTED);
    });

    test('half open, it closes without requests after the longest of the windows', async () => {
      const { store } = await openForTest(openStore);
      await trip(store, 'a', START);
      const end = START + COOLDOWN + MINUTE;
      expect(await store.inspect('a', CIRCUIT, end - 1)).toMatchObject({ circuit: 'half_open' });
      expect(await store.inspect('a', CIRCUIT, end)).toMatchObject({ circuit: 'closed', denials: 0 });
    });

    test('T14 a reset closes the circuit and removes the denials, and keeps the requests of the rate limit', async () => {
      const { store } = await openForTest(openStore);
      await trip(store, 'a', START);
      await trip(store, 'b', START);
      await store.reset('a', CIRCUIT, START, START);
      const closed = { requests: 2, remaining: 98, circuit: 'closed', denials: 0, next: ADMITTED };
      expect(await store.inspect('a', CIRCUIT, START)).toEqual(closed);
      expect(await store.admit('b', CIRCUIT, START)).toEqual(open(START + COOLDOWN));
      await store.admit('a', CIRCUIT, START);
      await store.recordOutcome('a', 'deny', CIRCUIT, START);
      await store.reset('a', CIRCUIT, START, START);
      expect(await store.inspect('a', CIRCUIT, START)).toEqual({ ...closed, requests: 3, remaining: 97 });
      for (let count = 3; count < 100; count += 1) await store.admit('a', CIRCUIT, START);
      await store.reset('a', CIRCUIT, START, START);
      expect(await store.admit('a', CIRCUIT, START)).toEqual(limited(START + MINUTE));
    });

    test('T14 a reset keeps denials, and a circuit, that are later than what it resets', async () => {
      const { store } = await openForTest(openStore);
      await store.recordOutcome('a', 'deny', CIRCUIT, START);
      await store.recordOutcome('b', 'deny', CIRCUIT, START + 2);
      await trip(store, 'c', START + 2);
      for (const key of ['a', 'b', 'c']) await store.reset(key, CIRCUIT, START + 1, START + 2);
      expect(await store.inspect('a', CIRCUIT, START + 2)).toMatchObject({ circuit: 'closed', denials: 0 });
      expect(await store.inspect('b', CIRCUIT, START + 2)).toMatchObject({ circuit: 'closed', denials: 1 });
      expect(await store.inspect('c', CIRCUIT, START + 2)).toMatchObject({ circuit: 'open' });
    });

    test('T14 a reset whose clock is behind removes no entry after its time', async () => {
      const { store } = await openForTest(openStore);
      await trip(store, 'a', START + 5 * SECOND);
      await store.reset('a', CIRCUIT, START, START);
      expect(await store.inspect('a', CIRCUIT, START)).toMatchObject({ circuit: 'open' });
      await store.reset('a', CIRCUIT, START + 5 * SECOND, START);
      expect(await store.inspect('a', CIRCUIT, START)).toMatchObject({ circuit: 'closed', denials: 0 });
    });

    test('a reset of a key without entries leaves no entry, and an invalid time is refused', async () => {
      const { store } = await openForTest(openStore);
      await store.reset('a', CIRCUIT, START, START);
      expect(await store.keys()).toEqual([]);
      await trip(store, 'a', START);
      await expect(store.reset('a', CIRCUIT, Number.NaN, START)).rejects.toThrow();
      await expect(store.reset('a', CIRCUIT, START, Number.NaN)).rejects.toThrow();
      expect(await store.inspect('a', CIRCUIT, START)).toMatchObject({ circuit: 'open' });
    });

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
      const tripped = { requests: 2, remaining: 98, circuit: 'open', denials: 0, next: open(START + COOLDOWN) };
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
