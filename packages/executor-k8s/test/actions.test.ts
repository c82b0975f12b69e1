import { actionsPath } from '@agent-safe/catalog';
import type { Action, Execution, ExecutionContext, JsonObject } from '@agent-safe/core';
import { loadProject } from '@agent-safe/registry';
import { testExecutor } from '@agent-safe/testkit/suites';
import { describe, expect, test } from 'vitest';
import type { Operation } from '../src/api/transport.ts';
import { KubernetesExecutor, RequestNotSent } from '../src/index.ts';
import { MemoryCluster } from './support/memory-cluster.ts';

const ACTIONS = loadProject({ registry: actionsPath }).actions.filter(({ target_types: types }) =>
  types.some((type) => type.startsWith('k8s-')),
);

const REVISION = 'deployment.kubernetes.io/revision';
const DEV = '/api/v1/namespaces/dev';
const WEB = '/apis/apps/v1/namespaces/dev/deployments/web';
const HPA = '/apis/autoscaling/v2/namespaces/dev/horizontalpodautoscalers/limits';
const POLICY = '/apis/networking.k8s.io/v1/namespaces/dev/networkpolicies/closed';
const ready = [{ type: 'Ready', status: 'True' }];

const template = (image: string) => ({
  metadata: { labels: { app: 'web', 'pod-template-hash': image } },
  spec: { containers: [{ name: 'main', image }] },
});
const owner = { uid: 'uid-of-web', kind: 'Deployment', name: 'web', controller: true };
const replicaSet = (revision: number, image: string, note: string) => ({
  metadata: {
    name: `web-${revision}`,
    annotations: { [REVISION]: String(revision), 'example.com/note': note },
    ownerReferences: [owner],
  },
  spec: { template: template(image) },
});

/** One object of each kind that the actions use. */
const OBJECTS: Readonly<Record<string, JsonObject>> = {
  [DEV]: { metadata: { name: 'dev', uid: 'uid-of-dev' }, status: { phase: 'Active' } },
  [`${DEV}/configmaps/settings`]: { metadata: { name: 'settings', uid: 'uid-1' }, data: { color: 'blue' } },
  [`${DEV}/secrets/login`]: {
    metadata: { name: 'login', uid: 'uid-2' },
    type: 'Opaque',
    data: { password: 'aHVudGVyMg==' },
  },
  [`${DEV}/pods/web-1`]: {
    metadata: {
      name: 'web-1',
      namespace: 'dev',
      uid: 'uid-of-pod',
      labels: { app: 'web' },
      ownerReferences: [{ kind: 'ReplicaSet', name: 'web-2', controller: true }],
    },
    spec: { nodeName: 'node-1', containers: [{ name: 'main' }] },
    status: { phase: 'Running' },
  },
  '/api/v1/nodes/node-1': { metadata: { name: 'node-1', uid: 'uid-of-node' }, spec: {}, status: { conditions: ready } },
  '/api/v1/nodes/node-2': { metadata: { name: 'node-2', uid: 'uid-6' }, spec: {}, status: { conditions: ready } },
  [WEB]: {
    metadata: {
      name: 'web',
      uid: 'uid-of-web',
      generation: 4,
      annotations: {
        [REVISION]: '2',
        'example.com/note': 'second',
        'kubectl.kubernetes.io/last-applied-configuration': '{}',
      },
    },
    spec: { replicas: 2, template: template('a:2') },
    status: { observedGeneration: 4, replicas: 2, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 2 },
  },
  '/apis/apps/v1/namespaces/dev/replicasets/web-1': replicaSet(1, 'a:1', 'first'),
  '/apis/apps/v1/namespaces/dev/replicasets/web-2': replicaSet(2, 'a:2', 'second'),
  [HPA]: {
    metadata: { name: 'limits', uid: 'uid-7', resourceVersion: '3' },
    spec: { minReplicas: 1, maxReplicas: 2, scaleTargetRef: { kind: 'Deployment', name: 'other' } },
  },
};

