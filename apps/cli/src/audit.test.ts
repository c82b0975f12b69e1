import { appendFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, shareFolder } from '@agent-safe/testkit/folders';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { run } from '../test/run.ts';

const DEV = ['check', 'restart-deployment', '--target', 'dev/test-app', '--caller', 'deploy-agent'];
const PARAMS = ['--params', '{"namespace":"dev","deployment":"app"}'];

/** A project with three decisions in its log: an allow, a deny and one for another action. */
const template = shareFolder();
beforeAll(async () => {
  await run(template(), 'init', '.');
  await run(template(), ...DEV, ...PARAMS);
  await run(template(), ...DEV);
  await run(template(), 'check', 'scale-deployment', '--target', 'dev/test-app', '--caller', 'other-agent');
});

function project(): { readonly cwd: string; readonly log: string; lines: () => readonly string[] } {
  const cwd = makeFolder();
  cpSync(template(), cwd, { recursive: true });
  const log = join(cwd, 'audit.jsonl');
  return { cwd, log, lines: () => readFileSync(log, 'utf8').trimEnd().split('\n') };
}

describe('check', () => {
  test('records each decision, in the log of the settings or another', async () => {
    const { cwd, lines } = project();
    expect(lines().map((line) => (JSON.parse(line) as { result: string }).result)).toEqual(['allow', 'deny', 'deny']);
    const { out } = await run(cwd, ...DEV, ...PARAMS, '--json', '--audit-log', 'other.jsonl');
    const { audit_id } = JSON.parse(out) as { audit_id: string };
    expect(JSON.parse(readFileSync(join(cwd, 'other.jsonl'), 'utf8'))).toMatchObject({ event_id: audit_id, seq: 1 });
    expect(lines()).toHaveLength(3);
  });

  test('names a checkpoint that cannot be read, and the fix', async () => {
    const { err, exit } = await run(project().cwd, 'audit', 'verify', '--checkpoint', 'nofile');
    expect(exit).toBe(1);
    expect(err).toMatch(
      /--checkpoint cannot be read: .*nofile \(ENOENT\)\. Give a file that "agent-safe audit checkpoint"/,
    );
  });

  test('T20 denies a request that cannot be recorded, and explains how to continue', async () => {
    const { cwd, log } = project();
    writeFileSync(log, readFileSync(log, 'utf8').replace('other-agent', 'third-agent'));
    const { exit, out } = await run(cwd, ...DEV, ...PARAMS);
    expect(exit).toBe(3);
    expect(out).toContain('DENY — The decision could not be recorded');
    expect(out).toMatch(/code\s+audit_unavailable/);
    expect(out).toContain('agent-safe audit verify');
  });
});

