import { spawn } from 'node:child_process';
import { appendFileSync, existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import { makeFolder } from '@agent-safe/testkit/folders';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  apply,
  deployment,
  eventually,
  getJson,
  isDown,
  kubectl,
  LIVE,
  NEEDS,
  needs,
  untilAvailable,
} from './support/kubectl.ts';
import { type LiveOptions, openLive, ranOf, summarize } from './support/live.ts';
import { RbacVault } from './support/rbac-vault.ts';

/** Cluster with one running pod of a deployment. The pod has two containers. */
async function openPod(options: LiveOptions = {}) {
  const live = await openLive(options);
  const { namespace } = live;
  await apply(deployment(namespace, 'web', 1));
  await untilAvailable(namespace);
  const pod = await kubectl(['get', 'pods', `--namespace=${namespace}`, '--output=jsonpath={.items[0].metadata.name}']);
  return { ...live, pod: { namespace, pod } };
}

/** Pod without a controller. */
function lonelyPod(namespace: string, name: string): object {
  const spec = { containers: [{ name: 'main', image: 'registry.k8s.io/pause:3.8' }] };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace }, spec };
}

/** Test that runs commands in pods. It needs nodes that are simulated by kwok. */
function inPods(title: string, work: () => Promise<void>): void {
  test.skipIf(LIVE.pods === '')(`${title}${needs('pods')}`, work);
}

