import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { loadSqlite } from '@agent-safe/core/node';
import { announceRandom } from '@agent-safe/testkit';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, onTestFinished, test, vi } from 'vitest';
import { DatabaseFile } from '../src/database-file.ts';
import { sqliteStores } from '../src/index.ts';
import { startProcess } from './support/state-process.ts';

const worker = { issuedAt: undefined, agents: ['worker'], tokens: ['t1'] };

function makePath(): string {
  return join(makeFolder(), 'state.db');
}

function openStores(path: string) {
  const stores = sqliteStores(path);
  onTestFinished(() => stores.close());
  return stores;
}

function openFile(path = makePath()): DatabaseFile {
  const file = new DatabaseFile(path, 1_000);
  onTestFinished(() => file.close());
  return file;
}

test('T13 the next query after a revocation of another process sees it, and its end', async () => {
  const path = makePath();
  const { revocations } = openStores(path);
  const other = await startProcess();
  await other.ask({ verb: 'open', path });
  const cases = [
    [{ agent: 'worker' }, { ...worker, tokens: [] }],
    [{ token: 't1' }, { ...worker, agents: ['other'] }],
    [{ all: true }, { issuedAt: 0, agents: ['third'], tokens: [] }],
  ] as const;
  for (const [subject, bearer] of cases) {
    for (let query = 0; query < 3; query++) expect(await revocations.isRevoked(bearer)).toBeUndefined();
    await other.ask({ verb: 'revoke', subject });
    expect(await revocations.isRevoked(bearer)).toMatchObject({ kind: Object.keys(subject)[0] });
  }
  await openStores(path).revocations.lift('worker');
  const later = { ...worker, agents: ['worker'], tokens: [], issuedAt: Date.now() + 60_000 };
  expect(await revocations.isRevoked(later)).toBeUndefined();
});

test('T13 cached answers are those of the file: law over two connections that write', async () => {
  const random = announceRandom('cached revocations');
  const path = makePath();
  const [reader, writer] = [openStores(path), openStores(path)];
  const revoked = new Set<string>();
  for (let step = 0; step < 300; step++) {
    const agent = `agent-${random.below(10)}`;
    const by = random.pick([reader, writer]);
    const verb = random.below(6);
    if (verb === 0) revoked.add((await by.revocations.revoke({ agent })).id);
    else if (verb === 1) {
      await by.revocations.lift(agent);
      revoked.delete(agent);
    } else if (verb === 2) await by.risks.weigh(agent, 1, 60_000, undefined, step);
    const asked = { issuedAt: Number.MAX_SAFE_INTEGER, agents: [agent], tokens: [] };
    const isRevoked = (await reader.revocations.isRevoked(asked)) !== undefined;
    expect({ step, agent, isRevoked }).toEqual({ step, agent, isRevoked: revoked.has(agent) });
  }
});

test('T25 the next query after another process has stored a request for approval finds it', async () => {
  const path = makePath();
  const { approvals } = openStores(path);
  for (let query = 0; query < 3; query++) expect(await approvals.list({ digest: 'd', limit: 1 })).toEqual([]);
  const { DatabaseSync } = loadSqlite();
  const other = new DatabaseSync(path);
  const values = `('apr-1', 'k', 'r', 'd', 'c', 'pending', 1, 9, '{"request_id":"apr-1"}')`;
  const columns = 'request_id, key, requester, digest, caller, status, version, expires_at, document';
  await openStores(path).limits.admit('x', LIMITS, 0);
  expect(await approvals.list({ digest: 'd', limit: 1 })).toEqual([]);
  other.exec(`INSERT INTO approvals (${columns}) VALUES ${values}`);
  expect(await approvals.list({ digest: 'd', limit: 1 })).toMatchObject([{ request_id: 'apr-1' }]);
  other.exec('DELETE FROM approvals');
  expect(await approvals.list({ digest: 'd', limit: 1 })).toEqual([]);
  other.close();
});

const LIMITS = {
  max_requests: 60,
  window_seconds: 3_600,
  circuit_breaker_threshold: 2,
  circuit_breaker_window_seconds: 3_600,
  circuit_breaker_cooldown_seconds: 60,
};

test('T13 a removed file is refused, also if the answer is cached', async () => {
  const path = makePath();
  const { revocations } = openStores(path);
  await revocations.revoke({ agent: 'else' });
  for (let query = 0; query < 3; query++) expect(await revocations.isRevoked(worker)).toBeUndefined();
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
  await expect(revocations.isRevoked(worker)).rejects.toMatchObject({ code: 'ERR_STORE_UNAVAILABLE' });
});

test('64 queries of one turn look at the file once, and a later query looks again', async () => {
  const file = openFile();
  const statement = vi.spyOn(file, 'statement');
  const looks = () => statement.mock.calls.filter(([sql]) => sql === 'PRAGMA data_version').length;
  const work = vi.fn(() => 'answer');
  const answers = await Promise.all(Array.from({ length: 64 }, () => file.cached('key', work)));
  expect(new Set(answers)).toEqual(new Set(['answer']));
  expect(looks()).toBe(1);
  expect(await file.cached('key', work)).toBe('answer');
  expect(looks()).toBe(2);
  expect(work.mock.calls.length).toBeLessThanOrEqual(64);
  const before = work.mock.calls.length;
  await Promise.all(Array.from({ length: 64 }, () => file.cached('key', work)));
  expect(work).toHaveBeenCalledTimes(before);
});

test('a write of the same connection forgets the answers, unless it changes none of them', async () => {
  const file = openFile();
  const work = vi.fn(() => true);
  const ask = async () => {
    const before = work.mock.calls.length;
    await file.cached('key', work);
    return work.mock.calls.length > before ? 'read' : 'cached';
  };
  expect([await ask(), await ask()]).toEqual(['read', 'cached']);
  await file.write(() => undefined, 'kill', 'not cached');
  expect(await ask()).toBe('cached');
  await file.write(() => undefined, 'kill');
  expect([await ask(), await ask()]).toEqual(['read', 'cached']);
  const failed = file.write(() => {
    throw new Error('half-way');
  });
  await expect(failed).rejects.toThrow();
  expect(await ask()).toBe('read');
});

test('a million names leave few answers in memory, and a long name none', async () => {
  const file = openFile();
  const work = vi.fn(() => true);
  await file.cached('first', work);
  await Promise.all(Array.from({ length: 10_000 }, (_, index) => file.cached(`name ${index}`, () => true)));
  await file.cached('first', work);
  expect(work).toHaveBeenCalledTimes(2);
  const long = 'n'.repeat(10_000);
  await file.cached(long, work);
  await file.cached(long, work);
  expect(work).toHaveBeenCalledTimes(4);
});
