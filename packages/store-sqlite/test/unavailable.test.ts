import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { loadSqlite } from '@agent-safe/core/node';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, onTestFinished, test } from 'vitest';
import { openStateDatabase, type StateDatabase, type StateDatabaseOptions } from '../src/index.ts';

const LATER = Date.now() + 3_600_000;
const LIMITS = {
  max_requests: 3,
  window_seconds: 60,
  circuit_breaker_threshold: 2,
  circuit_breaker_window_seconds: 60,
  circuit_breaker_cooldown_seconds: 10,
};
const BEARER = { issuedAt: 0, agents: ['a'], tokens: ['t'] };

function makePath(): string {
  return join(makeFolder(), 'state.db');
}

function open(path: string, options: StateDatabaseOptions = {}): StateDatabase {
  const state = openStateDatabase(path, options);
  onTestFinished(() => state.close());
  return state;
}

function openRaw(path: string): DatabaseSync {
  const { DatabaseSync } = loadSqlite();
  const database = new DatabaseSync(path);
  onTestFinished(() => {
    if (database.isOpen) database.close();
  });
  return database;
}

/** Makes a closed state file with a used ticket and a revocation. */
async function makeState(path: string): Promise<void> {
  const state = openStateDatabase(path);
  await state.nonces.redeem('used', LATER);
  await state.revocations.revoke({ agent: 'a' });
  state.close();
}

function unavailable(path: string, advice: RegExp): object {
  const escaped = path.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  // The message must contain the path and the advice, in any order.
  const message = expect.stringMatching(new RegExp(`^(?=[^]*${escaped})(?=[^]*(?:${advice.source}))`, advice.flags));
  return { name: 'AgentSafeError', code: 'ERR_STORE_UNAVAILABLE', message };
}

/** Returns one call for each operation of a state. */
function askAll({ limits, nonces, revocations, risks }: StateDatabase): readonly (() => Promise<unknown>)[] {
  return [
    () => limits.admit('a', LIMITS, LATER),
    () => limits.recordOutcome('a', 'deny', LIMITS, LATER),
    () => limits.reset('a', LIMITS, LATER, LATER),
    () => limits.inspect('a', LIMITS, LATER),
    () => limits.keys(),
    () => risks.weigh('a', 1, 60_000, undefined, LATER),
    () => risks.reset('a', 60_000, LATER, LATER),
    () => risks.inspect('a', 60_000, LATER),
    () => risks.keys(),
    () => nonces.redeem('one', LATER),
    () => revocations.revoke({ agent: 'b' }),
    () => revocations.lift('a'),
    () => revocations.isRevoked(BEARER),
    () => revocations.list(),
  ];
}

const FOREIGN = 'CREATE TABLE accounts (id TEXT) STRICT';

test.each<{ name: string; advice: RegExp; make: (path: string) => Promise<void> | void; at?: string }>([
  {
    name: 'is text',
    advice: /not a state file of Agent-Safe/,
    make: (path) => writeFileSync(path, 'state: none\n'.repeat(999)),
  },
  { name: 'is a folder', advice: /must be a file/, make: (path) => mkdirSync(path) },
  { name: 'is inside a file', advice: /must be a file/, make: (path) => writeFileSync(path, ''), at: 'file' },
  { name: 'is a link to itself', advice: /must be a file|cannot be used/, make: (path) => symlinkSync(path, path) },
  {
    name: 'is the database of another program',
    advice: /another program/,
    make: (path) => openRaw(path).exec(FOREIGN),
  },
  {
    name: 'is the database of another program with the same version',
    advice: /another program/,
    make: (path) => openRaw(path).exec(`${FOREIGN}; PRAGMA user_version = 1`),
  },
  {
    name: 'was written by a newer Agent-Safe',
    advice: /newer Agent-Safe: it has version 99/,
    make: async (path) => {
      await makeState(path);
      const database = openRaw(path);
      database.exec('PRAGMA user_version = 99');
      database.close();
    },
  },
  {
    name: 'was truncated',
    advice: /is damaged/,
    make: async (path) => {
      await makeState(path);
      truncateSync(path, 50);
    },
  },
])('a file that $name is refused and not changed', async ({ advice, at, make }) => {
  const path = makePath();
  await make(path);
  const before = existsSync(path) && statSync(path).isFile() ? readFileSync(path) : undefined;
  const asked = at === undefined ? path : join(path, at);
  expect(() => openStateDatabase(asked)).toThrow(expect.objectContaining(unavailable(asked, advice)));
  if (before !== undefined) expect(readFileSync(path).equals(before)).toBe(true);
});

test('every operation on a damaged file rejects', async () => {
  const path = makePath();
  await makeState(path);
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.fill(0xff, 4_096));
  const state = open(path);
  for (const ask of askAll(state)) await expect(ask()).rejects.toMatchObject(unavailable(path, /is damaged/));
});

test('a used ticket in a truncated file is never fresh', async () => {
  const path = makePath();
  await makeState(path);
  truncateSync(path, Math.floor(statSync(path).size / 2 / 4_096) * 4_096);
  const redeem = async () => open(path).nonces.redeem('used', LATER);
  await expect(redeem()).rejects.toMatchObject(unavailable(path, /is damaged/));
});

test('writing to a file that is locked too long rejects, reading works, and writing works again after the lock', async () => {
  const path = makePath();
  await makeState(path);
  const holder = openRaw(path);
  holder.exec('BEGIN IMMEDIATE');
  const state = open(path, { timeout: 50 });
  const held = unavailable(path, /keeps the file locked/);
  await expect(state.nonces.redeem('one', LATER)).rejects.toMatchObject(held);
  await expect(state.revocations.revoke({ agent: 'b' })).rejects.toMatchObject(held);
  expect(await state.revocations.isRevoked(BEARER)).toMatchObject({ id: 'a' });
  holder.exec('ROLLBACK');
  expect(await state.nonces.redeem('one', LATER)).toBe('fresh');
});

