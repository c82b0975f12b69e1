import type { NoticeStore } from '@agent-safe/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkAsyncLaw } from '../laws/law.ts';
import { DAY, MINUTE, type OpenStore, openForTest, SECOND, START, withStore } from './opened-store.ts';
import { ALIKE } from './texts-alike.ts';

const END = START + DAY;

/** Registers tests with vitest for the contract of `NoticeStore`.
 *
 * @example
 * testNoticeStore('in memory', () => ({ store: new MemoryNoticeStore(), close: () => undefined }));
 */
export function testNoticeStore(name: string, open: OpenStore<NoticeStore>): void {
  describe(`notices, ${name}`, () => {
    test('an added notice is due for each notifier separately, until it is done', async () => {
      const { store } = await openForTest(open);
      await store.add('apr-1', ['a', 'b'], START, END);
      for (const notifier of ['a', 'b']) {
        expect(await store.take(notifier, START, MINUTE)).toEqual({ request_id: 'apr-1', tries: 0 });
        expect(await store.take(notifier, START, MINUTE)).toBeUndefined();
      }
      expect(await store.take('c', START, MINUTE)).toBeUndefined();
      await store.done('apr-1', 'a');
      expect(await store.take('a', START + MINUTE, MINUTE)).toBeUndefined();
      expect(await store.take('b', START + MINUTE, MINUTE)).toEqual({ request_id: 'apr-1', tries: 0 });
    });

    test('no notice is due before its time, and the earliest comes first', async () => {
      const { store } = await openForTest(open);
      await store.add('apr-late', ['a'], START + 2, END);
      await store.add('apr-early', ['a'], START + 1, END);
      expect(await store.take('a', START, MINUTE)).toBeUndefined();
      expect(await store.take('a', START + 2, MINUTE)).toMatchObject({ request_id: 'apr-early' });
      expect(await store.take('a', START + 2, MINUTE)).toMatchObject({ request_id: 'apr-late' });
    });

    test('one of many concurrent takers gets a notice, until its lease ends', async () => {
      const { store } = await openForTest(open);
      await store.add('apr-1', ['a'], START, END);
      const takers = (now: number) => Promise.all(Array.from({ length: 50 }, () => store.take('a', now, MINUTE)));
      expect((await takers(START)).filter(Boolean)).toHaveLength(1);
      expect((await takers(START + MINUTE - 1)).filter(Boolean)).toHaveLength(0);
      expect((await takers(START + MINUTE)).filter(Boolean)).toHaveLength(1);
    });

    test('a returned notice is due at the given time, with its number of tries', async () => {
      const { store } = await openForTest(open);
      await store.add('apr-1', ['a'], START, END);
      await store.take('a', START, MINUTE);
      await store.retry('apr-1', 'a', 1, START + SECOND + 0.5);
      expect(await store.take('a', START + SECOND, MINUTE)).toBeUndefined();
      expect(await store.take('a', START + SECOND + 1, MINUTE)).toEqual({ request_id: 'apr-1', tries: 1 });
    });

    test('adding a notice again does not change it, and a done notice does not return', async () => {
      const { store } = await openForTest(open);
      await store.add('apr-1', ['a', 'a'], START, END);
      await store.take('a', START, MINUTE);
      await store.add('apr-1', ['a'], START, END);
      expect(await store.take('a', START, MINUTE)).toBeUndefined();
      await store.done('apr-1', 'a');
      await store.done('apr-1', 'a');
      await store.retry('apr-1', 'a', 1, START);
      expect(await store.take('a', START + MINUTE, MINUTE)).toBeUndefined();
    });

    test('an expired notice is not returned, and is deleted', async () => {
      const { size, store } = await openForTest(open);
      for (let index = 0; index < 100; index += 1) await store.add(`apr-${index}`, ['a'], START, START + MINUTE);
      expect(await store.take('a', START + MINUTE, MINUTE)).toBeUndefined();
      for (let index = 0; index < 10; index += 1) await store.add(`apr-late-${index}`, ['a'], START + DAY, END + DAY);
      if (size !== undefined) expect(await size()).toBeLessThan(30);
    });

    test('similar texts are distinguished', async () => {
      const { store } = await openForTest(open);
      for (const text of ALIKE) await store.add(`apr-${text}`, [text], START, END);
      for (const text of ALIKE) {
        expect(await store.take(text, START, MINUTE)).toEqual({ request_id: `apr-${text}`, tries: 0 });
        expect(await store.take(text, START, MINUTE)).toBeUndefined();
      }
    });

    test('law: a notice is never taken twice at the same time', async () => {
      const step = fc.record({
        verb: fc.constantFrom('add', 'take', 'take', 'take', 'done', 'retry'),
        id: fc.constantFrom('apr-1', 'apr-2', 'apr-3'),
        notifier: fc.constantFrom('a', 'b'),
        passed: fc.integer({ min: 0, max: MINUTE }),
      });
      const law = fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) =>
        withStore(open, (store) => takeAll(store, steps)),
      );
      await checkAsyncLaw(`notices, ${name}`, law, { runs: 300 });
    });
  });
}

interface Step {
  readonly verb: string;
  readonly id: string;
  readonly notifier: string;
  readonly passed: number;
}

/** Compares a store with a plain map of due times. */
async function takeAll(store: NoticeStore, steps: readonly Step[]): Promise<void> {
  const due = new Map<string, number>();
  let now = START;
  for (const { id, notifier, passed, verb } of steps) {
    now += passed;
    const key = `${id} ${notifier}`;
    if (verb === 'add') {
      await store.add(id, [notifier], now, END);
      if (!due.has(key)) due.set(key, now);
    } else if (verb === 'done') {
      await store.done(id, notifier);
      due.delete(key);
    } else if (verb === 'retry') {
      await store.retry(id, notifier, 1, now + SECOND);
      if (due.has(key)) due.set(key, now + SECOND);
    } else {
      const ready = [...due].filter(([each, at]) => each.endsWith(` ${notifier}`) && at <= now);
      const taken = await store.take(notifier, now, MINUTE);
      if (ready.length === 0) expect(taken).toBeUndefined();
      else {
        expect(due.get(`${taken?.request_id} ${notifier}`)).toBe(Math.min(...ready.map(([, at]) => at)));
        due.set(`${taken?.request_id} ${notifier}`, now + MINUTE);
      }
    }
  }
}