const deployment = { namespace: 'dev', deployment: 'web' };
const pod = { namespace: 'dev', pod: 'web-1' };
const cordon = (unschedulable: boolean): Operation => ({
  method: 'PATCH',
  path: '/api/v1/nodes/node-1',
  patchType: 'merge',
  body: { spec: { unschedulable: unschedulable || null } },
});
const deletion = (path: string, uid: string, more: JsonObject = {}): Operation => ({
  method: 'DELETE',
  path,
  body: { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid }, ...more },
});

/** For each action: its parameters, and the exact changes that it requests. */
const CASES: Readonly<Record<string, readonly [params: JsonObject, changes: readonly Operation[]]>> = {
  'apply-network-policy': [
    { namespace: 'dev', policy_name: 'closed', pod_selector: 'app=web' },
    [
      {
        method: 'PATCH',
        path: POLICY,
        patchType: 'apply',
        body: {
          apiVersion: 'networking.k8s.io/v1',
          kind: 'NetworkPolicy',
          metadata: { name: 'closed', namespace: 'dev' },
          spec: { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Ingress'] },
        },
      },
    ],
  ],
  'cordon-node': [{ node: 'node-1' }, [cordon(true)]],
  'create-namespace': [
    { namespace: 'new' },
    [
      {
        method: 'POST',
        path: '/api/v1/namespaces',
        body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'new' } },
      },
    ],
  ],
  'delete-namespace': [{ namespace: 'dev' }, [deletion(DEV, 'uid-of-dev')]],
  'delete-pod': [
    { ...pod, grace_period: 5 },
    [
      {
        method: 'POST',
        path: `${DEV}/pods/web-1/eviction`,
        body: {
          apiVersion: 'policy/v1',
          kind: 'Eviction',
          metadata: { name: 'web-1', namespace: 'dev' },
          deleteOptions: { preconditions: { uid: 'uid-of-pod' }, gracePeriodSeconds: 5 },
        },
      },
    ],
  ],
  'force-delete-pod': [
    { ...pod, grace_period: 5 },
    [deletion(`${DEV}/pods/web-1`, 'uid-of-pod', { gracePeriodSeconds: 5 })],
  ],
  'drain-node': [
    { node: 'node-1', ignore_daemonsets: true },
    [
      cordon(true),
      {
        method: 'POST',
        path: `${DEV}/pods/web-1/eviction`,
        body: {
          apiVersion: 'policy/v1',
          kind: 'Eviction',
          metadata: { name: 'web-1', namespace: 'dev' },
          deleteOptions: { preconditions: { uid: 'uid-of-pod' } },
        },
      },
    ],
  ],
  'exec-pod': [
    { ...pod, container: 'main', command: ['ls', '-l'] },
    [{ namespace: 'dev', pod: 'web-1', container: 'main', command: ['ls', '-l'] }],
  ],
  'get-configmap': [{ namespace: 'dev', configmap: 'settings' }, []],
  'get-pod-logs': [{ ...pod, tail_lines: 10 }, []],
  'get-secret': [{ namespace: 'dev', secret: 'login' }, []],
  'port-forward': [
    { ...pod, local_port: 18_080, remote_port: 80 },
    [{ namespace: 'dev', pod: 'web-1', localPort: 18_080, remotePort: 80 }],
  ],
  'restart-deployment': [
    deployment,
    [
      {
        method: 'PATCH',
        path: WEB,
        patchType: 'strategic',
        body: {
          spec: {
            template: {
              metadata: {
                annotations: { 'kubectl.kubernetes.io/restartedAt': expect.any(String) as unknown as string },
              },
            },
          },
        },
      },
    ],
  ],
  'rollout-status': [deployment, []],
  'rollout-undo': [
    deployment,
    [
      {
        method: 'PATCH',
        path: WEB,
        patchType: 'json',
        body: [
          { op: 'test', path: '/metadata/uid', value: 'uid-of-web' },
          {
            op: 'replace',
            path: '/spec/template',
            value: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'main', image: 'a:1' }] } },
          },
          // The annotation of that revision is restored; annotations of the deployment itself stay.
          {
            op: 'add',
            path: '/metadata/annotations',
            value: {
              [REVISION]: '2',
              'kubectl.kubernetes.io/last-applied-configuration': '{}',
              'example.com/note': 'first',
            },
          },
        ],
      },
    ],
  ],
  'scale-deployment': [
    { ...deployment, replicas: 3 },
    [{ method: 'PATCH', path: `${WEB}/scale`, patchType: 'merge', body: { spec: { replicas: 3 } } }],
  ],
  'scale-hpa': [
    { namespace: 'dev', hpa: 'limits', min_replicas: 2, max_replicas: 3 },
    [{ method: 'PATCH', path: HPA, patchType: 'merge', body: { spec: { minReplicas: 2, maxReplicas: 3 } } }],
  ],
  'uncordon-node': [{ node: 'node-1' }, [cordon(false)]],
  'update-configmap': [
    { namespace: 'dev', configmap: 'settings', key: 'color', value: 'red' },
    [{ method: 'PATCH', path: `${DEV}/configmaps/settings`, patchType: 'merge', body: { data: { color: 'red' } } }],
  ],
  'update-hpa-limits': [
    { namespace: 'dev', hpa: 'limits', target_cpu_percent: 50 },
    [
      {
        method: 'PATCH',
        path: HPA,
        patchType: 'json',
        body: [
          { op: 'test', path: '/metadata/resourceVersion', value: '3' },
          {
            op: 'add',
            path: '/spec/metrics',
            value: [
              { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
            ],
          },
        ],
      },
    ],
  ],
  'update-image': [
    { ...deployment, container: 'main', image: 'a:3' },
    [
      {
        method: 'PATCH',
        path: WEB,
        patchType: 'json',
        body: [
          { op: 'test', path: '/spec/template/spec/containers/0/name', value: 'main' },
          { op: 'replace', path: '/spec/template/spec/containers/0/image', value: 'a:3' },
        ],
      },
    ],
  ],
};