test('waiting for a lock does not block the process', async () => {
  const path = makePath();
  await makeState(path);
  const holder = openRaw(path);
  holder.exec('BEGIN IMMEDIATE');
  const state = open(path);
  const [first, second] = [state.nonces.redeem('one', LATER), state.nonces.redeem('one', LATER)];
  const revoked = state.revocations.revoke({ agent: 'b' });
  // If waiting blocked this process, this COMMIT would never run.
  holder.exec('COMMIT');
  expect((await Promise.all([first, second])).sort()).toEqual(['fresh', 'replayed']);
  expect(await revoked).toMatchObject({ kind: 'agent', id: 'b' });
});

test('a new file that another process keeps locked is refused after the timeout', () => {
  const path = makePath();
  openRaw(path).exec('BEGIN EXCLUSIVE');
  expect(() => openStateDatabase(path, { timeout: 50 })).toThrow(
    expect.objectContaining(unavailable(path, /keeps the file locked/)),
  );
});

test.each(['removed', 'replaced', 'restored from a copy'])(
  'T13 a file that is %s while it is in use is refused',
  async (how) => {
    const path = makePath();
    const copy = `${path}.copy`;
    await makeState(path);
    copyFileSync(path, copy);
    const state = open(path);
    expect(await state.nonces.redeem('one', LATER)).toBe('fresh');
    if (how === 'restored from a copy') renameSync(copy, path);
    else for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`);
    if (how === 'replaced') open(path);
    for (const ask of askAll(state))
      await expect(ask()).rejects.toMatchObject(unavailable(path, /removed or replaced/));
  },
);

test('every operation after close rejects, and close can be called again', async () => {
  const path = makePath();
  const state = open(path);
  state.close();
  state.close();
  for (const ask of askAll(state)) await expect(ask()).rejects.toMatchObject(unavailable(path, /was closed/));
});

test.runIf(process.platform !== 'win32')('only the owner has access to a new file and its new folders', async () => {
  const folder = makeFolder();
  chmodSync(folder, 0o755);
  const mask = process.umask(0);
  onTestFinished(() => void process.umask(mask));
  const path = join(folder, 'one', 'two', 'state.db');
  const state = open(path);
  await state.nonces.redeem('one', LATER);
  const modeOf = (name: string) => (statSync(join(folder, name)).mode & 0o777).toString(8);
  expect(['.', 'one', 'one/two'].map(modeOf)).toEqual(['755', '700', '700']);
  const names = ['one/two/state.db', 'one/two/state.db-wal', 'one/two/state.db-shm'];
  expect(names.map(modeOf)).toEqual(['600', '600', '600']);
});

test('opening and reading an existing file does not change it', async () => {
  const path = makePath();
  await makeState(path);
  const before = readFileSync(path);
  const { mtimeNs } = statSync(path, { bigint: true });
  const state = open(relative(process.cwd(), path));
  expect(await state.revocations.isRevoked(BEARER)).toMatchObject({ id: 'a' });
  expect(await state.revocations.list()).toHaveLength(1);
  state.close();
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(statSync(path, { bigint: true }).mtimeNs).toBe(mtimeNs);
});

test('an empty file becomes a state file', async () => {
  const path = makePath();
  writeFileSync(path, '', { mode: 0o600 });
  expect(await open(path).nonces.redeem('one', LATER)).toBe('fresh');
});

/** Runs the rest of the test as an unprivileged user. */
function becomeUnprivileged(): void {
  process.seteuid?.(65_534);
  onTestFinished(() => process.seteuid?.(0));
}

test.runIf(process.getuid?.() === 0)('a file that this user must not read or create is refused', async () => {
  const folder = makeFolder();
  chmodSync(folder, 0o755);
  const path = join(folder, 'state.db');
  await makeState(path);
  const inFolder = join(folder, 'new.db');
  const inNewFolder = join(folder, 'new', 'state.db');
  becomeUnprivileged();
  for (const refused of [path, inFolder, inNewFolder]) {
    expect(() => openStateDatabase(refused)).toThrow(expect.objectContaining(unavailable(refused, /write access/)));
  }
});

test.runIf(process.platform !== 'win32').each([0o777, 0o1777, 0o703])(
  'T47 a file in a folder that every user can write is refused (mode %o)',
  async (mode) => {
    const folder = makeFolder();
    const path = join(folder, 'state.db');
    await makeState(path);
    chmodSync(folder, mode);
    expect(() => openStateDatabase(path)).toThrow(expect.objectContaining(unavailable(path, /Run: chmod o-w /)));
    expect(() => openStateDatabase(join(folder, 'new.db'))).toThrow(/every user can write its folder/);
    await makeState(join(folder, 'own', 'state.db'));
    chmodSync(folder, 0o775);
    expect(await open(path).revocations.list()).toHaveLength(1);
  },
);

test.runIf(process.getuid?.() === 0)('a read-only file can be read, and writing rejects', async () => {
  const folder = makeFolder();
  const path = join(folder, 'state.db');
  await makeState(path);
  chownSync(folder, 65_534, 65_534);
  chmodSync(path, 0o644);
  becomeUnprivileged();
  const state = open(path);
  expect(await state.revocations.isRevoked(BEARER)).toMatchObject({ id: 'a' });
  await expect(state.nonces.redeem('one', LATER)).rejects.toMatchObject(unavailable(path, /write access/));
  await expect(state.revocations.revoke({ agent: 'b' })).rejects.toMatchObject(unavailable(path, /write access/));
});
