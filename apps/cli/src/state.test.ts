import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projects } from '../test/project.ts';

const project = projects();
const DEV = ['check', 'restart-deployment', '--target', 'dev/test-app'];
const PARAMS = ['--params', '{"namespace":"dev","deployment":"app"}'];

describe('T45 state rebuild', () => {
  test('makes a lost state usable again, and says what it did', async () => {
    const here = project();
    await here.run('revoke', '--agent', 'worker-01');
    const state = join(here.cwd, '.agent-safe/state.db');
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${state}${suffix}`, { force: true });
    const refused = await here.run(...DEV, ...PARAMS);
    expect(refused.exit).toBe(3);
    expect(refused.out).toContain('state_unavailable');
    expect(refused.out).toContain('agent-safe state rebuild');
    // No command creates a state that looks whole.
    expect(existsSync(state)).toBe(false);
    const { exit, out } = await here.run('state', 'rebuild', '--reason', 'The disk was replaced');
    expect(exit).toBe(0);
    expect(out).toMatch(/^REBUILT — .*state\.db\n {2}log +.*audit\.jsonl, 2 events\n {2}revocations +1\n/);
    expect((await here.run(...DEV, ...PARAMS)).exit).toBe(0);
    expect((await here.run(...DEV, ...PARAMS, '--caller', 'worker-01')).out).toContain('caller_revoked');
    const shown = await here.run('audit', 'show', '--type', 'state_rebuilt', '--json');
    expect(shown.out).toContain('The disk was replaced');
  });

  test('names a log that does not exist', async () => {
    const here = project();
    const { err, exit } = await here.run('state', 'rebuild', '--log', 'other.jsonl');
    expect(exit).toBe(3);
    expect(err).toContain('There is no audit log at');
    const json = JSON.parse((await here.run('state', 'rebuild', '--log', 'other.jsonl', '--json')).out) as object;
    expect(json).toMatchObject({ ok: false, code: 'log_missing' });
  });
});
