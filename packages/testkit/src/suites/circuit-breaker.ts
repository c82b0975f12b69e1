import type { LimitStore } from '@agent-safe/core';
import { expect, test } from 'vitest';
import { ADMITTED, CIRCUIT, COOLDOWN, circuitOpen, limited, trip } from './limit-samples.ts';
import { MINUTE, type OpenStore, openForTest, SECOND, START } from './opened-store.ts';

/** Registers the tests of the circuit breaker and of its reset. */
export function testCircuitBreaker(openStore: OpenStore<LimitStore>): void {
  test('T14 denials open the circuit for the cooldown', async () => {
    const { store } = await openForTest(openStore);
    await trip(store, 'a', START);
    for (const passed of [0, SECOND, COOLDOWN - 1]) {
      expect(await store.admit('a', CIRCUIT, START + passed)).toEqual(circuitOpen(START + COOLDOWN));
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

  test('T44 a shared circuit closes after its cooldown, and one denial does not open it again', async () => {
    const { store } = await openForTest(openStore);
    const shared = { ...CIRCUIT, circuit: 'shared' } as const;
    for (let count = 0; count < 2; count += 1) await store.recordOutcome('a', 'deny', shared, START);
    expect(await store.admit('a', shared, START + COOLDOWN - 1)).toEqual(circuitOpen(START + COOLDOWN));
    const now = START + COOLDOWN;
    expect(await store.inspect('a', shared, now)).toMatchObject({ circuit: 'closed', denials: 0, next: ADMITTED });
    await store.recordOutcome('a', 'deny', shared, now);
    expect(await store.inspect('a', shared, now)).toMatchObject({ circuit: 'closed', denials: 1 });
    for (let count = 0; count < 3; count += 1) expect(await store.admit('a', shared, now)).toEqual(ADMITTED);
    await store.recordOutcome('a', 'deny', shared, now);
    expect(await store.admit('a', shared, now)).toEqual(circuitOpen(now + COOLDOWN));
  });

  test('T44 an ignored circuit is neither checked nor changed', async () => {
    const { store } = await openForTest(openStore);
    const ignored = { ...CIRCUIT, circuit: 'ignored' } as const;
    await trip(store, 'a', START);
    expect(await store.admit('a', ignored, START)).toEqual(ADMITTED);
    await store.recordOutcome('a', 'allow', ignored, START);
    await store.recordOutcome('b', 'deny', ignored, START);
    await store.recordOutcome('b', 'deny', ignored, START);
    expect(await store.inspect('b', CIRCUIT, START)).toMatchObject({ circuit: 'closed', denials: 0 });
    expect(await store.inspect('a', CIRCUIT, START)).toMatchObject({ circuit: 'open', requests: 3 });
    // Half open, the request is not the probe, and its outcome does not decide.
    expect(await store.admit('a', ignored, START + COOLDOWN)).toEqual(ADMITTED);
    await store.recordOutcome('a', 'deny', ignored, START + COOLDOWN);
    expect(await store.inspect('a', CIRCUIT, START + COOLDOWN)).toMatchObject({ circuit: 'half_open', next: ADMITTED });
  });

  test('T14 half open, one of many requests is admitted', async () => {
    const { store } = await openForTest(openStore);
    await trip(store, 'a', START);
    const now = START + COOLDOWN;
    const answers = await Promise.all(Array.from({ length: 100 }, () => store.admit('a', CIRCUIT, now)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.find(({ ok }) => !ok)).toEqual(circuitOpen(now + COOLDOWN));
    expect(await store.inspect('a', CIRCUIT, now)).toMatchObject({
      circuit: 'half_open',
      next: circuitOpen(now + COOLDOWN),
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
    expect(await store.admit('a', CIRCUIT, START + COOLDOWN + 1)).toEqual(circuitOpen(START + 2 * COOLDOWN + 1));
    expect(await store.admit('a', CIRCUIT, START + 2 * COOLDOWN + 1)).toEqual(ADMITTED);
  });

  test('T14 open, outcomes of earlier requests change nothing', async () => {
    const { store } = await openForTest(openStore);
    await trip(store, 'a', START);
    for (const outcome of ['allow', 'deny', 'require_approval'] as const) {
      await store.recordOutcome('a', outcome, CIRCUIT, START + SECOND);
      expect(await store.admit('a', CIRCUIT, START + SECOND)).toEqual(circuitOpen(START + COOLDOWN));
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
    expect(await store.admit('a', CIRCUIT, now + COOLDOWN - 1)).toEqual(circuitOpen(now + COOLDOWN));
    expect(await store.admit('a', CIRCUIT, now + COOLDOWN)).toEqual(ADMITTED);
    expect(await store.admit('a', CIRCUIT, now + COOLDOWN)).toEqual(circuitOpen(now + 2 * COOLDOWN));
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
    expect(await store.admit('b', CIRCUIT, START)).toEqual(circuitOpen(START + COOLDOWN));
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
}
