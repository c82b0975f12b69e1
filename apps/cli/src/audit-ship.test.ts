import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AuditLog } from '@agent-safe/audit';
import { anyDraft } from '@agent-safe/testkit';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, onTestFinished, test } from 'vitest';
import { run } from '../test/run.ts';

async function folderWith(count: number) {
  const folder = makeFolder();
  const log = new AuditLog(join(folder, 'audit.jsonl'));
  onTestFinished(() => log.close());
  for (let index = 0; index < count; index += 1)
    await log.append([anyDraft({ event_type: 'decision', fields: { result: 'allow' } })]);
  return { folder, read: (name: string) => readFileSync(join(folder, name), 'utf8') };
}

const COPY = ['--backend', 'filesystem', '--path', 'copy.jsonl'];
const ship = (cwd: string, ...argv: string[]) => run(cwd, 'audit', 'ship', 'audit.jsonl', ...argv);

test('T52 a log is shipped, lost and restored byte for byte', async () => {
  const { folder, read } = await folderWith(5);
  const before = read('audit.jsonl');
  await ship(folder, ...COPY);
  rmSync(join(folder, 'audit.jsonl'));
  const { exit, out } = await run(folder, 'audit', 'restore', 'audit.jsonl', ...COPY);
  expect([exit, out]).toEqual([0, expect.stringMatching(/audit\.jsonl: 5 events restored, ok/)]);
  expect(read('audit.jsonl')).toBe(before);
  const again = await run(folder, 'audit', 'restore', 'audit.jsonl', ...COPY);
  expect(again.exit).toBe(1);
  expect(`${again.out}${again.err}`).toContain('There is a log already');
});

test('T52 restore uses the only archive of the settings', async () => {
  const { folder, read } = await folderWith(2);
  const shippers = [
    '{ backend: filesystem, path: copy.jsonl }',
    '{ backend: filesystem, path: ocsf.jsonl, format: ocsf }',
  ];
  writeFileSync(
    join(folder, 'agent-safe.yaml'),
    `audit_log: audit.jsonl\naudit_shippers:\n  - ${shippers.join('\n  - ')}\n`,
  );
  expect((await run(folder, 'audit', 'ship')).exit).toBe(0);
  expect((await run(folder, 'audit', 'restore', 'restored.jsonl')).exit).toBe(0);
  expect(read('restored.jsonl')).toBe(read('audit.jsonl'));
  expect(JSON.parse(read('ocsf.jsonl').split('\n')[0] ?? '')).toMatchObject({ class_uid: 6003 });
});

test('T52 ship names a copy that lost events, although no event is new', async () => {
  const { folder } = await folderWith(3);
  await ship(folder, ...COPY);
  rmSync(join(folder, 'copy.jsonl'));
  const { err, exit } = await ship(folder, ...COPY);
  expect(exit).toBe(1);
  expect(err).toMatch(/lacks events: it does not exist, but events up to 3 were copied before/);
});

test('T54 ship --status shows the lag and the last error, as text and as JSON', async () => {
  const { folder } = await folderWith(3);
  const before = await ship(folder, ...COPY, '--status');
  expect(before.out).toMatch(
    /: 0 of 3 events delivered, 3 events behind \(\d+ bytes, \d+ s\)\n {2}last delivery: none\n$/,
  );
  await ship(folder, ...COPY);
  expect((await ship(folder, ...COPY, '--status')).out).toMatch(/: all 3 events are delivered\n {2}last delivery: 2/);
  rmSync(join(folder, 'copy.jsonl'));
  await ship(folder, ...COPY);
  const after = await ship(folder, ...COPY, '--status');
  expect(after.out).toMatch(/last error: .*lacks events.* \(\d{4}-.*, 1 failure since the last delivery\)/);
  expect(JSON.parse((await ship(folder, ...COPY, '--status', '--json')).out)).toMatchObject([
    { seq: 3, end_seq: 3, lag_events: 0, lag_bytes: 0, lag_seconds: 0, last_error: { failures: 1 } },
  ]);
});

test('T54 the standard output has the events and nothing else', async () => {
  const { folder, read } = await folderWith(3);
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const argv = ['--conditions=@agent-safe/source', main, 'audit', 'ship', 'audit.jsonl', '--backend', 'stdout'];
  const first = spawnSync(process.execPath, argv, { cwd: folder, encoding: 'utf8' });
  expect([first.status, first.stdout]).toEqual([0, read('audit.jsonl')]);
  expect(first.stderr).toContain('stdout: 3 events shipped');
  expect(spawnSync(process.execPath, argv, { cwd: folder, encoding: 'utf8' }).stdout).toBe('');
});

test.each([
  [['--backend', 'ftp'], /The backend is unknown\. Give filesystem, s3, webhook, syslog or stdout\./],
  [['--backend', 'syslog'], /The backend syslog needs --host/],
  [['--backend', 'stdout', '--path', 'x'], /The backend stdout has no option --path/],
  [['--format', 'ocsf'], /--format needs --backend/],
  [[...COPY, '--format', 'cef'], /--format is unknown/],
  [[...COPY, '--status', '--follow'], /--status and --follow cannot be combined/],
  [['--backend', 'stdout', '--json'], /--json cannot be combined with the backend stdout/],
])('%j is a usage error', async (argv, message) => {
  const { err, exit, out } = await ship((await folderWith(1)).folder, ...argv);
  expect(exit).toBe(2);
  expect(`${out}${err}`).toMatch(message);
});
