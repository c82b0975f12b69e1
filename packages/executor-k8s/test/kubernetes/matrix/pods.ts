import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '@agent-safe/core';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, onTestFinished } from 'vitest';
import { at, nameOf, textAt } from '../../../src/api/json.ts';
import { call } from '../support/api.ts';
import { eventually, kubectl, LIVE } from '../support/kubectl.ts';
import { EXECUTOR, ranOf } from '../support/live.ts';
import type { Entry, Place, World } from './columns.ts';
import { listAll, make, observe, pathOf, readOrNull } from './objects.ts';
import { makeLonely, makeWeb, observeWeb, operator } from './workloads.ts';

async function podOf({ namespace }: Place) {
  const [pod] = await listAll('Pod', namespace);
  return { namespace, pod: nameOf(pod ?? null) };
}

const podIn = (params: JsonObject) => textAt(params, 'pod') ?? '';
const makeOne = (place: Place) => makeWeb(place, 1);

/** Creates a budget that allows no eviction of the only pod. */
async function keepAll(place: Place): Promise<void> {
  const spec = { minAvailable: 1, selector: { matchLabels: { app: 'web' } } };
  await make('PodDisruptionBudget', place, 'keep-all', { spec });
  await eventually(
    () => call('GET', pathOf('PodDisruptionBudget', place.namespace, 'keep-all')),
    ({ status }) => at(status, 'currentHealthy') === 1,
  );
}

const isGone = async ({ params, place }: World) =>
  expect(await readOrNull(pathOf('Pod', place.namespace, podIn(params)))).toBeNull();

/** Another person deletes the pod before the run. */
async function raceWithDeletion(name: string, { live, params, place }: World): Promise<void> {
  const whole = await observe(place, 'Deployment');
  await operator(place, 'delete', 'pod', podIn(params));
  const report = ranOf(await live.act(name, params, { timeout: 15 }));
  expect(['failure', 'skipped']).toContain(report.outcome);
  expect(report.reason).toMatch(/^Nothing was done/);
  // The controllers replace the pod, and nothing else has changed.
  await eventually(
    () => observe(place, 'Deployment'),
    (found) => isDeepStrictEqual(found, whole),
  );
}

const WRONG_POD = { params: { pod: '--all' }, reason: /is not a (?:valid )?Kubernetes name/ } as const;
const LONELY = {
  prepare: makeLonely,
  params: { pod: 'lonely' },
  reason: /The pod has no controller that would replace it\./,
} as const;
const GONE = {
  code: 'not_reversible',
  reason: /has no rollback action/,
  why: 'A deleted pod cannot be restored. Its controller has started another one.',
} as const;
const UNKNOWN = {
  code: 'not_reversible',
  reason: /has no rollback action/,
  why: 'The effect of a command or a connection in the pod is unknown, so nothing can undo it.',
} as const;
const NOTHING_READ = {
  code: 'nothing_to_roll_back',
  reason: /The execution changed nothing/,
  why: 'It reads a log and changes nothing.',
} as const;