describe('audit verify', () => {
  test('ok, unanchored: exit 0', async () => {
    const { cwd } = project();
    const { exit, out } = await run(cwd, 'audit', 'verify', 'audit.jsonl');
    expect([exit, out]).toEqual([
      0,
      'ok, unanchored — 3 events in one chain; no checkpoint was given, so a truncated log cannot be ruled out\n',
    ]);
  });

  test('ok: with a checkpoint, by the keys of the project or by the verifier key elsewhere', async () => {
    const { cwd } = project();
    const { out: note } = await run(cwd, 'audit', 'checkpoint');
    const { out: key } = await run(cwd, 'audit', 'checkpoint', '--verifier-key');
    writeFileSync(join(cwd, 'checkpoint.txt'), note);
    const ok = 'ok — 4 events in one chain; the checkpoint covers the first 3\n';
    expect(await run(cwd, 'audit', 'verify', '--checkpoint', 'checkpoint.txt')).toMatchObject({ exit: 0, out: ok });
    const elsewhere = ['audit', 'verify', 'audit.jsonl', '--no-config', '--checkpoint', 'checkpoint.txt'];
    expect(await run(cwd, ...elsewhere, '--verifier-key', key.trim())).toMatchObject({ exit: 0, out: ok });
    expect(await run(cwd, ...elsewhere)).toMatchObject({ exit: 1, err: expect.stringContaining('no key') as string });
    writeFileSync(join(cwd, 'checkpoint.txt'), note.replace('\n3\n', '\n2\n'));
    expect(await run(cwd, 'audit', 'verify', '--checkpoint', 'checkpoint.txt')).toMatchObject({ exit: 1 });
  });

  test('torn at seq N: exit 6, and the next decision closes the torn tail', async () => {
    const { cwd, log } = project();
    appendFileSync(log, '{"v":1,"seq":4,"event');
    const { exit, out } = await run(cwd, 'audit', 'verify');
    expect(exit).toBe(6);
    expect(out).toMatch(/^torn at seq 4 — .*\n {2}\S*audit\.jsonl, line 4, byte \d+\n {2}3 events before it/);
    await run(cwd, ...DEV);
    const after = await run(cwd, 'audit', 'verify');
    expect(after.out).toMatch(
      /^ok, unanchored — 5 events .*\n {2}event 4 closes 21 bytes of an unfinished write, at byte \d+\n$/,
    );
  });

  test('tampered at seq N: exit 6, with cause and place', async () => {
    const { cwd, lines, log } = project();
    const changed = (lines()[1] ?? '').replace('deploy-agent', 'evil-agent');
    writeFileSync(log, `${lines().with(1, changed).join('\n')}\n`);
    const { exit, out } = await run(cwd, 'audit', 'verify', '--json');
    expect(exit).toBe(6);
    expect(JSON.parse(out)).toMatchObject({
      log,
      verdict: 'tampered',
      seq: 2,
      events: 1,
      problem: 'hash_mismatch',
      place: { file: log, line: 2, offset: Buffer.byteLength(`${lines()[0]}\n`) },
    });
  });

  test('no log, or no file: exit 1', async () => {
    const { cwd } = project();
    expect(await run(cwd, 'audit', 'verify', 'none.jsonl')).toMatchObject({
      exit: 1,
      err: expect.stringContaining('There is no audit log') as string,
    });
    expect(await run(cwd, 'audit', 'verify', 'actions')).toMatchObject({
      exit: 1,
      err: expect.stringContaining('is not a file') as string,
    });
    expect(await run(cwd, 'audit', 'verify', '--no-config')).toMatchObject({ exit: 2 });
  });
});

test('init adds missing keys to an older project, and keeps the others', async () => {
  const { cwd } = project();
  const file = join(cwd, '.agent-safe/keys.json');
  const { keys } = JSON.parse(readFileSync(file, 'utf8')) as { keys: { purpose: string }[] };
  const [mask] = keys;
  writeFileSync(file, JSON.stringify({ keys: [mask] }));
  expect(await run(cwd, 'audit', 'checkpoint')).toMatchObject({
    exit: 1,
    err: expect.stringContaining('agent-safe keys generate') as string,
  });
  expect((await run(cwd, 'init')).out).toContain('missing keys were added to .agent-safe/keys.json');
  const completed = JSON.parse(readFileSync(file, 'utf8')) as { keys: { purpose: string }[] };
  expect(completed.keys.map(({ purpose }) => purpose)).toEqual(['mask', 'checkpoint', 'token', 'approval', 'seal']);
  expect(completed.keys[0]).toEqual(mask);
  expect((await run(cwd, 'audit', 'checkpoint')).exit).toBe(0);
  expect((await run(cwd, 'init')).out).not.toContain('missing keys were added');
});

