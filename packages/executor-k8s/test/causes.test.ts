import type { JsonObject } from '@agent-safe/core';
import { expect, test, vi } from 'vitest';
import { ApiError } from '../src/api/api-error.ts';
import { CauseFinder, describeNamespace } from '../src/api/causes.ts';
import { Cluster } from '../src/api/cluster.ts';
import { waitUntil } from '../src/api/wait.ts';
import { MemoryCluster } from './support/memory-cluster.ts';

const signal = new AbortController().signal;
const labels = { app: 'web' };
const owner = (uid: string) => ({ ownerReferences: [{ uid }] });
const revision = (value: number) => ({ annotations: { 'deployment.kubernetes.io/revision': String(value) } });
const WEB: JsonObject = {
  metadata: { name: 'web', uid: 'uid-web' },
  spec: { selector: { matchLabels: labels } },
  status: { conditions: [] },
};

const container = (state: JsonObject, more: JsonObject = {}) => ({
  name: 'main',
  image: 'registry/app:2',
  state,
  ...more,
});
const waitingFor = (reason: string) => ({ waiting: { reason, message: 'details of the node' } });

/** Opens a cluster with an old and a new replica set, each with one pod. */
function openCluster(status: JsonObject, oldStatus: JsonObject = {}) {
  const set = (name: string, value: number) => ({
    metadata: { name, uid: name, labels, ...revision(value), ...owner('uid-web') },
  });
  const pod = (name: string, of: string, its: JsonObject) => ({
    metadata: { name, labels, ...owner(of) },
    status: its,
  });
  return new MemoryCluster(
    {
      '/apis/apps/v1/namespaces/dev/replicasets/web-1': set('web-1', 1),
      '/apis/apps/v1/namespaces/dev/replicasets/web-2': set('web-2', 2),
      '/api/v1/namespaces/dev/pods/old': pod('old', 'web-1', oldStatus),
      '/api/v1/namespaces/dev/pods/new': pod('new', 'web-2', status),
    },
    signal,
  );
}

/** Describes the causes after the time in which no cause is looked for. */
async function describe(transport: MemoryCluster, deployment: JsonObject = WEB): Promise<string> {
  const now = vi.spyOn(performance, 'now').mockReturnValue(0);
  try {
    const causes = new CauseFinder({ cluster: new Cluster(transport) });
    now.mockReturnValue(2_000);
    return await causes.describeRollout('dev', deployment);
  } finally {
    now.mockRestore();
  }
}

test.each<[string, JsonObject, string]>([
  [
    'an image that cannot be pulled',
    { containerStatuses: [container(waitingFor('ImagePullBackOff'))] },
    ' ImagePullBackOff: container "main" of pod new cannot pull the image registry/app:2.',
  ],
  [
    'an image of an init container',
    { initContainerStatuses: [container(waitingFor('ErrImagePull'))] },
    ' ErrImagePull: container "main" of pod new cannot pull the image registry/app:2.',
  ],
  [
    'a crash loop, with its last exit code',
    {
      containerStatuses: [container(waitingFor('CrashLoopBackOff'), { lastState: { terminated: { exitCode: 137 } } })],
    },
    ' CrashLoopBackOff: container "main" of pod new ended with exit code 137.',
  ],
  [
    'a missing configuration',
    { containerStatuses: [container(waitingFor('CreateContainerConfigError'))] },
    ' CreateContainerConfigError: container "main" of pod new (details of the node).',
  ],
  [
    'a pod that no node accepts',
    { conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/3 nodes fit.' }] },
    ' Unschedulable: pod new: 0/3 nodes fit.',
  ],
  ['nothing, while a pod starts', { containerStatuses: [container(waitingFor('ContainerCreating'))] }, ''],
])('a rollout names %s', async (_, status, message) => {
  expect(await describe(openCluster(status))).toBe(message);
});

test('a rollout names no problem of the pods that it replaces', async () => {
  const broken = { containerStatuses: [container(waitingFor('CrashLoopBackOff'))] };
  expect(await describe(openCluster({}, broken))).toBe('');
});

test('a rollout names a quota at once, on one line', async () => {
  const message = 'pods "web-2" is forbidden:\nexceeded quota: small';
  const conditions = [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message }];
  const transport = openCluster({});
  const causes = new CauseFinder({ cluster: new Cluster(transport) });
  expect(await causes.describeRollout('dev', { ...WEB, status: { conditions } })).toBe(
    ' ReplicaFailure: pods "web-2" is forbidden: exceeded quota: small.',
  );
  // The pods are not asked for in the first two seconds.
  expect(transport.operations).toEqual([]);
});

