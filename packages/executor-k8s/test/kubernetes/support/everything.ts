import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import type { JsonObject } from '@agent-safe/core';
import { apply, deployment, getJson, kubectl, LIVE, untilAvailable } from './kubectl.ts';
import { makeNode } from './node.ts';

export const SECRET = 'correct-horse-battery';

/** Creates one object for each action of the catalog. @returns parameters with which each action succeeds */
export async function makeEverything(namespace: string): Promise<Readonly<Record<string, JsonObject>>> {
  const metadata = { name: 'settings', namespace };
  await apply(
    deployment(namespace, 'web', 2),
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { color: 'blue' } },
    { apiVersion: 'v1', kind: 'Secret', metadata, stringData: { password: SECRET } },
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'limits', namespace },
      spec: {
        minReplicas: 1,
        maxReplicas: 2,
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'other' },
      },
    },
  );
  await untilAvailable(namespace);
  const image = 'registry.k8s.io/pause:3.9';
  await kubectl(['set', 'image', 'deployment/web', `main=${image}`, `--namespace=${namespace}`]);
  await kubectl(['rollout', 'status', 'deployment/web', `--namespace=${namespace}`, '--timeout=30s']);
  // Tests of other files cordon and drain nodes at the same time, so each namespace gets its own node. Kind has one node.
  const node =
    LIVE.node === ''
      ? await kubectl(['get', 'nodes', '--output=jsonpath={.items[0].metadata.name}'])
      : await makeNode(namespace);
  const pods = ['get', 'pods', '--field-selector=status.phase=Running', `--namespace=${namespace}`];
  const [first = '', second = ''] = (await kubectl([...pods, '--output=jsonpath={.items[*].metadata.name}'])).split(
    ' ',
  );
  const pod = { namespace, pod: first };
  const web = { namespace, deployment: 'web' };
  const hpa = { namespace, hpa: 'limits' };
  const ofNode = { node };
  return {
    'apply-network-policy': { namespace, policy_name: 'closed', pod_selector: 'app=web' },
    'cordon-node': ofNode,
    'create-namespace': { namespace: `${namespace}-new` },
    'delete-namespace': { namespace },
    'delete-pod': pod,
    'drain-node': { ...ofNode, ignore_daemonsets: true },
    'exec-pod': { ...pod, container: 'main', command: ['true'] },
    'force-delete-pod': { namespace, pod: second },
    'get-configmap': { namespace, configmap: 'settings' },
    'get-pod-logs': { ...pod, container: 'main' },
    'get-secret': { namespace, secret: 'settings' },
    'port-forward': { ...pod, local_port: await findFreePort(), remote_port: 80 },
    'restart-deployment': web,
    'rollout-status': web,
    'rollout-undo': web,
    'scale-deployment': { ...web, replicas: 3 },
    'scale-hpa': { ...hpa, min_replicas: 2, max_replicas: 3 },
    'uncordon-node': ofNode,
    'update-configmap': { namespace, configmap: 'settings', key: 'color', value: 'red' },
    'update-hpa-limits': { ...hpa, target_cpu_percent: 50 },
    'update-image': { ...web, container: 'main', image: 'registry.k8s.io/pause:3.10' },
  };
}

/** Describes all objects without their status, which the controllers change. */
export async function snapshot(namespace: string): Promise<readonly object[]> {
  const kinds = 'deployments,replicasets,pods,configmaps,secrets,horizontalpodautoscalers,networkpolicies';
  const { items } = (await getJson(kinds, `--namespace=${namespace}`)) as unknown as { items: readonly Described[] };
  const { metadata } = (await getJson('namespace', namespace)) as unknown as Described;
  const all = items.map(({ data, kind, metadata: { name, uid, deletionTimestamp }, spec }) => ({
    kind,
    name,
    uid,
    deletionTimestamp,
    spec,
    data,
  }));
  return [...all, { kind: 'Namespace', deletionTimestamp: metadata.deletionTimestamp }];
}

interface Described {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly uid: string; readonly deletionTimestamp?: string };
  readonly spec?: JsonObject;
  readonly data?: JsonObject;
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
