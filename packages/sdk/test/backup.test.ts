import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { verifyLog } from '@agent-safe/audit';
import { describe, expect, test } from 'vitest';
import { backupProject, restoreProject } from '../src/index.ts';
import { memoryStores } from '../src/memory/index.ts';
import { Backups } from './support/backups.ts';
import { brief, makeProject, restart } from './support/project.ts';
import { answer, makeUsed, other, scale, worker } from './support/used-project.ts';

/** A log of agent-safe 0.11. */
const LEGACY_LOG = fileURLToPath(new URL('../../audit/test/fixtures/0.11-hundred.jsonl', import.meta.url));

describe('T52 a backup', () => {
  test('holds the log and the state of one moment, and restores both', async () => {
    const { approver, backups, denied, open, unused, used } = await makeUsed();
    const made = await backups.make();
    expect(made).toMatchObject({ ok: true, signed_by: expect.stringContaining('agent-safe/') as string });
    expect(backups.leftovers()).toEqual([]);
    const copy = backups.path('backup', 'log', 'audit.jsonl');
    expect(await verifyLog(copy)).toMatchObject({ verdict: expect.stringMatching(/^ok/) as string });
    const everything = readdirSync(backups.path('backup'), { recursive: true, encoding: 'utf8' }).sort();
    expect(everything).toEqual(
      [
        'log',
        'log/audit.jsonl',
        'log/audit.jsonl.checkpoint',
        'log/audit.jsonl.tree',
        'manifest.txt',
        'state.db',
      ].filter((name) => existsSync(backups.path('backup', name))),
    );
    const key = JSON.parse(readFileSync(backups.path('keys.json'), 'utf8')) as { keys: { d?: string; k?: string }[] };
    for (const name of everything.filter((each) => each !== 'log')) {
      const text = readFileSync(backups.path('backup', name), 'latin1');
      for (const { d, k } of key.keys)
        expect([d, k].filter((secret) => secret !== undefined && text.includes(secret))).toEqual([]);
    }
    const revokedLater = { ...restart, caller: 'late' };
    await backups.within(async (safe) => {
      await safe.revocations.add({ agent: 'late' });
    });
    expect(await backups.redeem(unused)).toBe('ok');
    backups.lose('log', 'state');
    backups.project.time.now += 1_000;
    const restored = await backups.restore('backup', { reason: 'INC-1' });
    expect(restored).toMatchObject({
      ok: true,
      restored: 'log and state',
      tokens_revoked: true,
      canceled: expect.arrayContaining([open, denied]) as string[],
    });
    expect(backups.leftovers()).toEqual([]);
    expect(await backups.redeem(used)).not.toBe('ok');
    expect(await backups.redeem(unused)).not.toBe('ok');
    await backups.within(async (safe) => {
      expect(await answer(safe, worker)).toBe('deny caller_revoked');
      expect(await answer(safe, other)).toBe('allow rule');
      // Nothing in the backup says that this agent was revoked, so only its tokens are refused.
      expect(await answer(safe, revokedLater)).toBe('allow rule');
      expect(await safe.approvals.get(open)).toMatchObject({ ok: false, code: 'approval_unknown' });
      expect(await safe.check({ ...scale, caller: approver })).toMatchObject({ code: 'caller_revoked' });
      expect(await safe.audit.verify()).toMatchObject({ verdict: expect.stringMatching(/^ok/) as string });
    });
    const types = backups.project.events().map(({ event_type }) => event_type);
    expect(types.filter((type) => type === 'backup_restored' || type === 'state_rebuilt')).toEqual([
      'backup_restored',
      'state_rebuilt',
    ]);
    const event = backups.project.events().find(({ event_type }) => event_type === 'backup_restored');
    expect(event).toMatchObject({ reason: 'INC-1', restored: 'log and state', archive: null });
  });

  test('restores only the state if the log of the project continues the backup, and nothing is lost', async () => {
    const { approver, backups, open, unused, used } = await makeUsed();
    await backups.make();
    backups.lose('state');
    expect(await backups.restore()).toMatchObject({
      ok: true,
      restored: 'state',
      tickets_until: null,
      tokens_revoked: false,
    });
    expect(await backups.redeem(used)).toBe('ticket_replayed');
    expect(await backups.redeem(unused)).toBe('ok');
    await backups.within(async (safe) => {
      expect(await answer(safe, worker)).toBe('deny caller_revoked');
      expect(await safe.approvals.approve(open, { approver, reason: 'Yes' })).toMatchObject({ ok: true });
    });
    // A revocation and a used ticket are newer than the backup now: the log has them, and the state is rebuilt from it.
    const lateTicket = await backups.within(async (safe) => {
      await safe.revocations.add({ agent: 'late' });
      return (await safe.check(other)).ticket?.token ?? '';
    });
    expect(await backups.redeem(lateTicket)).toBe('ok');
    backups.lose('state');
    backups.project.time.now += 1_000;
    expect(await backups.restore()).toMatchObject({
      ok: true,
      restored: 'state',
      canceled: expect.arrayContaining([open]) as string[],
    });
    expect(await backups.redeem(lateTicket)).toMatch(/ticket_(?:replayed|outdated)/);
    await backups.within(async (safe) => {
      expect(await answer(safe, { ...restart, caller: 'late' })).toBe('deny caller_revoked');
      expect(await answer(safe, worker)).toBe('deny caller_revoked');
      expect((await safe.check({ ...restart, caller: approver })).result).toBe('allow');
    });
    expect(backups.project.events().filter(({ event_type }) => event_type === 'backup_restored')).toHaveLength(2);
    expect(backups.leftovers()).toEqual([]);
  });

  test('does not refund the limits of requests after it', async () => {
    const rateLimit = { max_requests: 3, window_seconds: 600 };
    const backups = new Backups(makeProject({ '*': 'allow' }), { rateLimit });
    const check = async () => {
      const safe = await backups.project.open({ rateLimit });
      const text = brief(await safe.check(other));
      await safe.close();
      return text;
    };
    await check();
    await backups.make();
    await check();
    await check();
    backups.lose('state');
    expect(await backups.restore()).toMatchObject({ ok: true, tickets_until: null });
    expect(await check()).toBe('deny rate_limited');
  });

  test('keeps the revocations of a state and of a log that it replaces', async () => {
    const { backups } = await makeUsed();
    await backups.make();
    await backups.within((safe) => safe.revocations.add({ agent: 'late' }));
    const log = readFileSync(backups.path('audit.jsonl'));
    backups.lose('log');
    expect(await backups.restore()).toMatchObject({ ok: false, code: 'state_exists' });
    const restored = await backups.restore('backup', { replace: true });
    expect(restored).toMatchObject({
      ok: true,
      restored: 'log and state',
      replaced_state: expect.any(String) as string,
    });
    await backups.within(async (safe) =>
      expect(await answer(safe, { ...restart, caller: 'late' })).toBe('deny caller_revoked'),
    );
    // A damaged log, with a revocation that only it has.
    backups.lose('log', 'state');
    log[40] = 0x20 ^ (log[40] ?? 0);
    writeFileSync(backups.path('audit.jsonl'), log, { mode: 0o600 });
    expect(await backups.restore()).toMatchObject({ ok: false, code: 'log_exists' });
    const again = await backups.restore('backup', { replace: true });
    expect(again).toMatchObject({ ok: true, archive: expect.stringContaining('archive') as string });
    await backups.within(async (safe) =>
      expect(await answer(safe, { ...restart, caller: 'late' })).toBe('deny caller_revoked'),
    );
  });

  test('has all files of a rotated log, in any folder and with any name', async () => {
    const project = makeProject({ '*': 'allow' });
    mkdirSync(join(project.folder, 'logs'));
    const path = join(project.folder, 'logs', 'events.log');
    const auditLog = { path, max_bytes: 4_096, checkpoint_events: 4 };
    const backups = new Backups(project, { auditLog });
    const work = async (count: number) => {
      const safe = await project.open({ auditLog });
      for (let index = 0; index < count; index += 1) await safe.check(other);
      await safe.revocations.add({ agent: 'worker' });
      await safe.audit.checkpoint();
      await safe.close();
    };
    await work(12);
    expect(await backups.make()).toMatchObject({ ok: true });
    expect(readdirSync(backups.path('backup', 'log')).length).toBeGreaterThan(4);
    rmSync(join(project.folder, 'logs'), { recursive: true });
    backups.lose('state');
    chmodSync(backups.path('backup', 'log', 'audit.jsonl'), 0o640);
    expect(await backups.restore()).toMatchObject({ ok: true, restored: 'log and state' });
    const names = readdirSync(join(project.folder, 'logs'));
    expect(names.filter((name) => /^events\.\d{12}\.log$/.test(name)).length).toBeGreaterThan(1);
    expect(names).toContain('events.log.checkpoint');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await work(3);
    expect(await verifyLog(path)).toMatchObject({ verdict: expect.stringMatching(/^ok/) as string });
  });

  test('of a log behind a link, with other access rights, is restored behind the link', async () => {
    const { backups } = await makeUsed();
    mkdirSync(backups.path('elsewhere'));
    renameSync(backups.path('audit.jsonl'), backups.path('elsewhere', 'real.jsonl'));
    symlinkSync('elsewhere/real.jsonl', backups.path('audit.jsonl'));
    chmodSync(backups.path('elsewhere', 'real.jsonl'), 0o660);
    expect(await backups.make()).toMatchObject({ ok: true });
    expect(statSync(backups.path('backup')).mode & 0o777).toBe(0o700);
    rmSync(backups.path('elsewhere', 'real.jsonl'));
    backups.lose('state');
    expect(await backups.restore()).toMatchObject({ ok: true, restored: 'log and state' });
    expect(statSync(backups.path('elsewhere', 'real.jsonl')).mode & 0o777).toBe(0o660);
    await backups.within(async (safe) => expect(await answer(safe, worker)).toBe('deny caller_revoked'));
  });

  test('is made of a project without keys, and of one without a state', async () => {
    const { backups } = await makeUsed();
    const bare = { ...backups.options, keys: undefined, state: undefined };
    expect(await backupProject(backups.path('bare'), bare)).toMatchObject({
      ok: true,
      signed_by: null,
      manifest: { state: null },
    });
    backups.lose('log');
    expect(await restoreProject(backups.path('bare'), bare)).toMatchObject({
      ok: true,
      restored: 'log',
      tickets_until: null,
    });
    const unsigned = { ...backups.options, keys: undefined, state: backups.path('other.db') };
    expect(await backupProject(backups.path('second'), unsigned)).toMatchObject({ ok: false, code: 'state_missing' });
  });
});

