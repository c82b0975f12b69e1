import type { AccountTable, ApiKey } from '@agent-safe/core';
import { describe, expect, test } from 'vitest';
import { MINUTE, type OpenStore, openForTest, START } from './opened-store.ts';

/** Different ids that a careless comparison treats as equal. */
const ALIKE = ['', ' ', 'a', 'A', 'a ', 'a\0', 'a\0b', 'a%', 'a_', "a'", 'ä', 'a\u0308', '1', '01', 'null'];

/** Registers tests with vitest for the contract of `AccountTable`. The table holds API keys.
 *
 * @example
 * testAccountTable('in memory', () => ({ store: new MemoryAccountStore().keys, close: () => undefined }));
 */
export function testAccountTable(name: string, open: OpenStore<AccountTable<ApiKey>>): void {
  describe(`accounts, ${name}`, () => {
    test('a record is found by its id, with all members', async () => {
      const { store } = await openForTest(open);
      const record = key('a', { owner: 'alice', ends_at: START + MINUTE });
      expect(await store.get('a')).toBeUndefined();
      expect(await store.put(record)).toBe(true);
      expect(await store.get('a')).toEqual(record);
      expect(await store.get('b')).toBeUndefined();
    });

    test('a change applies only to the version that was read', async () => {
      const { store } = await openForTest(open);
      expect(await store.put(key('a', { version: 2 }))).toBe(false);
      expect(await store.put(key('a'))).toBe(true);
      expect(await store.put(key('a', { name: 'other' }))).toBe(false);
      expect(await store.put(key('a', { version: 2, name: 'second' }))).toBe(true);
      expect(await store.put(key('a', { version: 2, name: 'late' }))).toBe(false);
      expect(await store.get('a')).toMatchObject({ version: 2, name: 'second' });
    });

    test('one of many concurrent changes applies', async () => {
      const { store } = await openForTest(open);
      const first = await Promise.all(Array.from({ length: 30 }, (_, at) => store.put(key('a', { name: `${at}` }))));
      expect(first.filter(Boolean)).toHaveLength(1);
      expect(await store.get('a')).toMatchObject({ name: `${first.indexOf(true)}` });
      const next = await Promise.all(
        Array.from({ length: 30 }, (_, at) => store.put(key('a', { version: 2, name: `${at}` }))),
      );
      expect(next.filter(Boolean)).toHaveLength(1);
    });

    test('T32 one of many concurrent removals gets the record', async () => {
      const { store } = await openForTest(open);
      await store.put(key('a'));
      const removed = await Promise.all(Array.from({ length: 30 }, () => store.remove('a')));
      expect(removed.filter((each) => each !== undefined)).toEqual([key('a')]);
      expect(await store.get('a')).toBeUndefined();
      expect(await store.put(key('a'))).toBe(true);
    });

    test('records are listed by id, all or those of an owner', async () => {
      const { store } = await openForTest(open);
      for (const [id, owner] of [
        ['c', 'alice'],
        ['a', null],
        ['b', 'bob'],
        ['d', 'Alice'],
      ] as const)
        await store.put(key(id, { owner }));
      const ids = async (owner?: string) => (await store.list(owner)).map(({ id }) => id);
      expect(await ids()).toEqual(['a', 'b', 'c', 'd']);
      expect(await ids('alice')).toEqual(['c']);
      expect(await ids('nobody')).toEqual([]);
    });

    test('T32 all records of an owner are removed together, and no others', async () => {
      const { store } = await openForTest(open);
      for (const id of ['a', 'b', 'c']) await store.put(key(id, { owner: id === 'c' ? 'bob' : 'alice' }));
      await store.put(key('d'));
      expect((await store.removeAll('alice')).map(({ id }) => id).sort()).toEqual(['a', 'b']);
      expect((await store.list()).map(({ id }) => id)).toEqual(['c', 'd']);
      expect(await store.removeAll('alice')).toEqual([]);
    });

    test('the last use only moves forward, and a change keeps it', async () => {
      const { store } = await openForTest(open);
      await store.put(key('a'));
      await store.touch('a', START + MINUTE);
      await store.touch('a', START);
      expect(await store.get('a')).toMatchObject({ used_at: START + MINUTE });
      await store.put(key('a', { version: 2 }));
      expect((await store.list())[0]).toMatchObject({ version: 2, used_at: START + MINUTE });
      await store.touch('missing', START);
      expect(await store.get('missing')).toBeUndefined();
    });

    test('ended records are removed a few at a time, and no others', async () => {
      const { store } = await openForTest(open);
      for (let at = 0; at < 50; at += 1) await store.put(key(`ended-${at}`, { ends_at: START + at }));
      await store.put(key('open'));
      await store.put(key('later', { ends_at: START + MINUTE }));
      for (let at = 0; at < 50; at += 1) await store.removeEnded(START + 50);
      expect((await store.list()).map(({ id }) => id)).toEqual(['later', 'open']);
    });

    test('similar ids are distinguished', async () => {
      const { store } = await openForTest(open);
      for (const id of ALIKE) expect(await store.put(key(id)), JSON.stringify(id)).toBe(true);
      for (const id of ALIKE) expect(await store.get(id), JSON.stringify(id)).toEqual(key(id));
    });
  });
}

function key(id: string, changes: Partial<ApiKey> = {}): ApiKey {
  return {
    id,
    owner: null,
    version: 1,
    ends_at: null,
    used_at: null,
    name: `name of ${id}`,
    scopes: ['evaluate'],
    secrets: [{ hash: 'aGFzaA', issued_at: START, ends_at: null }],
    created_at: START,
    event_id: 'event',
    ...changes,
  };
}
