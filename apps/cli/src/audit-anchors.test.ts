import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, shareFolder } from '@agent-safe/testkit/folders';
import { beforeAll, expect, test } from 'vitest';
import { run } from '../test/run.ts';

const CHECK = ['check', 'restart-deployment', '--target', 'dev/test-app', '--caller', 'deploy-agent'];
const PARAMS = ['--params', '{"namespace":"dev","deployment":"app"}'];

/** A project with a signed checkpoint of two decisions, and one decision after it. */
const template = shareFolder();
beforeAll(async () => {
  await run(template(), 'init', '.');
  await run(template(), ...CHECK, ...PARAMS);
  await run(template(), ...CHECK, ...PARAMS);
  const { out } = await run(template(), 'audit', 'checkpoint');
  writeFileSync(join(template(), 'checkpoint.txt'), out);
  await run(template(), ...CHECK, ...PARAMS);
});

function project(): { readonly cwd: string; readonly log: string } {
  const cwd = makeFolder();
  cpSync(template(), cwd, { recursive: true });
  return { cwd, log: join(cwd, 'audit.jsonl') };
}

async function verdictOf(cwd: string, ...more: readonly string[]): Promise<readonly [number, string]> {
  const { exit, out } = await run(cwd, 'audit', 'verify', ...more);
  return [exit, out.split(' — ')[0] ?? ''];
}

test('T48 an intact log is anchored locally, and --require-anchor asks for a checkpoint from elsewhere', async () => {
  const { cwd } = project();
  expect(await verdictOf(cwd)).toEqual([0, 'ok, anchored locally']);
  expect(await verdictOf(cwd, '--require-anchor')).toEqual([3, 'ok, anchored locally']);
  expect(await verdictOf(cwd, '--require-anchor', '--checkpoint', 'checkpoint.txt')).toEqual([0, 'ok']);
});

test.each([
  ['removed', (log: string) => rmSync(log)],
  ['rotated away', (log: string) => renameSync(log, `${log}.1`)],
  ['truncated', (log: string) => writeFileSync(log, `${readFileSync(log, 'utf8').split('\n')[0] ?? ''}\n`)],
] as const)('T48 a log that was %s is tampered, check denies, and restart begins a new one', async (_, commit) => {
  const { cwd, log } = project();
  commit(log);
  expect((await verdictOf(cwd))[0]).toBe(6);
  const denied = await run(cwd, ...CHECK, ...PARAMS, '--json');
  expect([denied.exit, JSON.parse(denied.out)]).toEqual([3, expect.objectContaining({ code: 'audit_unavailable' })]);
  expect(denied.out).toContain('agent-safe audit restart --reason');
  expect(await run(cwd, 'audit', 'checkpoint')).toMatchObject({ exit: 1 });
  expect(await run(cwd, 'audit', 'restart')).toMatchObject({ exit: 2 });
  const { exit, out } = await run(cwd, 'audit', 'restart', '--reason', 'INC-1', '--json');
  const { archive, reason } = JSON.parse(out) as { archive: string; reason: string };
  expect([exit, reason]).toEqual([0, 'INC-1']);
  expect(readdirSync(archive)).toContain('audit.jsonl.checkpoint');
  expect(await run(cwd, ...CHECK, ...PARAMS)).toMatchObject({ exit: 0 });
  expect(readFileSync(log, 'utf8').split('\n')[0]).toContain('"event_type":"log_restarted"');
  expect(await verdictOf(cwd)).toEqual([0, 'ok, anchored locally']);
  // The new log has a checkpoint, so it is protected as well.
  rmSync(log);
  expect(await run(cwd, ...CHECK, ...PARAMS)).toMatchObject({ exit: 3 });
});

test('T48 a restart keeps revocations in force', async () => {
  const { cwd, log } = project();
  expect(await run(cwd, 'revoke', '--agent', 'deploy-agent')).toMatchObject({ exit: 0 });
  rmSync(log);
  expect(await run(cwd, 'audit', 'restart', '--reason', 'INC-2')).toMatchObject({ exit: 0 });
  const { exit, out } = await run(cwd, ...CHECK, ...PARAMS, '--json');
  expect([exit, (JSON.parse(out) as { code: string }).code]).toEqual([3, 'caller_revoked']);
  expect(await run(cwd, ...CHECK.with(-1, 'other-agent'), ...PARAMS)).toMatchObject({ exit: 0 });
});