/** Checks that the API does not answer. */
const UNTOLD = ['cni-supports-netpol', 'command-allowlist', 'image-pullable'];

function open(action: Action, params: JsonObject) {
  const stop = new AbortController();
  const cluster = new MemoryCluster(OBJECTS, stop.signal);
  const executor = new KubernetesExecutor({
    name: 'memory',
    connector: {
      checkScope: async ({ cluster: name }) =>
        name === 'dev' ? { ok: true } : { ok: false, code: 'scope_unknown', reason: 'It is another cluster.' },
      open: async (_, { signal }) => {
        if (signal.aborted) throw new RequestNotSent('The run was stopped.');
        return cluster;
      },
    },
  });
  const execution: Execution = {
    audit_id: 'evt-1',
    action,
    params,
    target: { id: 'dev/web', type: 'k8s-deployment', scope: { cluster: 'dev' } },
    credentials: null,
  };
  const context: ExecutionContext = {
    signal: stop.signal,
    deadline: Date.now() + 20_000,
    clock: Date.now,
    // A forwarded port is open until the run is stopped.
    progress: (message) => void (message.startsWith('127.0.0.1') && stop.abort()),
  };
  return { cluster, executor, execution, context };
}

test('every Kubernetes action of the catalog has a case', () => {
  expect(Object.keys(CASES).toSorted()).toEqual(ACTIONS.map(({ name }) => name).toSorted());
});

const AUDIT_ID = 'agent-safe.dev/audit-id';

/**
 * The change with the annotation of the audit id. Evictions, deletions and subresources cannot have it. A JSON patch adds the first
 * annotation only if there is still none.
 */
