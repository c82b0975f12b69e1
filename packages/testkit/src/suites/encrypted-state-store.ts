import type { EncryptedStateStore } from '@agent-safe/core';
import { describe, expect, test } from 'vitest';
import { type OpenStore, openForTest } from './opened-store.ts';

/** Ids that are not the same, though one may be taken for another. */
const ALIKE = ['', ' ', 'a', 'A', 'a ', 'a\0', 'a\0b', 'a%', "a'", 'ä', 'a\u0308', '1', '01', 'null'];

/**
 * The contract of `EncryptedStateStore`, as tests that are registered with vitest.
 *
 * @example
 * testEncryptedStateStore('in memory', () => ({ store: new MemoryEncryptedStateStore(), close: () => undefined }));
 */
export function testEncryptedStateStore(name: string, open: OpenStore<EncryptedStateStore>): void {
  describe(`encrypted state, ${name}`, () => {
    test('what was put is there, and nothing else is', async () => {
      const { store } = await openForTest(open);
      expect(await store.get('evt-1')).toBeUndefined();
      expect(await store.put('evt-1', 'v1.ciphertext')).toBe(true);
      expect(await store.get('evt-1')).toBe('v1.ciphertext');
      expect(await store.get('evt-2')).toBeUndefined();
    });

    test('T30 what was put first stays, also where it is put again', async () => {
      const { store } = await openForTest(open);
      await store.put('evt-1', 'v1.first');
      expect(await store.put('evt-1', 'v1.second')).toBe(false);
      expect(await store.put('evt-1', 'v1.first')).toBe(false);
      expect(await store.get('evt-1')).toBe('v1.first');
    });

    test('T30 of many that put at the same time, one is the first', async () => {
      const { store } = await openForTest(open);
      const all = Array.from({ length: 50 }, (_, index) => `v1.${index}`);
      const answers = await Promise.all(all.map((ciphertext) => store.put('evt-1', ciphertext)));
      expect(answers.filter(Boolean)).toHaveLength(1);
      expect(await store.get('evt-1')).toBe(all[answers.indexOf(true)]);
    });

    test('ids that look alike are not the same', async () => {
      const { store } = await openForTest(open);
      for (const id of ALIKE) expect(await store.put(id, `v1.${ALIKE.indexOf(id)}`), JSON.stringify(id)).toBe(true);
      for (const id of ALIKE) expect(await store.get(id), JSON.stringify(id)).toBe(`v1.${ALIKE.indexOf(id)}`);
    });

    test('what is large is kept as it is', async () => {
      const { store } = await openForTest(open);
      const large = `v1.${'A-_'.repeat(500_000)}`;
      await store.put('evt-1', large);
      expect(await store.get('evt-1')).toBe(large);
    });
  });
}
