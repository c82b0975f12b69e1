import type { EncryptedStateStore } from '@agent-safe/core';
import { describe, expect, test } from 'vitest';
import { type OpenStore, openForTest } from './opened-store.ts';

/** Different ids that a careless comparison treats as equal. */
const ALIKE = ['', ' ', 'a', 'A', 'a ', 'a\0', 'a\0b', 'a%', "a'", 'ä', 'a\u0308', '1', '01', 'null'];

/** Registers tests with vitest for the contract of `EncryptedStateStore`.
 *
 * @example
 * testEncryptedStateStore('in memory', () => ({ store: new MemoryEncryptedStateStore(), close: () => undefined }));
 */
export function testEncryptedStateStore(name: string, open: OpenStore<EncryptedStateStore>): void {
  describe(`encrypted state, ${name}`, () => {
    test('the store has the stored value, and no other', async () => {
      const { store } = await openForTest(open);
      expect(await store.get('evt-1')).toBeUndefined();
      expect(await store.put('evt-1', 'v1.ciphertext')).toBe(true);
      expect(await store.get('evt-1')).toBe('v1.ciphertext');
      expect(await store.get('evt-2')).toBeUndefined();
    });

    test('T30 the first value stays, even if it is stored again', async () => {
      const { store } = await openForTest(open);
      await store.put('evt-1', 'v1.first');
      expect(await store.put('evt-1', 'v1.second')).toBe(false);
      expect(await store.put('evt-1', 'v1.first')).toBe(false);
      expect(await store.get('evt-1')).toBe('v1.first');
    });

    test('T30 one of many concurrent values is the first', async () => {
      const { store } = await openForTest(open);
      const all = Array.from({ length: 50 }, (_, index) => `v1.${index}`);
      const answers = await Promise.all(all.map((ciphertext) => store.put('evt-1', ciphertext)));
      expect(answers.filter(Boolean)).toHaveLength(1);
      expect(await store.get('evt-1')).toBe(all[answers.indexOf(true)]);
    });

    test('similar ids are distinguished', async () => {
      const { store } = await openForTest(open);
      for (const id of ALIKE) expect(await store.put(id, `v1.${ALIKE.indexOf(id)}`), JSON.stringify(id)).toBe(true);
      for (const id of ALIKE) expect(await store.get(id), JSON.stringify(id)).toBe(`v1.${ALIKE.indexOf(id)}`);
    });

    test('a large value is stored unchanged', async () => {
      const { store } = await openForTest(open);
      const large = `v1.${'A-_'.repeat(500_000)}`;
      await store.put('evt-1', large);
      expect(await store.get('evt-1')).toBe(large);
    });
  });
}
