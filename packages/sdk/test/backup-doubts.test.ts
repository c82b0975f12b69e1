import fs, { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openArchive, restoreLog } from '@agent-safe/audit';
import { afterEach, describe, expect, test } from 'vitest';
import { archive } from './support/archive.ts';
import { Backups } from './support/backups.ts';
import { makeProject, restart } from './support/project.ts';
import { answer, makeUsed, other, scale, worker } from './support/used-project.ts';

const HOUR = 3_600_000;
/** A log of agent-safe 0.11. */
const LEGACY_LOG = fileURLToPath(new URL('../../audit/test/fixtures/0.11-hundred.jsonl', import.meta.url));

afterEach(live);

describe('T52 a clock that is behind makes no used ticket valid again', () => {
  test.each([
    ['after a restore of the log and the state', ['log', 'state']],
    ['after a restore of the state', ['state']],
  ] as const)('(%s)', async (_, lost) => {
    const { approver, backups, unused } = await makeUsed();
    expect(await backups.make()).toMatchObject({ ok: true });
    expect(await backups.redeem(unused)).toBe('ok');
    backups.lose(...lost);
    const before = backups.content();
    backups.project.time.now -= HOUR;
    expect(await backups.restore()).toMatchObject({ ok: false, code: 'clock_behind' });
    expect(backups.content()).toEqual(before);
    // A small difference is normal. The tickets of the backup are refused all the same.
    backups.project.time.now += HOUR - 60_000;
    expect(await backups.restore()).toMatchObject({ ok: true });
    backups.project.time.now += 61_000;
    expect(await backups.redeem(unused)).not.toBe('ok');
    await backups.within(async (safe) => {
      expect(await answer(safe, worker)).toBe('deny caller_revoked');
      if (lost.length === 2) expect(await answer(safe, { ...scale, caller: approver })).toBe('deny caller_revoked');
    });
  });

  test('(after a rebuild of the state)', async () => {
    const { backups, unused } = await makeUsed();
    backups.lose('state');
    backups.project.time.now -= HOUR;
    await backups.within(async (safe) => {
      expect(await safe.state.rebuild()).toMatchObject({ ok: false, code: 'clock_behind' });
      expect(await answer(safe, worker)).toBe('deny state_unavailable');
    });
    backups.project.time.now += HOUR - 60_000;
    // The denied request was recorded with the wrong clock. It has no ticket, so it does not count.
    await backups.within(async (safe) => {
      expect(await safe.state.rebuild()).toMatchObject({ ok: true });
    });
    backups.project.time.now += 61_000;
    expect(await backups.redeem(unused)).not.toBe('ok');
  });
});

const late = { ...restart, caller: 'late' };

describe('T52 a restore keeps the revocations of what it replaces', () => {
  test('(after an interrupted restore of another backup)', async () => {
    const { backups } = await makeUsed();
    await backups.make('early');
    await backups.within((safe) => safe.check(other));
    await backups.make('late');
    await backups.within((safe) => safe.revocations.add({ agent: 'late' }));
    damage(backups.path('audit.jsonl'));
    backups.lose('state');
    endBeforeState();
    expect(await backups.restore('late', { replace: true })).toMatchObject({ ok: false, code: 'restore_failed' });
    live();
    expect(await backups.restore('early')).toMatchObject({ ok: false, code: 'restore_unfinished' });
    expect(await backups.restore('early', { replace: true })).toMatchObject({ ok: true });
    await backups.within(async (safe) => expect(await answer(safe, late)).toBe('deny caller_revoked'));
    expect(backups.leftovers()).toEqual([]);
  });

  test('(of a log whose newest file is lost)', async () => {
    const project = makeProject({ '*': 'allow' });
    const auditLog = { path: join(project.folder, 'audit.jsonl'), max_bytes: 4_096 };
    const backups = new Backups(project, { auditLog });
    const work = async (caller: string, count: number) => {
      const safe = await project.open({ auditLog });
      await safe.revocations.add({ agent: caller });
      for (let index = 0; index < count; index += 1) await safe.check(other);
      await safe.close();
    };
    await work('worker', 0);
    expect(await backups.make()).toMatchObject({ ok: true });
    await work('late', 12);
    rmSync(backups.path('audit.jsonl'));
    damage(backups.path('audit.000000000001.jsonl'));
    backups.lose('state');
    expect(await backups.restore('backup', { replace: true })).toMatchObject({ ok: true, restored: 'log and state' });
    const safe = await project.open({ auditLog });
    expect(await answer(safe, late)).toBe('deny caller_revoked');
    await safe.close();
  });

  test('(of archived events)', async () => {
    const { backups } = await makeUsed();
    await backups.make('early');
    await backups.within((safe) => safe.revocations.add({ agent: 'late' }));
    await archive(backups.project);
    expect(await backups.make('archived')).toMatchObject({ ok: true });
    backups.lose('state');
    damage(backups.path('audit.jsonl'));
    expect(await backups.restore('early', { replace: true })).toMatchObject({ ok: true, restored: 'log and state' });
    await backups.within(async (safe) => expect(await answer(safe, late)).toBe('deny caller_revoked'));
    backups.lose('log', 'state');
    expect(await backups.restore('archived', { replace: true })).toMatchObject({ ok: true });
    await backups.within(async (safe) => {
      expect(await answer(safe, late)).toBe('deny caller_revoked');
      expect(await answer(safe, worker)).toBe('deny caller_revoked');
      expect(await safe.audit.verify()).toMatchObject({ verdict: expect.stringMatching(/^ok/) as string });
    });
  });

  test('(if the backup has no state)', async () => {
    const backups = new Backups(makeProject({ '*': 'allow' }));
    copyFileSync(LEGACY_LOG, backups.path('audit.jsonl'));
    expect(await backups.make()).toMatchObject({ ok: true, manifest: { state: null } });
    await backups.within((safe) => safe.revocations.add({ agent: 'late' }));
    damage(backups.path('audit.jsonl'));
    backups.lose('state');
    expect(await backups.restore('backup', { replace: true })).toMatchObject({ ok: true });
    await backups.within(async (safe) => expect(await answer(safe, late)).toBe('deny caller_revoked'));
  });
});

