import { join } from 'node:path';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, onTestFinished, test } from 'vitest';
import { DatabaseFile } from './database-file.ts';

function openFile(): DatabaseFile {
  const folder = makeFolder();
  const file = new DatabaseFile(join(folder, 'state.db'), 1_000);
  onTestFinished(() => file.close());
  return file;
}

function read(file: DatabaseFile, sql: string): unknown {
  return Object.values(file.statement(sql).get() ?? {})[0];
}

test('T23 a write is synced at its commit, with a write-ahead log', async () => {
  const file = openFile();
  const [mode, synchronous] = await file.write(() => [
    read(file, 'PRAGMA journal_mode'),
    read(file, 'PRAGMA synchronous'),
  ]);
  expect([mode, synchronous]).toEqual(['wal', 3]);
});

test('T23 a write that must survive only a kill is not synced, and a later durable write is synced', async () => {
  const file = openFile();
  const synchronous = () => read(file, 'PRAGMA synchronous');
  expect(await file.write(synchronous, 'kill')).toBe(1);
  expect(await file.write(synchronous)).toBe(3);
  expect(await file.write(synchronous, 'kill')).toBe(1);
  expect(await file.write(synchronous, 'power loss')).toBe(3);
});

test('a failed transaction leaves no change and no lock', async () => {
  const file = openFile();
  const failed = file.write(() => {
    file.statement("INSERT INTO nonces VALUES ('one', 1)").run();
    throw new Error('half-way');
  });
  await expect(failed).rejects.toMatchObject({ code: 'ERR_STORE_UNAVAILABLE' });
  expect(await file.write(() => read(file, 'SELECT count(*) FROM nonces'))).toBe(0);
});

test.each([
  ['SELECT nonce FROM nonces WHERE expires_at <= ? ORDER BY expires_at LIMIT ?', /SEARCH nonces USING .*INDEX/],
  ['SELECT subject FROM revocations WHERE subject IN (?, ?)', /SEARCH revocations USING .*INDEX/],
  ['SELECT state FROM limits WHERE key = ?', /SEARCH limits USING .*INDEX/],
  ['SELECT rowid FROM limits WHERE ends_at <= ? ORDER BY ends_at LIMIT ?', /SEARCH limits USING .*INDEX/],
  ['SELECT rowid FROM risks WHERE ends_at <= ? ORDER BY ends_at LIMIT ?', /SEARCH risks USING .*INDEX/],
])('%s uses an index', async (sql, plan) => {
  const file = openFile();
  const rows = await file.read(() => file.statement(`EXPLAIN QUERY PLAN ${sql}`).all());
  expect(rows.map(({ detail }) => detail)).toEqual([expect.stringMatching(plan)]);
});