test('credentials that may not read the causes get a shorter message, and the API is asked once', async () => {
  const transport = openCluster({});
  let asked = 0;
  transport.send = async () => {
    asked += 1;
    throw new ApiError('Forbidden: no', 'Forbidden');
  };
  const now = vi.spyOn(performance, 'now').mockReturnValue(0);
  const causes = new CauseFinder({ cluster: new Cluster(transport) });
  for (const time of [2_000, 4_000, 6_000]) {
    now.mockReturnValue(time);
    expect(await causes.describeRollout('dev', WEB)).toBe('');
  }
  now.mockRestore();
  expect(asked).toBe(1);
});

test('a drain names the budgets that hold a pod, and no others', async () => {
  const budget = (namespace: string, name: string, selector: JsonObject) => [
    `/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets/${name}`,
    { metadata: { name, namespace }, spec: { selector } },
  ];
  const all = [
    budget('dev', 'web', { matchLabels: labels }),
    budget('dev', 'tier', { matchExpressions: [{ key: 'app', operator: 'In', values: ['web', 'api'] }] }),
    budget('dev', 'everything', {}),
    budget('dev', 'db', { matchLabels: { app: 'db' } }),
    budget('dev', 'others', { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] }),
    budget('dev', 'without', { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] }),
    budget('prod', 'elsewhere', { matchLabels: labels }),
  ];
  const transport = new MemoryCluster(Object.fromEntries(all) as Record<string, JsonObject>, signal);
  const causes = new CauseFinder({ cluster: new Cluster(transport) });
  const pod = { metadata: { name: 'web-1', namespace: 'dev', labels } };
  expect(await causes.nameBudgets(pod)).toBe(' PodDisruptionBudget: web, tier, everything.');
});

test('a namespace names its content and its finalizers', () => {
  const condition = (type: string, status: string, message: string) => ({ type, status, message });
  const conditions = [
    condition('NamespaceDeletionDiscoveryFailure', 'False', 'All resources were discovered'),
    condition(
      'NamespaceContentRemaining',
      'True',
      'Some resources are remaining: configmaps. has 1 resource instances',
    ),
    condition('NamespaceFinalizersRemaining', 'True', 'Some content has finalizers remaining: example.com/hold in 1'),
  ];
  expect(
    describeNamespace({
      metadata: { finalizers: ['example.com/own'] },
      spec: { finalizers: ['kubernetes', 'example.com/spec'] },
      status: { conditions },
    }),
  ).toBe(
    ' NamespaceContentRemaining: Some resources are remaining: configmaps. has 1 resource instances.' +
      ' NamespaceFinalizersRemaining: Some content has finalizers remaining: example.com/hold in 1.' +
      ' The namespace has the finalizers example.com/own, example.com/spec.',
  );
});

test('a wait reports its reason when it changes, at most once a second', async () => {
  const now = vi.spyOn(performance, 'now');
  const told: string[] = [];
  const steps = [
    [0, 'one'],
    [500, 'two'],
    [1_000, 'two'],
    [2_500, 'two'],
    [3_500, 'three'],
  ] as const;
  let step = 0;
  const observe = async () => {
    const [time, reason] = steps[step] ?? [0, ''];
    step += 1;
    if (step > steps.length) return { ok: true } as const;
    now.mockReturnValue(time);
    return { ok: false, code: 'waiting', reason } as const;
  };
  // A cluster without a pause between two looks.
  const cluster = {
    waitForChanges: async (wait: (pause: () => Promise<void>) => unknown) => wait(async () => undefined),
  };
  const progress = (message: string) => told.push(message);
  await waitUntil(observe, { cluster: cluster as unknown as Cluster, progress, signal });
  now.mockRestore();
  expect(told).toEqual(['one', 'two', 'three']);
});
