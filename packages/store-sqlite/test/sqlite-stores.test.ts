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

test('reading creates no file and finds empty stores', async () => {
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

test('the first revocation by another process takes effect at once', async () => {
  const path = join(makeFolder(), 'state.db');
  const { revocations } = open(path);
  expect(await revocations.isRevoked(BEARER)).toBeUndefined();
  const other = openStateDatabase(path);
  onTestFinished(() => other.close());
  await other.revocations.revoke({ agent: 'worker' });
  expect(await revocations.isRevoked(BEARER)).toMatchObject({ kind: 'agent', id: 'worker' });
});

test('T20 with a missing folder, every call fails except a revocation, which creates the folder', async () => {
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

test.runIf(process.platform === 'linux')('T20 a revocation fails if its folder cannot be created', async () => {
  const { revocations } = open('/proc/nowhere/disk/state.db');
  await expect(revocations.revoke({ agent: 'worker' })).rejects.toMatchObject({ code: 'ERR_STORE_UNAVAILABLE' });
});

test('closed stores open again on their next use', async () => {
  const path = join(makeFolder(), 'state.db');
  const stores = open(path);
  await stores.revocations.revoke({ agent: 'worker' });
  stores.close();
  expect(await stores.revocations.isRevoked(BEARER)).toMatchObject({ id: 'worker' });
});

test('a relative path is resolved when the stores are opened', async () => {
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