async function freePort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Makes port 80 of the pod lead to a server of this process. */
async function serveInPod(place: Place): Promise<void> {
  await makeOne(place);
  const server = createServer((_, response) => response.end('from the pod'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const spec = { forwards: [{ ports: [80], target: { address: '127.0.0.1', port } }] };
  const { pod } = await podOf(place);
  await make('PortForward', place, pod, { apiVersion: 'kwok.x-k8s.io/v1alpha1', kind: 'PortForward', spec });
}

const ask = (port: number) =>
  eventually(
    () =>
      fetch(`http://127.0.0.1:${port}/`).then(
        (response) => response.text(),
        () => '',
      ),
    (text) => text !== '',
  );

/** Gives the pod a log, and waits until its node serves it. */
async function writeLog(place: Place): Promise<void> {
  await makeOne(place);
  const logsFile = join(makeFolder(), 'main.log');
  const line = (text: string) => `2026-01-01T00:00:00.000000000Z stdout F ${text}\n`;
  writeFileSync(logsFile, ['one', 'two', 'three'].map(line).join(''));
  const { pod } = await podOf(place);
  const spec = { logs: [{ containers: ['main'], logsFile }] };
  await make('Logs', place, pod, { apiVersion: 'kwok.x-k8s.io/v1alpha1', kind: 'Logs', spec });
  await eventually(
    () => operator(place, 'logs', pod, '--container=main').catch(() => ''),
    (text) => text.includes('three'),
  );
}

export const PODS: Readonly<Record<string, Entry>> = {
  'delete-pod': {
    prepare: makeOne,
    params: podOf,
    observe: observeWeb,
    columns: {
      dryRun: { difference: /^- pod: "web-/ },
      effect: isGone,
      twin: {
        kubectl: (place, params) => operator(place, 'delete', 'pod', podIn(params)),
        deliberate: 'It evicts the pod, so that its disruption budgets hold. kubectl deletes it.',
      },
      refusal: LONELY,
      wrongParameter: { params: { grace_period: -1 }, reason: /"grace_period"/ },
      rollback: GONE,
      rollbackOfRollback: GONE,
      interference: {
        /** A budget is created after the dry run. */
        race: async ({ live, params, place }) => {
          expect(await live.dryRun('delete-pod', params)).toMatchObject({ outcome: 'success' });
          await keepAll(place);
          const before = await listAll('Pod', place.namespace);
          const report = ranOf(await live.act('delete-pod', params));
          expect(report).toMatchObject({ outcome: 'failure', reason: expect.stringContaining('disruption budget') });
          expect((await listAll('Pod', place.namespace)).map((pod) => textAt(pod, 'metadata', 'uid'))).toEqual(
            before.map((pod) => textAt(pod, 'metadata', 'uid')),
          );
        },
      },
    },
  },

  'force-delete-pod': {
    prepare: async (place) => {
      await makeOne(place);
      await keepAll(place);
    },
    params: podOf,
    observe: observeWeb,
    columns: {
      dryRun: { difference: /^- pod: "web-/ },
      effect: isGone,
      twin: { kubectl: (place, params) => operator(place, 'delete', 'pod', podIn(params), '--grace-period=30') },
      refusal: LONELY,
      wrongParameter: { params: { grace_period: 301 }, reason: /"grace_period"/ },
      rollback: GONE,
      rollbackOfRollback: GONE,
      interference: { race: (world) => raceWithDeletion('force-delete-pod', world) },
    },
  },

  'exec-pod': {
    needs: 'pods',
    runner: { commandAllowlist: [['echo', '*']] },
    prepare: makeOne,
    params: async (place) => ({ ...(await podOf(place)), container: 'main', command: ['echo', 'hello  $HOME'] }),
    observe: observeWeb,
    columns: {
      dryRun: { difference: null },
      effect: async (_, { output }) => expect(output).toMatchObject({ exit_code: 0, stdout: 'hello  $HOME\n' }),
      twin: {
        kubectl: async ({ namespace }, params, report) => {
          const words = ['exec', podIn(params), '--container=main', `--namespace=${namespace}`];
          const said = await kubectl([...words, '--', 'echo', 'hello  $HOME']);
          expect(`${said}\n`).toBe(at((await report).output, 'stdout'));
        },
      },
      refusal: { params: { command: ['id'] }, reason: /allowlist|not allowed/ },
      wrongParameter: { params: { command: [] }, reason: /"command"/ },
      rollback: UNKNOWN,
      rollbackOfRollback: UNKNOWN,
      interference: { race: (world) => raceWithDeletion('exec-pod', world) },
    },
  },

  'get-pod-logs': {
    needs: 'pods',
    prepare: writeLog,
    params: async (place) => ({ ...(await podOf(place)), container: 'main', tail_lines: 2 }),
    observe: observeWeb,
    columns: {
      dryRun: { difference: null },
      effect: async (_, { output }) => expect(output).toEqual({ log: 'two\nthree\n', truncated: false }),
      twin: {
        kubectl: async (place, params, report) => {
          const said = await operator(place, 'logs', podIn(params), '--container=main', '--tail=2');
          expect(`${said}\n`).toBe(at((await report).output, 'log'));
        },
        deliberate: 'Without "tail_lines" it reads 100 lines. kubectl reads all.',
      },
      refusal: { params: { container: 'third' }, reason: /has no container "third"\. It has main, second\./ },
      wrongParameter: { params: { tail_lines: 0 }, reason: /"tail_lines"/ },
      rollback: NOTHING_READ,
      rollbackOfRollback: NOTHING_READ,
      interference: { race: (world) => raceWithDeletion('get-pod-logs', world) },
    },
  },

  'port-forward': {
    needs: 'pods',
    prepare: serveInPod,
    params: async (place) => ({ ...(await podOf(place)), local_port: await freePort(), remote_port: 80 }),
    observe: observeWeb,
    run: async ({ live, params }) => {
      let answer: Promise<string> | undefined;
      const progress = (message: string) => {
        if (message.includes('is forwarded to the pod')) answer ??= ask(Number(params.local_port));
      };
      const report = await live.act('port-forward', params, { progress, timeout: EXECUTOR === 'k8s' ? 5 : 12 });
      expect(await answer).toBe('from the pod');
      return report;
    },
    columns: {
      dryRun: { difference: null },
      effect: async ({ params }) => {
        await expect(fetch(`http://127.0.0.1:${Number(params.local_port)}/`)).rejects.toThrow();
      },
      twin: {
        kubectl: async (place, params) => {
          const port = Number(params.local_port);
          const words = ['port-forward', podIn(params), `${port}:80`, `--namespace=${place.namespace}`];
          const child = spawn(LIVE.kubectl, [`--kubeconfig=${LIVE.kubeconfig}`, ...words]);
          try {
            expect(await ask(port)).toBe('from the pod');
          } finally {
            child.kill();
          }
        },
        deliberate: 'It ends at the time limit of the run, and listens on 127.0.0.1 alone.',
      },
      refusal: {
        params: { remote_port: 0 },
        reason: /"remote_port"/,
      },
      wrongParameter: WRONG_POD,
      rollback: UNKNOWN,
      rollbackOfRollback: UNKNOWN,
      interference: { race: (world) => raceWithDeletion('port-forward', world) },
    },
  },
};
