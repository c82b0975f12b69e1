import { join } from 'node:path';
import { loadSqlite } from '@agent-safe/core/node';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, test } from 'vitest';
import { openStateDatabase } from '../src/index.ts';

test('a state file of the version before accounts is upgraded, and keeps its content', async () => {
  const path = join(makeFolder(), 'state.db');
  const before = openStateDatabase(path);
  await before.revocations.revoke({ agent: 'worker' });
  before.close();
  const { DatabaseSync } = loadSqlite();
  const database = new DatabaseSync(path);
  database.exec('DROP TABLE accounts; PRAGMA user_version = 7');
  database.close();
  const after = openStateDatabase(path);
  expect(await after.accounts.users.list()).toEqual([]);
  const session = { id: 'a', owner: 'alice', version: 1, ends_at: 1, used_at: null, hash: '', created_at: 0 };
  await after.accounts.sessions.put({ ...session, method: 'link', user_version: 1 });
  expect(await after.accounts.sessions.list('alice')).toHaveLength(1);
  expect(await after.accounts.links.list('alice')).toEqual([]);
  expect(await after.revocations.list()).toMatchObject([{ id: 'worker' }]);
  after.close();
});
