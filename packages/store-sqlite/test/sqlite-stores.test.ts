import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, onTestFinished, test } from 'vitest';
import { openStateDatabase, sqliteStores } from '../src/index.ts';

const LIMIT = {
  max_requests: 1,
  window_seconds: 60,
  circuit_breaker_threshold: 0,
  circuit_breaker_window_seconds: 60,
  circuit_breaker_cooldown_seconds: 60,
};
const BEARER = { issuedAt: undefined, agents: ['worker'], tokens: [] };

function open(path: string) {
  const stores = sqliteStores(path);
  onTestFinished(() => stores.close());
  return stores;
}

test('reading makes no file, and answers that nothing was stored', async () => {
  const path = join(makeFolder(), 'state.db');
  const { approvals, limits, notices, revocations, risks, states } = open(path);
  expect(await revocations.isRevoked(BEARER)).toBeUndefined();
  expect(await revocations.list()).toEqual([]);
  expect(await revocations.lift('worker')).toBeUndefined();
  expect(await approvals.get('apr-1')).toBeUndefined();
  expect(await approvals.list()).toEqual([]);
  expect(await notices.take('slack', 0, 1)).toBeUndefined();
  expect(await limits.keys()).toEqual([]);
  expect(await limits.inspect('agent:a', LIMIT, 0)).toMatchObject({ requests: 0, remaining: 1 });
  expect(await risks.keys()).toEqual([]);
  expect(await risks.inspect('agent:a', 60_000, 0)).toMatchObject({ score: 0 });
  expect(await states.get('evt-1')).toBeUndefined();
  expect(existsSync(path)).toBe(false);
});

test('what another process revokes first counts at once', async () => {
  const path = join(makeFolder(), 'state.db');
  const { revocations } = open(path);
  expect(await revocations.isRevoked(BEARER)).toBeUndefined();
  const other = openStateDatabase(path);
  onTestFinished(() => other.close());
  await other.revocations.revoke({ agent: 'worker' });
  expect(await revocations.isRevoked(BEARER)).toMatchObject({ kind: 'agent', id: 'worker' });
});

test('T20 a folder that is not there may be a disk that is not mounted: nothing is answered, but a revocation makes it', async () => {
  const path = join(makeFolder(), 'disk', 'state.db');
  const { limits, nonces, revocations } = open(path);
  const unavailable = { code: 'ERR_STORE_UNAVAILABLE' };
  await expect(revocations.isRevoked(BEARER)).rejects.toMatchObject(unavailable);
  await expect(limits.admit('agent:a', LIMIT, 0)).rejects.toMatchObject(unavailable);
  await expect(nonces.redeem('nonce', Date.now() + 60_000)).rejects.toMatchObject(unavailable);
  expect(existsSync(path)).toBe(false);
  await revocations.revoke({ agent: 'worker' });
  expect(await revocations.isRevoked(BEARER)).toMatchObject({ id: 'worker' });
});

test('stores that were closed open again when they are used', async () => {
  const path = join(makeFolder(), 'state.db');
  const stores = open(path);
  await stores.revocations.revoke({ agent: 'worker' });
  stores.close();
  expect(await stores.revocations.isRevoked(BEARER)).toMatchObject({ id: 'worker' });
});

test('a path counts from where the program was when it opened the stores', async () => {
  const folder = makeFolder();
  const before = process.cwd();
  process.chdir(folder);
  const stores = open('state.db');
  mkdirSync(join(folder, 'elsewhere'));
  process.chdir(join(folder, 'elsewhere'));
  onTestFinished(() => process.chdir(before));
  await stores.revocations.revoke({ agent: 'worker' });
  expect(existsSync(join(folder, 'state.db'))).toBe(true);
});
