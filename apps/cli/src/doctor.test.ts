import { createHash } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { projects, type TestProject } from '../test/project.ts';
import { checkNode } from './doctor/check-project.ts';

// The time of the key file counts, so the clock of the tests begins now.
const make = projects(new Date().toISOString());
const CHECK = [
  ...['check', 'restart-deployment', '--target', 'dev/test-app'],
  ...['--params', '{"namespace":"dev","deployment":"app"}'],
];

interface Report {
  readonly ok: boolean;
  readonly checks: readonly { check: string; status: string; message: string; fix?: string }[];
}

async function diagnose({ run }: TestProject, ...argv: string[]) {
  const { err, exit, out } = await run('doctor', '--json', ...argv);
  const { checks, ok } = JSON.parse(out) as Report;
  expect([err, exit]).toEqual(['', ok ? 0 : 1]);
  const status = (wanted: string) => checks.filter((each) => each.status === wanted).map(({ check }) => check);
  return { checks, failed: status('fail'), warned: status('warn'), ok };
}

function setClock({ time }: TestProject, now: number): void {
  time.now = now;
}

/** Names, times and content of all files below a folder. */
function fingerprint(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const parts = files.map((file) => {
    const info = statSync(join(folder, file));
    return `${file} ${info.mtimeMs} ${
      info.isFile()
        ? createHash('sha256')
            .update(readFileSync(join(folder, file)))
            .digest('hex')
        : ''
    }`;
  });
  return parts.join('\n');
}

