import type { NonceStore } from '@agent-safe/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkAsyncLaw } from '../laws/law.ts';
import { DAY, MINUTE, type OpenStore, openForTest, SECOND, START, withStore, YEAR } from './opened-store.ts';

/** Different nonces that a careless comparison treats as equal. */
const ALIKE = [
  '',
  ' ',
  'a',
  'A',
  'a ',
  ' a',
  'a\0',
  'a\0b',
  'a%',
  'a_',
  "a'",
  'ä',
  'a\u0308',
  '1',
  '01',
  '1.0',
  'null',
];

/** Registers tests with vitest for the contract of `NonceStore`.
 *
 * @example
 * testNonceStore('in memory', (clock) => ({ store: new MemoryNonceStore({ clock }), close: () => undefined }));
 */
export function testNonceStore(name: string, open: OpenStore<NonceStore>): void {
  describe(`used tickets, ${name}`, () => {
    test('T23 a nonce is fresh once, with any expiry', async () => {
      const { store } = await openForTest(open);
      expect(await store.redeem('one', START + MINUTE)).toBe('fresh');
      for (const expiresAt of [START + MINUTE, START + DAY, START + 1, START, 0]) {
        expect(await store.redeem('one', expiresAt)).toBe('replayed');
      }
    });

    test('T23 one of many concurrent calls gets "fresh"', async () => {
      const { store } = await openForTest(open);
      const answers = await Promise.all(Array.from({ length: 100 }, () => store.redeem('one', START + MINUTE)));
      expect(answers.filter((answer) => answer === 'fresh')).toHaveLength(1);
      expect(answers.filter((answer) => answer === 'replayed')).toHaveLength(99);
    });

    test('T23 a nonce is known as redeemed from its redemption on, and looking it up does not redeem it', async () => {
      const { store } = await openForTest(open);
      for (const nonce of ALIKE) {
        expect(await store.isRedeemed(nonce), JSON.stringify(nonce)).toBe(false);
        expect(await store.isRedeemed(nonce), JSON.stringify(nonce)).toBe(false);
        expect(await store.redeem(nonce, START + MINUTE), JSON.stringify(nonce)).toBe('fresh');
        expect(await store.isRedeemed(nonce), JSON.stringify(nonce)).toBe(true);
      }
      expect(await store.redeem('refused', 0)).toBe('replayed');
      expect(await store.isRedeemed('refused')).toBe(false);
    });

    test('T23 an unexpired nonce stays known as redeemed after any other nonces are redeemed', async () => {
      const { store, time } = await openForTest(open);
      await store.redeem('one', START + DAY);
      for (let count = 0; count < 100; count += 1) {
        time.now += MINUTE;
        await store.redeem(`other-${count}`, time.now + SECOND);
        expect(await store.isRedeemed('one')).toBe(true);
      }
    });

    test('similar nonces are distinguished', async () => {
      const { store } = await openForTest(open);
      for (const nonce of ALIKE) expect(await store.redeem(nonce, START + MINUTE), JSON.stringify(nonce)).toBe('fresh');
      for (const nonce of ALIKE) {
        expect(await store.redeem(nonce, START + MINUTE), JSON.stringify(nonce)).toBe('replayed');
      }
    });

    test('T23 a nonce stays used forever after its expiry', async () => {
      const { store, time } = await openForTest(open);
      await store.redeem('one', START + MINUTE);
      for (const passed of [MINUTE - 1, MINUTE, MINUTE + 1, DAY, YEAR, 100 * YEAR]) {
        time.now = START + passed;
        await store.redeem(`other-${passed}`, time.now + MINUTE);
        expect(await store.redeem('one', START + MINUTE), `after ${passed} ms`).toBe('replayed');
      }
    });

    test('T23 a clock that is set back does not make a deleted nonce fresh', async () => {
      const { store, time } = await openForTest(open);
      const nonces = Array.from({ length: 200 }, (_, index) => `nonce-${index}`);
      for (const nonce of nonces) await store.redeem(nonce, START + MINUTE);
      time.now = START + YEAR;
      for (const nonce of nonces) await store.redeem(`later-${nonce}`, time.now + MINUTE);
      time.now = START;
      for (const nonce of nonces) expect(await store.redeem(nonce, START + MINUTE), nonce).toBe('replayed');
    });

    test('a clock that was far ahead for some time does not refuse forever', async () => {
      const { store, time } = await openForTest(open);
      for (let count = 0; count < 10; count += 1) await store.redeem(`before-${count}`, START + MINUTE);
      time.now = START + 100 * YEAR;
      for (let count = 0; count < 10; count += 1) await store.redeem(`ahead-${count}`, time.now + MINUTE);
      time.now = START + SECOND;
      expect(await store.redeem('after', START + SECOND + 5 * MINUTE)).toBe('fresh');
      expect(await store.redeem('after', START + SECOND + 5 * MINUTE)).toBe('replayed');
    });

    test.each([Number.NaN, Number.NEGATIVE_INFINITY, -1, 0])(
      'a nonce with the expiry %s is not fresh',
      async (expiresAt) => {
        const { store } = await openForTest(open);
        expect(await store.redeem('one', expiresAt)).toBe('replayed');
      },
    );

    test.each([START + 0.5, START + MINUTE + 0.25, Number.MAX_SAFE_INTEGER, Number.POSITIVE_INFINITY])(
      'a nonce with the expiry %s is fresh once',
      async (expiresAt) => {
        const { store } = await openForTest(open);
        expect(await store.redeem('one', expiresAt)).toBe('fresh');
        expect(await store.redeem('one', expiresAt)).toBe('replayed');
      },
    );

    test('nonces that expired long ago are deleted, a few each time', async (context) => {
      const { size, store, time } = await openForTest(open);
      if (size === undefined) return context.skip('the store does not report its size');
      const count = 400;
      for (let index = 0; index < count; index += 1) {
        time.now += DAY;
        // One in ten nonces lives long. The others must still be deleted.
        expect(await store.redeem(`nonce-${index}`, time.now + (index % 10 === 0 ? YEAR : MINUTE))).toBe('fresh');
      }
      expect(await size()).toBeLessThan(count / 4);
    });

    test('law: no nonce is fresh twice, and each unexpired nonce is fresh once', async () => {
      const step = fc.record({
        nonce: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
        /** Change of the clock before the call, mostly forwards. */
        passed: fc.oneof(
          { weight: 4, arbitrary: fc.integer({ min: 0, max: 30 * MINUTE }) },
          { weight: 1, arbitrary: fc.integer({ min: -60 * MINUTE, max: 0 }) },
          { weight: 1, arbitrary: fc.constant(DAY) },
        ),
        lives: fc.integer({ min: -MINUTE, max: 15 * MINUTE }),
      });
      const sequences = fc.array(step, { minLength: 1, maxLength: 40 });
      const law = fc.asyncProperty(sequences, (steps) =>
        withStore(open, (store, time) => redeemAll(store, time, steps)),
      );
      await checkAsyncLaw(`used tickets, ${name}`, law, { runs: 500 });
    });
  });
}

interface Step {
  readonly nonce: string;
  readonly passed: number;
  readonly lives: number;
}

/** Compares a store with a set that deletes nothing. */
async function redeemAll(store: NonceStore, time: { now: number }, steps: readonly Step[]): Promise<void> {
  const used = new Set<string>();
  const ends = new Map<string, number>();
  let latest = time.now;
  for (const { lives, nonce, passed } of steps) {
    time.now += passed;
    latest = Math.max(latest, time.now);
    // A nonce belongs to one ticket, which has one expiry.
    const expiresAt = ends.get(nonce) ?? time.now + lives;
    ends.set(nonce, expiresAt);
    const answer = await store.redeem(nonce, expiresAt);
    if (used.has(nonce)) expect(answer).toBe('replayed');
    // The store may have deleted a nonce that expired by any earlier clock.
    else if (expiresAt > latest) expect(answer).toBe('fresh');
    if (answer === 'fresh') used.add(nonce);
  }
}