describe('audit show', () => {
  const actions = (out: string) =>
    out
      .trim()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => (JSON.parse(line) as { action: string }).action);

  test.each<[readonly string[], readonly string[]]>([
    [[], ['restart-deployment', 'restart-deployment', 'scale-deployment']],
    [['--last', '1'], ['scale-deployment']],
    [['--action', 'scale-*'], ['scale-deployment']],
    [['--decision', 'allow'], ['restart-deployment']],
    [['--decision', 'deny', '--last', '1'], ['scale-deployment']],
    [['--caller', 'deploy-agent', '--decision', 'deny'], ['restart-deployment']],
    [['--target', 'prod/*'], []],
    [['--type', 'checkpoint'], []],
    [
      ['--since', '2h'],
      ['restart-deployment', 'restart-deployment', 'scale-deployment'],
    ],
    [['--since', '2999-01-01'], []],
  ])('%j', async (filter, expected) => {
    const { cwd } = project();
    const { exit, out } = await run(cwd, 'audit', 'show', ...filter, '--json');
    expect([exit, actions(out)]).toEqual([0, expected]);
  });

  test('prints one line for each decision; text of an agent cannot control the terminal', async () => {
    const { cwd } = project();
    await run(cwd, 'check', 'x\u001b[2J', '--target', 'dev/test-app');
    const { out } = await run(cwd, 'audit', 'show', '--last', '2');
    const [first = '', reason = ''] = out.split('\n');
    expect(first).toMatch(
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ DENY +scale-deployment +dev\/test-app +other-agent +evt-[0-9a-f-]{36}$/,
    );
    expect(reason).toMatch(/^ {21}The parameters of scale-deployment are not valid/);
    expect(out).not.toContain('\u001b');
  });

  test('a damaged line is marked', async () => {
    const { cwd, log } = project();
    writeFileSync(log, readFileSync(log, 'utf8').replace('other-agent', 'third-agent'));
    expect((await run(cwd, 'audit', 'show', '--last', '1')).out).toBe('damaged line: run "agent-safe audit verify"\n');
  });

  test.each([
    [['--last', 'x'], /--last takes a whole number/],
    [['--since', 'yesterday'], /--since is not a time/],
    [['--decision', 'maybe'], /--decision is unknown\. Give allow, deny or require_approval/],
  ])('%j is a usage error', async (given, message) => {
    const { exit, err } = await run(project().cwd, 'audit', 'show', ...given);
    expect(exit).toBe(2);
    expect(err).toMatch(message);
  });
});

describe('audit ship', () => {
  test('copies new events to the destination of the options or the settings', async () => {
    const { cwd, log } = project();
    const ship = ['audit', 'ship', '--backend', 'filesystem', '--path', 'copy.jsonl'];
    expect((await run(cwd, ...ship)).out).toBe(
      `filesystem ${join(cwd, 'copy.jsonl')}: 3 events shipped, all events up to 3 are delivered\n`,
    );
    expect((await run(cwd, ...ship)).out).toContain(': 0 events shipped, all events up to 3 are delivered');
    expect(readFileSync(join(cwd, 'copy.jsonl'), 'utf8')).toBe(readFileSync(log, 'utf8'));
    appendFileSync(
      join(cwd, 'agent-safe.yaml'),
      'audit_shippers:\n  - { backend: filesystem, path: ./second.jsonl }\n',
    );
    const { exit, out } = await run(cwd, 'audit', 'ship', '--json');
    expect([exit, JSON.parse(out)]).toMatchObject([0, [{ shipped: 3, seq: 3, state: 'done' }]]);
    const { out: note } = await run(cwd, 'audit', 'checkpoint');
    expect(readFileSync(join(cwd, 'second.jsonl.checkpoint'), 'utf8')).toBe(note);
  });

  test.each<[readonly string[], RegExp]>([
    [[], /There is no destination/],
    [['--backend', 'ftp'], /The backend is unknown\. Give filesystem, s3, webhook, syslog or stdout/],
    [['--backend', 's3'], /The backend s3 needs --bucket/],
    [['--backend', 'filesystem', '--path', 'x', '--bucket', 'y'], /The backend filesystem has no option --bucket/],
    [['--url', 'https://example.com'], /--url needs --backend/],
  ])('%j is a usage error', async (given, message) => {
    const { exit, err } = await run(project().cwd, 'audit', 'ship', ...given);
    expect(exit).toBe(2);
    expect(err).toMatch(message);
  });

  test('T22 a webhook on a private address is refused unless it is allowed, and one without a secret always', async () => {
    const { cwd } = project();
    const ship = ['audit', 'ship', '--backend', 'webhook', '--url', 'https://127.0.0.1:9/hook-of-mine'];
    const unsigned = await run(cwd, ...ship, '--secret-env', 'NOT_SET_ANYWHERE');
    expect(unsigned).toMatchObject({
      exit: 1,
      err: expect.stringContaining('NOT_SET_ANYWHERE holds no signing secret') as string,
    });
    process.env.TEST_WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    onTestFinished(() => void delete process.env.TEST_WEBHOOK_SECRET);
    const refused = await run(cwd, ...ship, '--secret-env', 'TEST_WEBHOOK_SECRET');
    expect(refused.exit).toBe(1);
    expect(refused.err).toMatch(/private/);
    // T21: an address may be a secret itself.
    expect(refused.err).not.toContain('hook-of-mine');
  });
});