function annotated(change: Operation, id: string, objects: ReadonlyMap<string, JsonObject>): Operation {
  if (!('method' in change) || change.method === 'DELETE' || /\/(?:eviction|scale)$/.test(change.path)) return change;
  const { body, patchType, path } = change;
  if (patchType !== 'json') {
    const { metadata = {}, ...others } = body as { readonly metadata?: JsonObject };
    return { ...change, body: { ...others, metadata: { ...metadata, annotations: { [AUDIT_ID]: id } } } };
  }
  const list = body as readonly JsonObject[];
  const { annotations } = (objects.get(path)?.metadata ?? {}) as { readonly annotations?: JsonObject };
  if (annotations === undefined) {
    const none = { op: 'test', path: '/metadata/annotations', value: null };
    return {
      ...change,
      body: [none, ...list, { op: 'add', path: '/metadata/annotations', value: { [AUDIT_ID]: id } }],
    };
  }
  return {
    ...change,
    body: [...list, { op: 'add', path: '/metadata/annotations/agent-safe.dev~1audit-id', value: id }],
  };
}

describe.each(ACTIONS.map((action) => [action.name, action] as const))(
  '%s, with a recording transport',
  (name, action) => {
    const [params, changes] = CASES[name] ?? [{}, []];

    test('sends exactly the expected requests, and observes their effect', async () => {
      const { cluster, context, execution, executor } = open(action, params);
      const objects = structuredClone(new Map(cluster.objects));
      expect(executor.supports(action)).toEqual({ ok: true });
      expect(await executor.readState(execution, context)).toMatchObject({ ok: true });
      const result = await executor.execute(execution, context);
      expect(result).toMatchObject({ ok: true, nothingDone: changes.length === 0 });
      expect(cluster.changes).toEqual(changes.map((change) => annotated(change, execution.audit_id, objects)));
      const live = { ...context, signal: new AbortController().signal };
      expect(await executor.waitForEffect(execution, live)).toEqual({ ok: true });
    });

    test('T29 sends only dry-run requests in a dry run, and changes nothing', async () => {
      const { cluster, context, execution, executor } = open(action, params);
      const before = structuredClone([...cluster.objects]);
      const result = await executor.dryRun(execution, context);
      expect(result).toMatchObject({ ok: true, reason: expect.stringMatching(/\S/) });
      expect(result.steps.length).toBeGreaterThan(0);
      expect(cluster.changes).toEqual([]);
      expect([...cluster.objects]).toEqual(before);
      // The requests of a dry run are the requests of the run.
      const asked = cluster.operations.filter((operation) => 'dryRun' in operation && operation.dryRun === true);
      const meant = changes.filter((operation) => 'method' in operation);
      expect(asked).toEqual(meant.map((operation) => ({ ...operation, dryRun: true })));
    });

    test('its checks return a result', async () => {
      const { cluster, context, execution, executor } = open(action, params);
      for (const check of action.prechecks) {
        const result = await executor.precheck(check.name, execution, context);
        const said = result.ok ? 'passed' : result.code;
        if (UNTOLD.includes(check.name)) expect([check.name, said]).toEqual([check.name, 'cannot_tell']);
        else expect(['passed', 'failed'], `${check.name}: ${result.reason}`).toContain(said);
      }
      expect(cluster.changes).toEqual([]);
    });
  },
);

test.each(['a b', 'a/b', '-', 'ä', 'a,b', '', '*'])('T31 %j is not a Kubernetes name for credentials', (value) => {
  const [action] = ACTIONS;
  if (action === undefined) throw new Error('The catalog must have actions.');
  const { executor } = open(action, {});
  expect(executor.scopeFields).toEqual(['cluster']);
  const { checkValue } = executor.credentialRules.kubernetes ?? {};
  expect(checkValue?.(value)).toMatchObject({ ok: false, code: 'value_invalid' });
  expect(checkValue?.('system:node-1.example')).toEqual({ ok: true });
});

testExecutor('Kubernetes in memory', () => {
  const action = ACTIONS.find(({ name }) => name === 'update-configmap');
  if (action === undefined) throw new Error('The catalog must have update-configmap.');
  const { execution, executor } = open(action, CASES['update-configmap']?.[0] ?? {});
  return { executor, execution, elsewhere: { cluster: 'other' } };
});
