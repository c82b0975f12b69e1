import {
  chmodSync,
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
import { verifyLog } from '@agent-safe/audit';
import { describe, expect, test } from 'vitest';
import { type AgentSafe, AgentSafeError, backupProject, restoreProject } from '../src/index.ts';
import { memoryStores } from '../src/memory/index.ts';
import { Backups } from './support/backups.ts';
import { brief, makeProject, restart } from './support/project.ts';

const worker = { ...restart, caller: 'worker' };
const other = { ...restart, caller: 'other' };
const scale = {
  action: 'scale-deployment',
  target: 'dev/test-app',
  caller: 'other',
  params: { namespace: 'dev', deployment: 'app', replicas: 3 },
} as const;

/** A project with a revocation, a used ticket, an unused one, an open request and a denied one. */
async function makeUsed() {
  const backups = new Backups(makeProject({ 'restart-deployment': 'allow', '*': 'require_approval' }));
  const facts = await backups.within(async (safe) => {
    await safe.revocations.add({ agent: 'worker' });
    const approver = await safe.tokens.issue({ agent_id: 'alice', roles: ['approver'] });
    const used = (await safe.check(other)).ticket?.token ?? '';
    const unused = (await safe.check(other)).ticket?.token ?? '';
    const denied = await safe.check(scale);
    await safe.approvals.deny(denied.request_id ?? '', { approver, reason: 'No' });
    const open = await safe.check({ ...scale, params: { ...scale.params, replicas: 4 } });
    return { approver, used, unused, denied: denied.request_id ?? '', open: open.request_id ?? '' };
  });
  expect(await backups.redeem(facts.used)).toBe('ok');
  return { backups, ...facts };
}

const answer = async (safe: AgentSafe, request: object) => brief(await safe.check(request as typeof other));

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

describe('T52 a backup is refused', () => {
  test('with a reason, and nothing is written', async () => {
    const { backups } = await makeUsed();
    const before = readdirSync(backups.project.folder).filter((name) => !name.endsWith('.lock'));
    const refused = async (expected: string, given: Promise<unknown>) => {
      expect(await given).toMatchObject({ ok: false, code: expected });
      const after = readdirSync(backups.project.folder).filter((name) => !name.endsWith('.lock'));
      expect(after).toEqual(before);
    };
    const { options } = backups;
    const to = backups.path('refused');
    await refused('backup_unsupported', backupProject(to, { ...options, stores: memoryStores() }));
    await refused('audit_missing', backupProject(to, { ...options, auditLog: undefined }));
    await refused(
      'audit_unavailable',
      backupProject(to, { ...options, auditLog: backups.path('nothing.jsonl'), state: undefined }),
    );
    await refused('backup_exists', backupProject(backups.path('keys.json'), options));
    await refused('backup_failed', backupProject(backups.path('keys.json', 'below'), options));
    await expect(backupProject(to, { ...options, keys: backups.path('no-keys.json') })).rejects.toThrow(AgentSafeError);
  });

  test('if a link is at its path, also a broken one', async () => {
    const { backups } = await makeUsed();
    symlinkSync('nowhere', backups.path('backup'));
    expect(await backups.make()).toMatchObject({ ok: false, code: 'backup_exists' });
    expect(existsSync(backups.path('nowhere'))).toBe(false);
  });

  test('if the log or the state is not whole, unless a damaged log is asked for', async () => {
    const { backups } = await makeUsed();
    const log = readFileSync(backups.path('audit.jsonl'));
    const state = readFileSync(backups.path('state.db'));
    writeFileSync(backups.path('audit.jsonl'), log.subarray(0, -40));
    expect(await backups.make()).toMatchObject({ ok: false, code: 'audit_torn' });
    expect(await backups.make('torn', { allowDamaged: true })).toMatchObject({ ok: true });
    const changed = Buffer.from(log);
    changed[60] = 0x20 ^ (changed[60] ?? 0);
    writeFileSync(backups.path('audit.jsonl'), changed);
    expect(await backups.make()).toMatchObject({
      ok: false,
      code: 'audit_tampered',
      reason: expect.stringContaining('--damaged') as string,
    });
    expect(await backups.make('evidence', { allowDamaged: true })).toMatchObject({
      ok: true,
      manifest: { log: { verdict: 'tampered' } },
    });
    expect(await backups.restore('evidence', { replace: true })).toMatchObject({ ok: false, code: 'audit_tampered' });
    writeFileSync(backups.path('audit.jsonl'), log);
    const page = Buffer.from(state);
    page.fill(0x5a, 8_192, 12_288);
    writeFileSync(backups.path('state.db'), page);
    expect(await backups.make()).toMatchObject({ ok: false, code: expect.stringMatching(/^state_/) as string });
    writeFileSync(backups.path('state.db'), state);
    await backups.within((safe) => safe.revocations.add({ agent: 'late' }));
    for (const name of ['state.db-wal', 'state.db-shm']) rmSync(backups.path(name), { force: true });
    writeFileSync(backups.path('state.db'), state);
    expect(await backups.make()).toMatchObject({ ok: false, code: 'state_outdated' });
    rmSync(backups.path('state.db'));
    expect(await backups.make()).toMatchObject({ ok: false, code: 'state_missing' });
  });
});