test('T52 a log from an archive may lack its last events, so no ticket and no approval of before is valid', async () => {
  const { backups, open, unused } = await makeUsed();
  await backups.make();
  copyFileSync(backups.path('audit.jsonl'), backups.path('shipped.jsonl'));
  expect(await backups.redeem(unused)).toBe('ok');
  backups.lose('log', 'state');
  const archived = openArchive({ backend: 'filesystem', path: backups.path('shipped.jsonl') });
  await restoreLog(archived, backups.path('audit.jsonl'), new AbortController().signal);
  expect(await backups.restore()).toMatchObject({
    ok: true,
    restored: 'state',
    canceled: expect.arrayContaining([open]) as string[],
  });
  expect(await backups.redeem(unused)).not.toBe('ok');
  await backups.within(async (safe) => expect(await answer(safe, worker)).toBe('deny caller_revoked'));
  expect(existsSync(backups.path('audit.jsonl.restored'))).toBe(false);
});

test('T52 an interrupted restore of a backup without a state allows nothing, and the same command finishes it', async () => {
  const backups = new Backups(makeProject({ '*': 'allow' }));
  copyFileSync(LEGACY_LOG, backups.path('audit.jsonl'));
  expect(await backups.make()).toMatchObject({ ok: true, manifest: { state: null } });
  const token = await backups.within((safe) => safe.tokens.issue({ agent_id: 'worker' }));
  backups.lose('log', 'state');
  backups.project.time.now += 1_000;
  fs.rmdirSync = () => {
    throw new Error('The process has ended.');
  };
  syncBuiltinESMExports();
  expect(await backups.restore()).toMatchObject({ ok: false, code: 'restore_failed' });
  live();
  await backups.within(async (safe) => expect(await answer(safe, other)).toBe('deny state_unavailable'));
  expect(await backups.restore()).toMatchObject({ ok: true });
  await backups.within(async (safe) => {
    expect(await answer(safe, other)).toBe('allow rule');
    expect(await answer(safe, { ...restart, caller: token })).toBe('deny caller_revoked');
  });
});

test('T52 of several backups to the same folder at once, one is made and the others are refused', async () => {
  const { backups } = await makeUsed();
  const made = await Promise.all([backups.make(), backups.make(), backups.make()]);
  expect(made.map((result) => (result.ok ? 'ok' : result.code)).sort()).toEqual([
    'backup_exists',
    'backup_exists',
    'ok',
  ]);
  expect(backups.leftovers()).toEqual([]);
});

/** Changes a byte of the first line of a log. */
function damage(path: string): void {
  const bytes = readFileSync(path);
  bytes[40] = 0x20 ^ (bytes[40] ?? 0);
  writeFileSync(path, bytes);
}

const [rename, removeFolder] = [fs.renameSync, fs.rmdirSync];

/** Lets a restore end before it puts the state in place. */
function endBeforeState(): void {
  fs.renameSync = (from, to) => {
    if (String(to).endsWith('state.db')) throw new Error('The process has ended.');
    rename(from, to);
  };
  syncBuiltinESMExports();
}

function live(): void {
  Object.assign(fs, { renameSync: rename, rmdirSync: removeFolder });
  syncBuiltinESMExports();
}
