import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { AgentSafeError, backupProject } from '../src/index.ts';
import { memoryStores } from '../src/memory/index.ts';
import { makeUsed } from './support/used-project.ts';

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