test('T52 a log of agent-safe 0.11 is backed up and restored, also without a state file', async () => {
  const project = makeProject({ '*': 'allow' });
  const backups = new Backups(project);
  copyFileSync(LEGACY_LOG, backups.path('audit.jsonl'));
  expect(await backups.make()).toMatchObject({ ok: true, manifest: { state: null, log: { state_facts: 0 } } });
  backups.lose('log', 'state');
  project.time.now += 1_000;
  expect(await backups.restore()).toMatchObject({ ok: true, tokens_revoked: true });
  await backups.within(async (safe) => {
    expect(await answer(safe, other)).toBe('allow rule');
    expect(await safe.revocations.list()).toMatchObject([{ kind: 'all' }]);
    expect(await safe.audit.verify()).toMatchObject({ verdict: expect.stringMatching(/^ok/) as string });
  });
});

test('T52 a program backs up its project, but not stores of its own', async () => {
  const { backups } = await makeUsed();
  await backups.within(async (safe) => {
    expect(await safe.backup(backups.path('backup'))).toMatchObject({ ok: true, folder: backups.path('backup') });
    await expect(safe.backup(backups.path('other'), { allowDamage: true } as object)).rejects.toThrow('allowDamaged');
  });
  const safe = await backups.project.open({ stores: memoryStores() });
  expect(await safe.backup(backups.path('other'))).toMatchObject({ ok: false, code: 'backup_unsupported' });
});