describe('doctor', () => {
  test('a witness with a wrong key fails', async () => {
    const project = make();
    const key = 'witness.example/one+dcb909d6+BJGc7OBk/8Eq8IZq5KGBzm5nJndIdj4dFBiSjkBcQwUe';
    const settings = `audit_log:\n  path: audit.jsonl\n  witnesses:\n    - {url: "https://witness.example", key: ${key}}`;
    project.edit('agent-safe.yaml', (old) => old.replace(/^audit_log: .*$/m, settings));
    const right = await diagnose(project);
    expect([right.failed, right.checks.some(({ check }) => check === 'witnesses')]).toEqual([[], true]);
    project.edit('agent-safe.yaml', (old) => old.replace(key, key.replace('+dcb909d6+', '+dcb909d7+')));
    expect((await diagnose(project)).failed).toEqual(['witnesses']);
  });

  test('T45 reports a state that lacks the recorded facts of the log', async () => {
    const project = make();
    const state = join(project.cwd, '.agent-safe/state.db');
    await project.run(...CHECK);
    expect((await diagnose(project)).failed).toEqual([]);
    const early = readFileSync(state);
    await project.run('revoke', '--agent', 'worker-01');
    expect((await diagnose(project)).failed).toEqual([]);
    const losses: readonly (() => void)[] = [
      () => rmSync(state),
      () => writeFileSync(state, '', { mode: 0o600 }),
      () => writeFileSync(state, early, { mode: 0o600 }),
    ];
    for (const lose of losses) {
      for (const suffix of ['-wal', '-shm']) rmSync(`${state}${suffix}`, { force: true });
      lose();
      const before = fingerprint(project.cwd);
      const { checks, failed } = await diagnose(project);
      expect(failed).toEqual(['state']);
      expect(checks.find(({ check }) => check === 'state')?.fix).toContain('agent-safe state rebuild');
      expect(fingerprint(project.cwd)).toBe(before);
    }
    await project.run('state', 'rebuild');
    expect((await diagnose(project)).failed).toEqual([]);
  });

  test('T46 reports a signing key whose variable is not set', async () => {
    const project = make();
    appendFileSync(join(project.cwd, 'agent-safe.yaml'), '\nsigning_key_env: A_SIGNING_KEY\n');
    expect((await diagnose(project)).failed).toContain('signing key');
    vi.stubEnv('A_SIGNING_KEY', 's'.repeat(40));
    onTestFinished(() => void vi.unstubAllEnvs());
    expect((await diagnose(project)).failed).not.toContain('signing key');
  });

  test('finds nothing wrong in a new project, before and after its first decision', async () => {
    const project = make();
    const before = await diagnose(project);
    expect([before.ok, before.warned]).toEqual([true, ['shipping']]);
    await project.run(...CHECK);
    const after = await diagnose(project);
    expect([after.ok, after.warned]).toEqual([true, ['shipping']]);
    expect(after.checks.map(({ check }) => check)).toEqual([
      ...['node', 'project', 'files', 'keys', 'token key', 'state', 'audit log', 'shipping', 'clock'],
    ]);
    for (const { fix, status } of after.checks) expect(fix === undefined).toBe(status === 'ok');
  });

  test('prints one line for each check, with the fix', async () => {
    const { cwd, run } = make();
    chmodSync(join(cwd, '.agent-safe/keys.json'), 0o644);
    const { exit, out } = await run('doctor');
    expect(exit).toBe(1);
    expect(out).toMatch(/^ok {4}node {7}Node\.js /m);
    expect(out).toMatch(/^fail {2}keys {7}.*Run: chmod 600 /m);
    expect(out).toMatch(/^warn {2}shipping {3}/m);
    const lines = out.trimEnd().split('\n');
    expect(lines.at(-1)).toBe(`${lines.length - 3} ok, 1 warning, 1 failed`);
  });

  test('changes nothing', async () => {
    const project = make();
    await project.run(...CHECK);
    const before = fingerprint(project.cwd);
    await diagnose(project);
    await project.run('doctor');
    expect(fingerprint(project.cwd)).toBe(before);
    const empty = make();
    const unused = fingerprint(empty.cwd);
    await diagnose(empty);
    expect(fingerprint(empty.cwd)).toBe(unused);
  });

  test('works without a project', async () => {
    const { checks, failed } = await diagnose(make(), '--no-config');
    expect(failed).toEqual(['project']);
    expect(checks).toHaveLength(2);
  });

  const damage: Readonly<Record<string, [(project: TestProject) => void, string]>> = {
    'settings that are no YAML': [({ cwd }) => writeFileSync(join(cwd, 'agent-safe.yaml'), 'a: ['), 'project'],
    'a misspelled setting': [({ edit }) => edit('agent-safe.yaml', (text) => `${text}\nstrickt: true\n`), 'files'],
    'a misspelled rule': [
      ({ edit }) => edit('policies/default.yaml', (text) => text.replace('match:', 'mtach:')),
      'files',
    ],
    'no keys': [({ cwd }) => rmSync(join(cwd, '.agent-safe/keys.json')), 'keys'],
    'a damaged key file': [({ cwd }) => writeFileSync(join(cwd, '.agent-safe/keys.json'), '{}'), 'keys'],
    'a folder of keys that others can write': [({ cwd }) => chmodSync(join(cwd, '.agent-safe'), 0o777), 'keys'],
    'a state that is no database': [
      ({ cwd }) => writeFileSync(join(cwd, '.agent-safe/state.db'), 'x'.repeat(5_000)),
      'state',
    ],
    'a state that others can open': [({ cwd }) => chmodSync(join(cwd, '.agent-safe/state.db'), 0o644), 'state'],
    'a log that was edited': [
      ({ edit }) => edit('audit.jsonl', (text) => text.replace('"allow"', '"deny"')),
      'audit log',
    ],
    'a clock behind the last event': [(project) => setClock(project, project.time.now - 3_600_000), 'clock'],
    'a clock without a battery': [(project) => setClock(project, 0), 'clock'],
  };

  test.each(Object.entries(damage))('reports %s', async (_, [change, check]) => {
    const project = make();
    await project.run(...CHECK);
    change(project);
    const { checks, failed } = await diagnose(project);
    expect(failed).toEqual([check]);
    const { fix, message } = checks.find(({ status }) => status === 'fail') ?? {};
    expect(message).toMatch(/\S/);
    expect(fix).toMatch(/\.$|^Run: \S/);
  });

  test('reports a torn log as a warning, because the next event closes it', async () => {
    const project = make();
    await project.run(...CHECK);
    appendFileSync(join(project.cwd, 'audit.jsonl'), '{"v":1');
    expect((await diagnose(project)).warned).toEqual(['audit log', 'shipping']);
  });

  test('warns of settings without keys, state and log', async () => {
    const project = make();
    project.edit('agent-safe.yaml', (text) => text.replace(/^(?:keys|state|audit_log):.*$/gm, ''));
    const { failed, warned } = await diagnose(project);
    expect(failed).toEqual([]);
    expect(warned).toEqual(['keys', 'state', 'audit log']);
  });

  test('warns of an old token key', async () => {
    const project = make();
    project.time.now += 400 * 86_400_000;
    expect((await diagnose(project)).warned).toEqual(['token key', 'shipping']);
  });

  test('reports variables of shippers that are not set, and T21 not what they hold', async () => {
    const project = make();
    const shipper = 'audit_shippers: [{ backend: webhook, url_env: TEST_DOCTOR_URL, secret_env: TEST_DOCTOR_SECRET }]';
    project.edit('agent-safe.yaml', (text) => `${text}\n${shipper}\n`);
    vi.stubEnv('TEST_DOCTOR_SECRET', 'whsec_planted');
    onTestFinished(() => void vi.unstubAllEnvs());
    const { checks, failed } = await diagnose(project);
    expect(failed).toEqual(['shipping']);
    expect(JSON.stringify(checks)).toContain('Environment variables are not set: TEST_DOCTOR_URL.');
    expect(JSON.stringify(checks)).not.toContain('planted');
    vi.stubEnv('TEST_DOCTOR_URL', 'https://example.com/?key=planted');
    const set = await diagnose(project);
    expect(set.ok).toBe(true);
    expect(JSON.stringify(set.checks)).not.toContain('planted');
  });

  test.skipIf(process.platform === 'win32')(
    'contacts clusters only with --online, and compares their uid',
    async () => {
      const project = make();
      const { cwd } = project;
      mkdirSync(join(cwd, 'bin'));
      const kubectl = join(cwd, 'bin/kubectl');
      writeFileSync(
        kubectl,
        '#!/bin/sh\necho "$@" >>"$0.called"\ncase "$*" in *down*) echo refused >&2; exit 1;; *) printf 1234;; esac\n',
      );
      chmodSync(kubectl, 0o755);
      const clusters = ['right: { uid: "1234" }', 'wrong: { uid: "5678" }', 'down: { uid: "1234", context: down }'];
      const settings = `runner:\n  kubectl: ./bin/kubectl\n  clusters:\n${clusters.map((each) => `    ${each}\n`).join('')}`;
      project.edit(
        'agent-safe.yaml',
        (text) => `${text.replace(/^runner:[\s\S]*?(?=^\S|$(?![\s\S]))/m, '')}\n${settings}`,
      );
      const offline = await diagnose(project);
      expect(offline.checks.at(-1)).toMatchObject({ check: 'clusters', status: 'ok' });
      expect(readdirSync(join(cwd, 'bin'))).toEqual(['kubectl']);
      const online = await diagnose(project, '--online');
      expect(readFileSync(`${kubectl}.called`, 'utf8').trimEnd().split('\n')).toHaveLength(3);
      expect(online.failed).toEqual(['cluster wrong', 'cluster down']);
      expect(online.checks.find(({ check }) => check === 'cluster down')?.message).toContain('refused');
    },
  );

  test('contacts AWS accounts only with --online, and names what keeps STS from answering', async () => {
    const project = make();
    for (const name of ['AWS_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_ENDPOINT_URL']) vi.stubEnv(name, undefined);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    onTestFinished(() => void vi.unstubAllEnvs());
    // Nothing listens on port 1.
    const down = 'here: { account_id: "111122223333", region: us-east-1, endpoint_url: "http://127.0.0.1:1" }';
    project.edit('agent-safe.yaml', (text) => `${text}\nrunner:\n  accounts:\n    ${down}\n`);
    const offline = await diagnose(project);
    expect(offline.checks.at(-1)).toMatchObject({ check: 'accounts', status: 'ok' });
    const online = await diagnose(project, '--online');
    expect(online.failed).toEqual(['account here']);
    expect(online.checks.at(-1)?.message).toMatch(/^STS did not name the account: .*ECONNREFUSED/);
  });

  test.skipIf(process.platform === 'win32')(
    'contacts clusters without kubectl, unless the settings or the command name it',
    async () => {
      const project = make();
      const { cwd } = project;
      mkdirSync(join(cwd, 'bin'));
      const kubectl = join(cwd, 'bin/kubectl');
      writeFileSync(kubectl, '#!/bin/sh\necho "$@" >>"$0.called"\nprintf 1234\n', { mode: 0o755 });
      vi.stubEnv('PATH', `${join(cwd, 'bin')}:${process.env.PATH}`);
      onTestFinished(() => void vi.unstubAllEnvs());
      const kubeconfig = {
        'current-context': 'here',
        clusters: [{ name: 'here', cluster: { server: 'https://127.0.0.1:1' } }],
        users: [{ name: 'me', user: { token: 'a-token' } }],
        contexts: [{ name: 'here', context: { cluster: 'here', user: 'me' } }],
      };
      writeFileSync(join(cwd, 'kubeconfig'), JSON.stringify(kubeconfig));
      const clusters = 'runner: { clusters: { here: { uid: "1234", kubeconfig: ./kubeconfig } } }';
      project.edit(
        'agent-safe.yaml',
        (text) => `${text.replace(/^runner:[\s\S]*?(?=^\S|$(?![\s\S]))/m, '')}\n${clusters}\n`,
      );
      const native = await diagnose(project, '--online');
      expect(native.failed).toEqual(['cluster here']);
      const { fix, message } = native.checks.at(-1) ?? {};
      expect(message).toMatch(/^The cluster cannot be reached: The API https:\/\/127\.0\.0\.1:1 cannot be reached: /);
      expect(fix).toContain('--executor subprocess');
      expect(readdirSync(join(cwd, 'bin'))).toEqual(['kubectl']);
      const chosen = await diagnose(project, '--online', '--executor', 'subprocess');
      expect(chosen.checks.at(-1)).toMatchObject({ status: 'ok', message: expect.stringContaining('subprocess') });
      expect(readdirSync(join(cwd, 'bin'))).toEqual(['kubectl', 'kubectl.called']);
      expect(await project.run('doctor', '--online', '--executor', 'dry-run')).toMatchObject({
        exit: 2,
        err: expect.stringContaining('Give k8s or subprocess.'),
      });
    },
  );
});

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  engines: { node: string };
};

test.each([
  ['20.20.2', 'fail'],
  ['22.17.9', 'fail'],
  ['22.18.0', 'ok'],
  ['24.0.0', 'ok'],
])('Node %s is %s where 22.18 is needed', (version, status) => {
  expect(checkNode(version)).toMatchObject({ status });
  expect(manifest.engines.node).toBe('>=22.18');
});
