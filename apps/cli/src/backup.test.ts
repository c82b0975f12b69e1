import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projects } from '../test/project.ts';

const project = projects();
const DEV = [
  'check',
  'restart-deployment',
  '--target',
  'dev/test-app',
  '--params',
  '{"namespace":"dev","deployment":"app"}',
];

function lose(cwd: string): void {
  for (const name of ['audit.jsonl', 'audit.jsonl.checkpoint', 'audit.jsonl.tree', '.agent-safe/state.db']) {
    rmSync(join(cwd, name), { force: true });
  }
}

test('T52 backup and restore say what they did, and what else must be kept safe', async () => {
  const here = project();
  await here.run('revoke', '--agent', 'worker-01');
  const made = await here.run('backup', 'monday');
  expect(made.exit).toBe(0);
  expect(made.out).toMatch(/^BACKED UP — .*monday\n {2}log +1 event, /);
  expect(made.out).toMatch(/signed +by agent-safe\/checkpoint/);
  expect(made.out).toMatch(/keep safe +.*keys\.json, and the settings and policies/);
  expect((await here.run('audit', 'verify', 'monday/log/audit.jsonl')).exit).toBe(0);
  lose(here.cwd);
  const { exit, out } = await here.run('restore', 'monday', '--reason', 'INC-12');
  expect(exit).toBe(0);
  expect(out).toMatch(/^RESTORED — log and state of /);
  expect(out).toContain('Repeat the revocations of agents');
  expect((await here.run(...DEV)).exit).toBe(0);
  expect((await here.run(...DEV, '--caller', 'worker-01')).out).toContain('caller_revoked');
  expect((await here.run('audit', 'show', '--type', 'backup_restored', '--json')).out).toContain('INC-12');
});

test('T52 a refused backup or restore exits with 3 and a code', async () => {
  const here = project();
  await here.run(...DEV);
  await here.run('backup', 'monday');
  const again = await here.run('backup', 'monday');
  expect(again).toMatchObject({ exit: 3, err: expect.stringContaining('code  backup_exists') as string });
  const refused = await here.run('restore', 'monday', '--json');
  expect(refused.exit).toBe(3);
  expect(JSON.parse(refused.out)).toMatchObject({ ok: false, code: 'state_exists' });
  expect(await here.run('restore', 'tuesday')).toMatchObject({
    exit: 3,
    err: expect.stringContaining('backup_missing') as string,
  });
  expect((await here.run('backup')).exit).toBe(2);
});

test('T52 an interrupted restore names the command that finishes it', async () => {
  const here = project();
  await here.run(...DEV);
  await here.run('backup', 'monday');
  lose(here.cwd);
  // As the mark that a restore leaves if it ends before the files are in place.
  writeFileSync(join(here.cwd, 'audit.jsonl.checkpoint'), `agent-safe restore v1\n${'0'.repeat(64)}\n`);
  const denied = await here.run(...DEV);
  expect(denied.exit).toBe(3);
  expect(denied.out).toContain('agent-safe restore');
  expect(existsSync(join(here.cwd, 'audit.jsonl'))).toBe(false);
  expect((await here.run('audit', 'verify')).err).toContain('agent-safe restore');
  expect((await here.run('restore', 'monday')).err).toContain('restore_unfinished');
  const finished = await here.run('restore', 'monday', '--replace');
  expect([finished.err, finished.exit]).toEqual(['', 0]);
  expect(readFileSync(join(here.cwd, 'audit.jsonl'), 'utf8')).toContain('backup_restored');
});