test.each([
  ['removed', (state: string) => rmSync(state)],
  ['emptied', (state: string) => writeFileSync(state, '')],
])('T45 a restart of the log does not hide that the state was %s', async (_, lose) => {
  const { cwd, log } = project();
  expect(await run(cwd, 'revoke', '--agent', 'deploy-agent')).toMatchObject({ exit: 0 });
  lose(join(cwd, '.agent-safe/state.db'));
  const check = async () => {
    const { out } = await run(cwd, ...CHECK, ...PARAMS, '--json');
    return (JSON.parse(out) as { code: string }).code;
  };
  expect(await check()).toBe('state_unavailable');
  const { exit, out } = await run(cwd, 'audit', 'restart', '--reason', 'INC-3', '--json');
  expect(exit).toBe(0);
  const { archive } = JSON.parse(out) as { archive: string };
  expect(await check()).toBe('state_unavailable');
  const gone = join(cwd, 'gone');
  renameSync(archive, gone);
  expect(await run(cwd, 'state', 'rebuild')).toMatchObject({ exit: 3 });
  expect(await check()).toBe('state_unavailable');
  renameSync(gone, archive);
  // The rebuild reads the archived log, so the revocation stays.
  expect(await run(cwd, 'state', 'rebuild')).toMatchObject({ exit: 0 });
  expect(await check()).toBe('caller_revoked');
  expect(await run(cwd, ...CHECK.with(-1, 'other-agent'), ...PARAMS)).toMatchObject({ exit: 0 });
  // The new log has the revocation now, so the archive is not needed for the next rebuild.
  rmSync(join(cwd, '.agent-safe/state.db'));
  expect(await check()).toBe('state_unavailable');
  expect(readFileSync(log, 'utf8')).toContain('"event_type":"revocation"');
});

test('T45 a log that is lost together with its state stays refused after a restart', async () => {
  const { cwd, log } = project();
  expect(await run(cwd, 'revoke', '--agent', 'deploy-agent')).toMatchObject({ exit: 0 });
  rmSync(log);
  rmSync(join(cwd, '.agent-safe/state.db'));
  expect(await run(cwd, 'audit', 'restart', '--reason', 'INC-4')).toMatchObject({ exit: 0 });
  const { exit, out } = await run(cwd, ...CHECK, ...PARAMS, '--json');
  expect([exit, (JSON.parse(out) as { code: string }).code]).toEqual([3, 'state_unavailable']);
  expect(await run(cwd, 'state', 'rebuild')).toMatchObject({ exit: 0 });
  expect(await run(cwd, ...CHECK, ...PARAMS)).toMatchObject({ exit: 0 });
});

test('T48 a log that was written again by another project, without its keys, is refused', async () => {
  const { cwd, log } = project();
  const other = makeFolder();
  await run(other, 'init', '.');
  for (let count = 0; count < 5; count += 1) await run(other, ...CHECK, ...PARAMS);
  cpSync(join(other, 'audit.jsonl'), log);
  expect((await verdictOf(cwd))[0]).toBe(6);
  expect(await run(cwd, ...CHECK, ...PARAMS)).toMatchObject({ exit: 3 });
  // With the checkpoint of the other project, too.
  await run(other, 'audit', 'checkpoint');
  for (const end of ['', '.checkpoint', '.tree']) cpSync(join(other, `audit.jsonl${end}`), `${log}${end}`);
  expect((await verdictOf(cwd))[0]).not.toBe(0);
  expect(await run(cwd, ...CHECK, ...PARAMS)).toMatchObject({ exit: 3 });
});

test('T48 a checkpoint of a retired key is known after a rotation of keys', async () => {
  const { cwd } = project();
  expect(await run(cwd, 'keys', 'rotate', '--purpose', 'checkpoint')).toMatchObject({ exit: 0 });
  expect(await run(cwd, ...CHECK, ...PARAMS)).toMatchObject({ exit: 0 });
  expect(await verdictOf(cwd)).toEqual([0, 'ok, anchored locally']);
  expect(await run(cwd, 'audit', 'checkpoint')).toMatchObject({ exit: 0 });
  expect(await verdictOf(cwd)).toEqual([0, 'ok, anchored locally']);
});

test('T48 a project that was moved as a whole keeps its anchors', async () => {
  const { cwd } = project();
  rmSync(join(cwd, 'audit.jsonl'));
  rmSync(join(cwd, 'audit.jsonl.checkpoint'));
  rmSync(join(cwd, 'audit.jsonl.tree'));
  const moved = join(makeFolder(), 'moved');
  renameSync(cwd, moved);
  expect(await run(moved, ...CHECK, ...PARAMS)).toMatchObject({ exit: 3 });
  expect(existsSync(join(moved, 'audit.jsonl'))).toBe(false);
});

test('T48 doctor reports a missing log whose checkpoint exists', async () => {
  const { cwd, log } = project();
  rmSync(log);
  const { exit, out } = await run(cwd, 'doctor', '--json');
  expect(exit).toBe(1);
  expect(out).toMatch(/tampered/);
});

test('audit restart with a misspelled path begins no log; a log that was lost begins again', async () => {
  const { cwd, log } = project();
  const names = readdirSync(cwd);
  const slip = await run(cwd, 'audit', 'restart', 'adit.jsonl', '--reason', 'INC-5');
  expect([slip.exit, slip.err]).toEqual([1, expect.stringContaining('There is no audit log at')]);
  expect(readdirSync(cwd)).toEqual(names);
  rmSync(log);
  expect(await run(cwd, 'audit', 'restart', 'audit.jsonl', '--reason', 'INC-5')).toMatchObject({ exit: 0 });
});
