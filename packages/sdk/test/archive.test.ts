import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { archive } from './support/archive.ts';
import { redeem, within } from './support/commands.ts';
import { brief, makeProject, restart } from './support/project.ts';
import { StateFile } from './support/state-file.ts';

const worker = { ...restart, caller: 'worker' };
const other = { ...restart, caller: 'other' };

describe('T52 facts in force at an archive', () => {
  test('a revoked agent stays revoked, and a used ticket stays used, after the state is lost', async () => {
    const project = makeProject({ '*': 'allow' });
    const state = new StateFile(project.folder);
    const ticket = await within(project, async (safe) => {
      await safe.revocations.add({ agent: 'worker' });
      return (await safe.check(other)).ticket;
    });
    expect(await redeem(project, ticket?.token ?? '')).toMatchObject({ ok: true });
    expect(await archive(project)).toMatchObject({ revocations: 1, tickets: 1 });
    expect(await redeem(project, ticket?.token ?? '')).toMatchObject({ code: 'ticket_replayed' });
    expect(brief(await within(project, (safe) => safe.check(worker)))).toBe('deny caller_revoked');
    state.remove();
    expect(brief(await within(project, (safe) => safe.check(other)))).toBe('deny state_unavailable');
    const rebuilt = await within(project, (safe) => safe.state.rebuild());
    expect(rebuilt).toMatchObject({ ok: true, revocations: 1, tickets: 1 });
    expect(brief(await within(project, (safe) => safe.check(worker)))).toBe('deny caller_revoked');
    expect(brief(await within(project, (safe) => safe.check(other)))).toBe('allow rule');
    expect(await redeem(project, ticket?.token ?? '')).toMatchObject({ ok: false });
  });

  test('they pass through several archives, and a lifted revocation stays lifted', async () => {
    const project = makeProject({ '*': 'allow' });
    const state = new StateFile(project.folder);
    await within(project, async (safe) => {
      await safe.revocations.add({ agent: 'worker' });
      await safe.revocations.add({ agent: 'other' });
    });
    await archive(project);
    await within(project, (safe) => safe.revocations.lift('other'));
    await archive(project);
    await within(project, (safe) => safe.check(restart));
    await archive(project);
    state.remove();
    expect(await within(project, (safe) => safe.state.rebuild())).toMatchObject({ ok: true, revocations: 2 });
    expect(brief(await within(project, (safe) => safe.check(worker)))).toBe('deny caller_revoked');
    expect(brief(await within(project, (safe) => safe.check(other)))).toBe('allow rule');
  });

  test('an older state from before the archive is refused', async () => {
    const project = makeProject({ '*': 'allow' });
    const state = new StateFile(project.folder);
    await within(project, (safe) => safe.check(other));
    state.copyTo('early');
    await within(project, (safe) => safe.revocations.add({ agent: 'worker' }));
    await archive(project);
    state.restore('early');
    expect(brief(await within(project, (safe) => safe.check(worker)))).toMatch(/^deny (state|audit)_unavailable$/);
  });

  test('an approval that is open continues, in running and in new processes', async () => {
    const project = makeProject();
    const running = await project.open();
    const caller = await running.tokens.issue({ agent_id: 'worker' });
    const approver = await running.tokens.issue({ agent_id: 'alice', roles: ['approver'] });
    const { request_id: id = '' } = await running.check({ ...restart, caller });
    const dev = { ...restart, action: 'scale-deployment', params: { ...restart.params, replicas: 3 } };
    const { request_id: second = '' } = await running.check({ ...dev, caller });
    expect(await running.approvals.approve(second, { approver, reason: 'Checked' })).toMatchObject({ ok: true });
    expect(await archive(project)).toMatchObject({ approvals: expect.arrayContaining([id, second]) });
    expect(await running.approvals.approve(id, { approver, reason: 'Checked' })).toMatchObject({ ok: true });
    await archive(project);
    expect(brief(await within(project, (safe) => safe.check({ ...restart, caller })))).toBe('allow approved');
    expect(brief(await running.check({ ...dev, caller }))).toBe('allow approved');
    expect(brief(await running.check({ ...restart, caller }))).toBe('require_approval rule');
  });

  test('a request that had ended is not open again, and its answer names the archive', async () => {
    const project = makeProject();
    const running = await project.open();
    const caller = await running.tokens.issue({ agent_id: 'worker' });
    const approver = await running.tokens.issue({ agent_id: 'alice', roles: ['approver'] });
    const { request_id: id = '' } = await running.check({ ...restart, caller });
    await running.approvals.approve(id, { approver, reason: 'Checked' });
    expect(brief(await running.check({ ...restart, caller }))).toBe('allow approved');
    const { archive: folder } = await archive(project);
    const shown = await within(project, (safe) => safe.approvals.get(id));
    expect(shown).toMatchObject({ ok: false, reason: expect.stringContaining(folder) });
    expect(brief(await running.check({ ...restart, caller }))).toBe('require_approval rule');
  });

  test('a rebuild cancels the requests that were open', async () => {
    const project = makeProject();
    const state = new StateFile(project.folder);
    const { request_id: id } = await within(project, async (safe) => {
      return safe.check({ ...restart, caller: await safe.tokens.issue({ agent_id: 'worker' }) });
    });
    await archive(project);
    state.remove();
    expect(await within(project, (safe) => safe.state.rebuild())).toMatchObject({ ok: true, canceled: [id] });
  });
});

test('T52 an answer about an archived event names the archive', async () => {
  const project = makeProject({ '*': 'allow' });
  const { audit_id } = await within(project, (safe) => safe.check(other));
  const { archive: folder } = await archive(project);
  await within(project, async (safe) => {
    await expect(safe.audit.captureBefore(audit_id, { replicas: 1 })).rejects.toThrow(folder);
  });
});

describe('T52 a program that runs on', () => {
  test.each([
    ['is moved away', (log: string) => [() => renameSync(log, `${log}.away`), () => renameSync(`${log}.away`, log)]],
    [
      'is in a folder that is moved away',
      (log: string) => {
        const folder = join(log, '..');
        return [() => renameSync(folder, `${folder}.away`), () => renameSync(`${folder}.away`, folder)];
      },
    ],
  ] as const)('records and allows again after its log %s and comes back', async (_, change) => {
    const project = makeProject({ '*': 'allow' });
    const folder = join(project.folder, 'logs');
    (await import('node:fs')).mkdirSync(folder);
    const log = join(folder, 'audit.jsonl');
    const safe = await project.open({ auditLog: log });
    expect(brief(await safe.check(worker))).toBe('allow rule');
    await safe.audit.checkpoint();
    const [away, back] = change(log);
    away?.();
    expect(brief(await safe.check(worker))).toBe('deny audit_unavailable');
    if (existsSync(`${folder}.away`)) rmSync(folder, { recursive: true, force: true });
    if (existsSync(log)) rmSync(log);
    back?.();
    expect(brief(await safe.check(worker))).toBe('allow rule');
    expect(await safe.audit.verify()).toMatchObject({ verdict: 'ok, anchored locally' });
    expect(readdirSync(folder)).toContain('audit.jsonl');
    onTestFinished(() => safe.close());
  });

  test('continues over an archive', async () => {
    const project = makeProject({ '*': 'allow' });
    const safe = await project.open();
    for (let count = 0; count < 3; count += 1) {
      expect(brief(await safe.check(worker))).toBe('allow rule');
      await archive(project);
    }
    expect(brief(await safe.check(worker))).toBe('allow rule');
    expect(await safe.audit.verify()).toMatchObject({ verdict: 'ok, anchored locally', archived: { until: 9 } });
  });
});