async function freePort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe.skipIf(isDown)(`pods in a real cluster${NEEDS}`, () => {
  test('delete-pod deletes exactly the named pod, and its controller creates another pod', async () => {
    const { act, namespace, pod } = await openPod();
    const report = ranOf(await act('delete-pod', { ...pod, grace_period: 0 }));
    expect(summarize(report)).toBe('success');
    expect(report.prechecks[1]).toMatchObject({ name: 'has-controller', outcome: 'passed', blocking: true });
    await expect(getJson('pod', pod.pod, `--namespace=${namespace}`)).rejects.toThrow('NotFound');
    const list = () => getJson('pods', `--namespace=${namespace}`) as Promise<unknown> as Promise<{ items: object[] }>;
    expect((await eventually(list, ({ items }) => items.length === 1)).items).toHaveLength(1);
  });

  test('T29 delete-pod uses the requested grace period', async () => {
    const { act, namespace, pod } = await openPod();
    const shown = '--output=jsonpath=[{.metadata.deletionGracePeriodSeconds}]';
    const words = [
      'get',
      'pod',
      pod.pod,
      `--namespace=${namespace}`,
      `--kubeconfig=${LIVE.kubeconfig}`,
      '--watch',
      shown,
    ];
    const watching = spawn(LIVE.kubectl, words);
    onTestFinished(() => void watching.kill());
    let text = '';
    const until = (part: string) =>
      new Promise<void>((resolve) => {
        watching.stdout.on('data', (chunk: Buffer) => {
          text += chunk.toString();
          if (text.includes(part)) resolve();
        });
      });
    await until('[]');
    const seen = until('[7]');
    expect(summarize(await act('delete-pod', { ...pod, grace_period: 7 }))).toBe('success');
    await seen;
  });

  test('delete-pod of a pod without a controller is blocked', async () => {
    const { act, namespace } = await openLive();
    await apply(lonelyPod(namespace, 'lonely'));
    const report = ranOf(await act('delete-pod', { namespace, pod: 'lonely' }));
    expect(summarize(report)).toBe('skipped precheck_failed');
    expect(report.reason).toContain('The pod has no controller that would replace it.');
    expect(await getJson('pod', 'lonely', `--namespace=${namespace}`)).toMatchObject({ kind: 'Pod' });
  });

  inPods('T29 get-pod-logs reads the requested lines of the requested container', async () => {
    const { act, namespace, pod } = await openPod();
    const folder = makeFolder();
    const write = (name: string, lines: readonly string[]) => {
      const path = join(folder, `${name}.log`);
      for (const line of lines) appendFileSync(path, `2026-01-01T00:00:00.000000000Z stdout F ${line}\n`);
      return { containers: [name], logsFile: path };
    };
    const logs = [write('main', ['one', 'two', 'three']), write('second', ['other'])];
    await apply({
      apiVersion: 'kwok.x-k8s.io/v1alpha1',
      kind: 'Logs',
      metadata: { name: pod.pod, namespace },
      spec: { logs },
    });
    const read = async (more: object) => ranOf(await act('get-pod-logs', { ...pod, ...more })).output;
    await eventually(
      () => read({}),
      (output) => JSON.stringify(output).includes('one'),
    );
    expect(await read({ tail_lines: 2 })).toEqual({ log: 'two\nthree\n', truncated: false });
    expect(await read({ container: 'second' })).toEqual({ log: 'other\n', truncated: false });
    const none = ranOf(await act('get-pod-logs', { ...pod, container: 'third' }));
    expect(none).toMatchObject({
      outcome: 'failure',
      reason: `Nothing was done. The pod "${pod.pod}" has no container "third". It has main, second.`,
    });
  });

  inPods('T21 the output of a command goes to the caller, and not into the log', async () => {
    const { act, pod, text } = await openPod({
      runner: { commandAllowlist: [['sh', '-c', 'echo the-$0; echo wrong >&2; exit $1', '*', '*']] },
    });
    const command = (word: string, code: string) => ['sh', '-c', 'echo the-$0; echo wrong >&2; exit $1', word, code];
    const good = ranOf(await act('exec-pod', { ...pod, container: 'main', command: command('password', '0') }));
    expect(good).toMatchObject({
      outcome: 'success',
      output: { exit_code: 0, stdout: 'the-password\n', stderr: 'wrong\n', truncated: false },
    });
    const bad = ranOf(await act('exec-pod', { ...pod, command: command('x', '3') }));
    expect(bad).toMatchObject({
      outcome: 'failure',
      reason: 'The command ended with exit code 3.',
      output: { exit_code: 3 },
    });
    expect(text()).not.toContain('the-password');
  });

  inPods('exec-pod runs only configured commands, and no command by default', async () => {
    const mark = join(makeFolder(), 'mark');
    const { act, pod } = await openPod();
    const report = ranOf(await act('exec-pod', { ...pod, command: ['touch', mark] }));
    expect(summarize(report)).toBe('skipped precheck_failed');
    expect(existsSync(mark)).toBe(false);
    const strict = await openPod({ runner: { commandAllowlist: ['touch *'] } });
    expect(summarize(await strict.act('exec-pod', { ...strict.pod, command: ['touch', '-a', mark] }))).toBe(
      'skipped precheck_failed',
    );
    expect(summarize(await strict.act('exec-pod', { ...strict.pod, command: ['touch', mark] }))).toBe('success');
    expect(existsSync(mark)).toBe(true);
  });

  test('T29 without permission no command is started, and a dry run reports the missing permission', async () => {
    const { namespace, pod } = await openPod();
    const vault = new RbacVault(namespace, ['pods/exec']);
    const { act } = await openLive({ runner: { vault, commandAllowlist: ['true'] } });
    const report = ranOf(await act('exec-pod', { ...pod, command: ['true'] }));
    expect(report).toMatchObject({
      outcome: 'failure',
      reason: expect.stringMatching(
        /^Nothing was done\. Forbidden: the credentials may not create or get pods\/exec of /,
      ),
    });
    const rule = { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] };
    const reader = await openLive({ rule });
    await apply(lonelyPod(reader.namespace, 'lonely'));
    const its = { namespace: reader.namespace, pod: 'lonely' };
    for (const [action, more] of Object.entries({
      'exec-pod': { command: ['true'] },
      'get-pod-logs': {},
      'port-forward': { local_port: 65_000, remote_port: 80 },
    })) {
      const preview = await reader.dryRun(action, { ...its, ...more });
      expect(preview, action).toMatchObject({ outcome: 'failure', reason: expect.stringContaining('Forbidden') });
    }
  });

  inPods(
    'a command that cannot be started differs from a failed command, and the message of kubectl is in the output',
    async () => {
      const { act, pod } = await openPod({ runner: { commandAllowlist: ['no-such-program'] } });
      const report = ranOf(await act('exec-pod', { ...pod, command: ['no-such-program'] }));
      expect(report).toMatchObject({
        outcome: 'error',
        output: { exit_code: null, stderr: expect.stringMatching(/./) },
      });
      expect(report.reason).toContain('could not be started, or its connection was lost');
    },
  );

  inPods('T28 exec-pod passes the arguments through no shell', async () => {
    const hostile = [
      '$(id)',
      '; id',
      '`id`',
      '--kubeconfig=/none',
      '-it',
      "'",
      '"',
      '\\',
      '*',
      ' ',
      '{{ params.pod }}',
    ];
    const { act, pod } = await openPod({ runner: { commandAllowlist: [['printf', '[%s]', ...hostile]] } });
    const report = ranOf(await act('exec-pod', { ...pod, command: ['printf', '[%s]', ...hostile] }));
    expect(report.output).toMatchObject({ stdout: hostile.map((word) => `[${word}]`).join('') });
  });

  inPods('exec-pod ends an endless command at the time limit, and limits its output', async () => {
    const { act, pod } = await openPod({
      runner: {
        commandAllowlist: [
          ['timeout', '30', 'yes', 'again'],
          ['sleep', '*'],
        ],
      },
      executor: { outputLimit: 1_000 },
    });
    expect(summarize(await act('exec-pod', { ...pod, command: ['sleep', '60'] }, { timeout: 10 }))).toBe(
      'timeout timeout',
    );
    // A simulated node runs the command on this machine, and does not end it with the connection.
    const flood = ranOf(await act('exec-pod', { ...pod, command: ['timeout', '30', 'yes', 'again'] }, { timeout: 10 }));
    expect(summarize(flood)).toBe('timeout timeout');
    expect(flood.output).toEqual({
      exit_code: null,
      stdout: 'again\n'.repeat(167).slice(0, 1_000),
      stderr: expect.any(String),
      truncated: true,
    });
  });

  inPods('port-forward lasts until the time limit, on the loopback address only', async () => {
    const { act, namespace, pod } = await openPod();
    const target = await listen(createServer((_, response) => response.end('from the pod')));
    const spec = { forwards: [{ ports: [80], target: { address: '127.0.0.1', port: target } }] };
    await apply({
      apiVersion: 'kwok.x-k8s.io/v1alpha1',
      kind: 'PortForward',
      metadata: { name: pod.pod, namespace },
      spec,
    });
    const local = await freePort();
    const seen: string[] = [];
    const running = act(
      'port-forward',
      { ...pod, local_port: local, remote_port: 80 },
      { timeout: 15, progress: (message) => seen.push(message) },
    );
    const answer = await eventually(
      () =>
        fetch(`http://127.0.0.1:${local}/`).then(
          (response) => response.text(),
          () => '',
        ),
      (text) => text !== '',
    );
    expect(answer).toBe('from the pod');
    const report = ranOf(await running);
    expect(report).toMatchObject({
      outcome: 'success',
      reason: expect.stringMatching(/^The port was forwarded for \d+ seconds\.$/),
    });
    expect(seen.join('\n')).toContain(`127.0.0.1:${local} is forwarded to the pod`);
    await expect(fetch(`http://127.0.0.1:${local}/`)).rejects.toThrow();
  });

  test('port-forward from a port in use is a failure', async () => {
    const { act, pod } = await openPod();
    const local = await listen(createServer());
    const report = ranOf(await act('port-forward', { ...pod, local_port: local, remote_port: 80 }));
    expect(report.outcome).not.toBe('success');
    expect(report.prechecks[1]).toMatchObject({ name: 'port-available', outcome: 'failed' });
  });

  test.each([
    ['delete-pod', {}],
    ['get-pod-logs', {}],
    ['exec-pod', { command: ['date'] }],
    ['port-forward', { local_port: 65_000, remote_port: 80 }],
  ])('%s of a missing object fails with a reason', async (action, params) => {
    const { act, namespace } = await openLive({ runner: { commandAllowlist: ['date'] } });
    const report = ranOf(await act(action, { namespace, pod: 'none', ...params }));
    expect(['failure', 'skipped']).toContain(report.outcome);
    expect(JSON.stringify(report.prechecks)).toMatch(/not found|The pod does not exist/);
  });
});
