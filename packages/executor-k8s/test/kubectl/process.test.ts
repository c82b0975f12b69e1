import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Execution } from '@agent-safe/core';
import { makeFolder } from '@agent-safe/testkit/folders';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { runProcess } from '../../src/kubectl/process.ts';
import { contextOf, executionOf, makeStandIn } from './stand-in-kubectl.ts';

const scale = { namespace: 'dev', deployment: 'app', replicas: 3 };
const DEPLOYMENT = JSON.stringify({ metadata: { uid: 'u', generation: 1 }, spec: { replicas: 3 }, status: {} });

/** Result of a command whose end is unknown. */
const LOST = { code: 'error', reason: expect.stringContaining('may still run in the pod'), nothingDone: false };

function leftFolders(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => name.startsWith('agent-safe-kubectl-'));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

describe.skipIf(process.platform === 'win32')('a stand-in for kubectl', () => {
  test('a scope with an unknown cluster is refused, and the reason says where to add it', async () => {
    const { executor } = makeStandIn('');
    const reason = 'The cluster "prod" is not configured. Add it under "runner.clusters". Configured so far:';
    const refused = { ok: false, code: 'scope_unknown' };
    const ask = (clusters: object) => executor({ clusters: clusters as never }).checkScope({ cluster: 'prod' });
    expect(await ask({})).toEqual({ ...refused, reason: `${reason} none.` });
    expect(await ask({ dev: { uid: 'x' } })).toEqual({ ...refused, reason: `${reason} "dev".` });
  });

  test('T21 gets a kubeconfig that only this user can read, with the credentials of the execution, and no secret in a word', async () => {
    const script = `config=\${1#--kubeconfig=}; ls -l "$config" >"$0.seen"; cat "$config" >>"$0.seen"; env >>"$0.seen"; printf '%s' '${DEPLOYMENT}'`;
    const { calls, executor, program } = makeStandIn(script);
    const environment = {
      PATH: process.env.PATH,
      AWS_SECRET_ACCESS_KEY: 'secret-of-aws',
      KUBECONFIG: '/else',
      FOO: 'secret',
    };
    const result = await executor({ environment }).execute(executionOf('scale-deployment', scale), contextOf());
    expect(result).toMatchObject({ ok: true });
    const seen = readFileSync(`${program}.seen`, 'utf8');
    expect(seen).toMatch(/^-rw------- /);
    expect(seen).toContain('"token":"token-of-the-lease"');
    expect(seen).not.toContain('token-of-the-kubeconfig');
    expect(seen).toContain('KUBERC=off');
    for (const word of ['secret-of-aws', 'FOO=', 'KUBECONFIG=/else']) expect(seen).not.toContain(word);
    for (const call of calls()) expect(call.join(' ')).not.toMatch(/token-of/);
    const [config = ''] = calls()[0] ?? [];
    expect(() => statSync(config.replace('--kubeconfig=', ''))).toThrow('ENOENT');
  });

  test('T21 leaves no kubeconfig behind, with any exit', async () => {
    // Other tests use the temporary folder of the machine at the same time.
    const folder = makeFolder();
    vi.stubEnv('TMPDIR', folder);
    onTestFinished(() => void vi.unstubAllEnvs());
    for (const [end, limit] of [
      ['exit 1', 30_000],
      ['kill -9 $$', 30_000],
      ['sleep 30', 2_000],
    ] as const) {
      const { executor, program } = makeStandIn(`ls "${folder}" >"$0.seen"; ${end}`);
      await executor().readState(executionOf('scale-deployment', scale), contextOf(limit));
      expect(readFileSync(`${program}.seen`, 'utf8')).toContain('agent-safe-kubectl-');
    }
    expect(leftFolders(folder)).toEqual([]);
  });

  test('T01 T24 identifies the cluster for each execution, and sends credentials to no other cluster', async () => {
    const stand = makeStandIn(`printf '%s' '${DEPLOYMENT}'`);
    const executor = stand.executor();
    const scope = { cluster: 'dev' };
    const leased = executionOf('scale-deployment', scale);
    const first = { ...leased, credentials: null };
    const check = (execution: Execution) => executor.checkScope(scope, { execution, context: contextOf() });
    expect(await check(first)).toEqual({ ok: true });
    expect(await check(leased)).toEqual({ ok: true });
    expect(await executor.execute(leased, contextOf())).toMatchObject({ ok: true });
    const before = stand.calls().length;
    // Later, the same file leads to another cluster, and then it has no user.
    stand.setUid('uid-of-another');
    const second = { ...leased, audit_id: 'evt-2' };
    expect(await check({ ...second, credentials: null })).toMatchObject({
      code: 'scope_mismatch',
      reason: expect.stringContaining('leads to the cluster uid-of-another'),
    });
    writeFileSync(stand.kubeconfig, JSON.stringify({ clusters: [{ cluster: { server: 'https://127.0.0.1:1' } }] }));
    const third = { ...leased, audit_id: 'evt-3' };
    for (const credentials of [null, leased.credentials]) {
      expect(await check({ ...third, credentials })).toMatchObject({
        code: 'scope_mismatch',
        reason: expect.stringContaining('has no user'),
      });
    }
    for (const execution of [second, third]) {
      const result = await executor.execute(execution, contextOf());
      expect(result).toMatchObject({ code: 'error', nothingDone: true });
    }
    expect(stand.calls()).toHaveLength(before);
  });

  test('resolves paths in a kubeconfig relative to that file', async () => {
    const stand = makeStandIn(`config=\${1#--kubeconfig=}; cat "$config" >"$0.seen"; printf '%s' '${DEPLOYMENT}'`);
    const user = { tokenFile: 'tokens/dev', exec: { command: './login', apiVersion: 'v1' } };
    const config = { clusters: [{ cluster: { server: 'https://127.0.0.1:1' } }], users: [{ user }] };
    writeFileSync(stand.kubeconfig, JSON.stringify(config));
    await stand.executor().execute(executionOf('scale-deployment', scale, null), contextOf());
    const seen = JSON.parse(readFileSync(`${stand.program}.seen`, 'utf8')) as { users: readonly { user: object }[] };
    expect(seen.users[0]?.user).toEqual({
      tokenFile: join(stand.folder, 'tokens/dev'),
      exec: { command: join(stand.folder, 'login'), apiVersion: 'v1' },
    });
  });

  test('T31 without issued credentials and without a kubeconfig, no cluster is contacted', async () => {
    const { calls, executor } = makeStandIn('exit 1');
    const none = executor({ clusters: { dev: { uid: 'x', kubeconfig: '/none' } } });
    const result = await none.execute(executionOf('scale-deployment', scale, null), contextOf());
    expect(result).toMatchObject({ code: 'error', reason: 'Nothing was done. The kubeconfig "/none" does not exist.' });
    expect(calls()).toEqual([]);
  });

  test('that does not exist is an error, and nothing was done', async () => {
    const { executor } = makeStandIn('');
    const result = await executor({ kubectl: '/none/kubectl' }).execute(
      executionOf('scale-deployment', scale),
      contextOf(),
    );
    expect(result).toMatchObject({
      code: 'error',
      reason: expect.stringMatching(/^Nothing was done\. \/none\/kubectl cannot be started/),
    });
  });

  test('that is killed during a change leaves the result unknown', async () => {
    const { executor } = makeStandIn('kill -9 $$');
    await expect(executor().execute(executionOf('scale-deployment', scale), contextOf())).rejects.toThrow(
      'kubectl failed without a message',
    );
  });

  test.each([
    ['Error from server (Forbidden): no', 'failure', 'Nothing was done. Forbidden: no'],
    ['Error from server (Conflict): again', 'failure', 'Nothing was done. Conflict: again'],
  ])('with the error "%s" is a %s', async (said, code, reason) => {
    const { executor } = makeStandIn(`echo '${said}' >&2; exit 1`);
    expect(await executor().execute(executionOf('scale-deployment', scale), contextOf())).toMatchObject({
      code,
      reason,
    });
  });

  test('T21 that quotes the credentials of the kubeconfig is redacted', async () => {
    const { executor } = makeStandIn(
      `echo 'Error from server (Forbidden): token-of-the-kubeconfig is unknown' >&2; exit 1`,
    );
    const { reason } = await executor().execute(executionOf('scale-deployment', scale, null), contextOf());
    expect(reason).toBe('Nothing was done. Forbidden: *** is unknown');
  });

  test('that cannot take a word of this length is not started', async () => {
    const { executor } = makeStandIn(`printf '%s' '{"spec":{"containers":[{"name":"main"}]}}'`);
    const params = { namespace: 'dev', pod: 'app', command: ['echo', 'x'.repeat(200_000)] };
    expect(await executor().execute(executionOf('exec-pod', params), contextOf())).toMatchObject({
      nothingDone: true,
      reason: expect.stringMatching(/^Nothing was done\. .* cannot be started: E2BIG\.$/),
    });
  });

  test.each<[string, string]>([
    ['an object that is not a list', '{"status":"maintenance"}'],
    ['a part of a list', '{"kind":"HorizontalPodAutoscalerList","metadata":{"continue":"x"},"items":[]}'],
  ])('T29 that answers with %s does not count as an empty list', async (_, answer) => {
    const { executor } = makeStandIn(`printf '%s' '${answer}'`);
    const checked = await executor().precheck('hpa-check', executionOf('scale-deployment', scale), contextOf());
    expect(checked).toMatchObject({ code: 'cannot_tell', reason: 'The API returned an incomplete list, or no list.' });
  });

  test('T24 refuses a scope with a field that it cannot verify', async () => {
    const { executor } = makeStandIn('true');
    expect(await executor().checkScope({ cluster: 'dev' })).toEqual({ ok: true });
    expect(await executor().checkScope({ cluster: 'dev', region: 'on-the-moon' })).toMatchObject({
      code: 'scope_unknown',
      reason: expect.stringContaining('region'),
    });
  });

  test('T21 does not support an action whose secrets would be on its command line', () => {
    const { executor } = makeStandIn('true');
    const { action } = executionOf('exec-pod', {});
    const parameters = action.parameters.map((each) => ({ ...each, sensitive: each.name === 'command' }));
    expect(executor().supports(action)).toEqual({ ok: true });
    expect(executor().supports({ ...action, parameters })).toMatchObject({ code: 'parameter_unsupported' });
  });

  test('T29 that hangs ends within a tenth of its time limit, with its children', async () => {
    const { executor, program } = makeStandIn(
      `trap '' TERM; (trap '' TERM; exec >/dev/null 2>&1; echo $$ >"$0.pid"; sh -c 'echo $PPID >"'"$0"'.child"; exec sleep 60') & echo $! >"$0.group"; wait`,
    );
    // A busy machine may be late in some attempts, but not in all.
    const took: number[] = [];
    while (took.length < 3 && !(Math.min(...took) < 2_200)) {
      const began = performance.now();
      await expect(executor().execute(executionOf('scale-deployment', scale), contextOf(2_000))).rejects.toThrow(
        'kubectl was stopped.',
      );
      took.push(performance.now() - began);
    }
    expect(Math.min(...took)).toBeLessThan(2_200);
    const pid = Number(readFileSync(`${program}.group`, 'utf8'));
    await vi.waitUntil(() => !isAlive(pid), { timeout: 30_000 });
  });

  test.each([
    ['before it has sent its process group', 'kill -9 $PPID;', 10],
    ['after it has sent its process group', '', 2],
  ])('T27 T31 leaves neither processes nor credentials if the runner is killed: %s', async (_, kill, rounds) => {
    for (let round = 0; round < rounds; round += 1) {
      const { folder, program } = makeStandIn(`${kill} echo $$ >"$0.pid"; (sleep 60 & echo $! >"$0.child"; wait)`);
      const options = { execArgv: ['--conditions=@agent-safe/source'], env: { ...process.env, TMPDIR: folder } };
      const runner = fork(new URL('../support/children/run-kubectl.ts', import.meta.url), [program], options);
      const readPid = (name: string) => Number(readFileSync(`${program}.${name}`, 'utf8'));
      try {
        if (kill === '') {
          await vi.waitUntil(() => existsSync(`${program}.child`) && readPid('child') > 0, { timeout: 30_000 });
          expect([readPid('pid'), readPid('child')].map(isAlive)).toEqual([true, true]);
          expect(leftFolders(folder)).toHaveLength(1);
          runner.kill('SIGKILL');
        }
        if (runner.signalCode === null) await once(runner, 'exit');
        await vi.waitUntil(() => leftFolders(folder).length === 0, { timeout: 30_000 });
        const pids = ['pid', 'child'].filter((name) => existsSync(`${program}.${name}`)).map(readPid);
        await vi.waitUntil(() => !pids.some(isAlive), { timeout: 10_000 });
      } finally {
        runner.kill('SIGKILL');
      }
    }
  });

  test('with a log that is longer than the output limit is cut', async () => {
    const log = `case "$*" in */log*) yes log | head -c 100000;; *) printf '%s' '{"spec":{"containers":[{"name":"main"}]}}';; esac`;
    const { executor } = makeStandIn(log);
    const params = { namespace: 'dev', pod: 'app' };
    const result = await executor({ outputLimit: 1_000 }).execute(executionOf('get-pod-logs', params), contextOf());
    expect(result).toMatchObject({ ok: true, output: { truncated: true } });
    expect((result.output as { log: string }).log).toHaveLength(1_000);
  });

  test.each<[string, string, object]>([
    [
      'a command that prints another exit code than its own',
      `echo 'command terminated with exit code 0' >&2; exit 1`,
      LOST,
    ],
    [
      'a command with a very long error output',
      `head -c 5000 /dev/zero | tr '\\0' x >&2; printf 'command terminated with exit code 3\\n' >&2; exit 3`,
      { code: 'failure', output: { exit_code: 3 } },
    ],
    [
      'a command whose last line has no end',
      `printf 'oopscommand terminated with exit code 3\\n' >&2; exit 3`,
      { code: 'failure', output: { exit_code: 3, stderr: 'oops' } },
    ],
    ['a command that prints an error of the API', `echo 'Error from server (NotFound): x' >&2; exit 1`, LOST],
  ])('%s is classified correctly', async (_, end, expected) => {
    const { executor } = makeStandIn(
      `case "$*" in *exec*) ${end};; *) printf '%s' '{"spec":{"containers":[{"name":"main"}]}}';; esac`,
    );
    const running = executor({ outputLimit: 1_000 }).execute(
      executionOf('exec-pod', { namespace: 'dev', pod: 'app', command: ['date'] }),
      contextOf(),
    );
    expect(await running).toMatchObject(expected);
  });

  test('a stopped command returns its output until then, up to the output limit', async () => {
    const { executor, program } = makeStandIn(
      `case "$*" in *exec*) yes partly | head -c 5000; touch "$0.said"; sleep 60;; *) printf '%s' '{"spec":{"containers":[{"name":"main"}]}}';; esac`,
    );
    const stop = new AbortController();
    const running = executor({ outputLimit: 1_000 }).execute(
      executionOf('exec-pod', { namespace: 'dev', pod: 'app', command: ['date'] }),
      { ...contextOf(), signal: stop.signal },
    );
    await vi.waitUntil(() => existsSync(`${program}.said`), { timeout: 30_000 });
    stop.abort();
    const result = await running;
    const { output } = result;
    expect(result).toMatchObject({ code: 'timeout', output: { exit_code: null, truncated: true } });
    expect((output as { stdout: string }).stdout).toBe('partly\n'.repeat(143).slice(0, 1_000));
  });

  test.each<[string, string, object]>([
    ['denies it', '{"status":{"allowed":false,"reason":"RBAC: no role"}}', { code: 'failure', nothingDone: true }],
    ['allows it', '{"status":{"allowed":true}}', { ok: true, output: { stdout: 'it ran' } }],
    ['does not answer', '{"status":{}}', { ok: true, output: { stdout: 'it ran' } }],
  ])('the permission for a command, if the API %s', async (_, review, expected) => {
    const { calls, executor } = makeStandIn(
      `case "$*" in *selfsubjectaccessreviews*) printf '%s' '${review}';; *' exec '*) printf 'it ran';; *) printf '%s' '{"spec":{"containers":[{"name":"main"}]}}';; esac`,
    );
    const params = { namespace: 'dev', pod: 'app', command: ['date'] };
    const result = await executor().execute(executionOf('exec-pod', params), contextOf());
    expect(result).toMatchObject(expected);
    if (!result.ok)
      expect(result.reason).toMatch(/^Nothing was done\. Forbidden: the credentials may not .*RBAC: no role$/);
    expect(calls().some((words) => words.includes('exec'))).toBe(result.ok);
  });
});

test('a character that the limit splits is omitted', async () => {
  const options = {
    environment: { PATH: process.env.PATH ?? '' },
    signal: new AbortController().signal,
    outputLimit: 4,
  };
  expect(await runProcess('printf', ['aéé'], options)).toMatchObject({ stdout: 'aé', truncated: true });
});
