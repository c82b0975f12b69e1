import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSqlite } from '@agent-safe/core/node';
import {
  type OpenedStore,
  testAccountTable,
  testApprovalStore,
  testChangeFeed,
  testEncryptedStateStore,
  testLimitStore,
  testNonceStore,
  testNoticeStore,
  testRevocations,
  testRiskStore,
} from '@agent-safe/testkit/suites';
import { type StateDatabase, sqliteStores } from '../src/index.ts';

/** Opens stores in a temporary folder, which is removed when they are closed. A suite opens several in one test. */
function openIn<Store>(
  clock: () => number,
  choose: (state: StateDatabase) => Store,
  table: 'approvals' | 'limits' | 'nonces' | 'notices' | 'risks' = 'nonces',
): OpenedStore<Store> {
  const folder = mkdtempSync(join(tmpdir(), 'agent-safe-'));
  const path = join(folder, 'state.db');
  const state = sqliteStores(path, { clock });
  const close = () => {
    state.close();
    rmSync(folder, { recursive: true });
  };
  return { store: choose(state), close, size: () => countRows(path, table) };
}

function countRows(path: string, table: string): number {
  if (!existsSync(path)) return 0;
  const { DatabaseSync } = loadSqlite();
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return Number(database.prepare(`SELECT count(*) AS count FROM ${table}`).get()?.count);
  } finally {
    database.close();
  }
}

testAccountTable('in SQLite', (clock) => openIn(clock, ({ accounts }) => accounts.keys));
testNonceStore('in SQLite', (clock) => openIn(clock, ({ nonces }) => nonces));
testRevocations('in SQLite', (clock) => openIn(clock, ({ revocations }) => revocations));
testLimitStore('in SQLite', (clock) => openIn(clock, ({ limits }) => limits, 'limits'));
testRiskStore('in SQLite', (clock) => openIn(clock, ({ risks }) => risks, 'risks'));
testApprovalStore('in SQLite', (clock) => openIn(clock, ({ approvals }) => approvals, 'approvals'));
testNoticeStore('in SQLite', (clock) => openIn(clock, ({ notices }) => notices, 'notices'));
testEncryptedStateStore('in SQLite', (clock) => openIn(clock, ({ states }) => states));
testChangeFeed('in SQLite', async () => {
  const { close, store } = openIn(Date.now, (state) => state);
  await store.revocations.revoke({ agent: 'first' });
  return { feed: store.changes, change: () => store.revocations.revoke({ all: true }), close };
});