describe('states', () => {
  test('show-state and state-coverage report captured states', async () => {
    const { cwd, lines } = project();
    const { AgentSafe } = await import('@agent-safe/sdk');
    const safe = await AgentSafe.open({ cwd });
    const { audit_id } = JSON.parse(lines()[0] ?? '') as { audit_id: string };
    await safe.audit.capture(
      audit_id,
      { replicas: 2, old: ['a', 'b'], 'x/y': 1 },
      { replicas: 3, old: ['c'], new: true },
    );
    const second = await safe.check({
      action: 'restart-deployment',
      target: 'dev/test-app',
      caller: 'a',
      params: { namespace: 'dev', deployment: 'app' },
    });
    await safe.audit.captureBefore(second.audit_id, { replicas: 3 });
    await safe.close();
    const shown = await run(cwd, 'audit', 'show-state', audit_id);
    expect(shown.out).toContain('Before\n  {\n    "replicas": 2,\n');
    const changes = ['remove /x~1y: 1', 'replace /replicas: 2 → 3', 'replace /old/0: "a" → "c"', 'remove /old/1: "b"'];
    expect(shown.out).toContain(`Changes\n  ${[...changes, 'add /new: true'].join('\n  ')}\n`);
    expect(JSON.parse((await run(cwd, 'audit', 'show-state', audit_id, '--json')).out)).toMatchObject({
      audit_id,
      diff: [{ op: 'remove' }, { op: 'replace' }, { op: 'replace' }, { op: 'remove' }, { op: 'add' }],
    });
    const coverage = await run(cwd, 'audit', 'state-coverage');
    expect(coverage.out).toContain('4 decisions, 2 allowed, 2 executed\n1 with the state before and after (50%)\n');
    expect(coverage.out).toMatch(/both +restart-deployment/);
    expect(coverage.out).toMatch(/before only +restart-deployment/);
    expect(JSON.parse((await run(cwd, 'audit', 'state-coverage', '--json')).out)).toMatchObject({
      captured: 1,
      percent: 50,
    });
  });

  test('an id that the log does not have is an error', async () => {
    const { err, exit } = await run(project().cwd, 'audit', 'show-state', 'evt-none');
    expect([exit, err]).toEqual([1, 'ERR_AUDIT_INVALID: The audit log has no decision with this id: "evt-none".\n']);
  });
});

test('audit without a command lists its commands', async () => {
  const bare = await run(template(), 'audit');
  expect(bare.exit).toBe(2);
  expect(bare.err).toContain('audit verify');
  expect(bare.err).not.toContain('list-actions');
  expect((await run(template(), 'audit', '--help')).exit).toBe(0);
  expect((await run(template(), 'help', 'audit', 'verify')).out).toContain(
    'Usage: agent-safe audit verify [log or archive…]',
  );
  expect((await run(template(), 'audit', 'verfy')).err).toContain('Did you mean "audit verify"?');
});
