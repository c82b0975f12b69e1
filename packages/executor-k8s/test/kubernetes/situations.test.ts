import type { JsonObject } from '@agent-safe/core';
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
import { openLive, ranOf, specOf, summarize } from './support/live.ts';

/** Situations in which other tools gave wrong or no answers. */

const tolerations = [{ key: 'of-tests', operator: 'Exists', effect: 'NoSchedule' }];

/** Cluster with pods on the node of the tests, and with a disruption budget that keeps all of them. */
async function openHeldNode(policy: object, containers?: JsonObject) {
  const live = await openLive();
  const { namespace } = live;
  const { node } = LIVE;
  const uncordon = () => kubectl(['uncordon', node]);
  await uncordon();
  onTestFinished(async () => {
    await uncordon();
  });
  await eventually(
    () => getJson('pods', '--all-namespaces', `--field-selector=spec.nodeName=${node}`),
    ({ items }) => (items as readonly object[]).length === 0,
  );
  const changes = { tolerations, nodeSelector: { 'kubernetes.io/hostname': node }, ...containers };
  await apply(deployment(namespace, 'web', 2, changes));
  const spec = { minAvailable: 1, selector: { matchLabels: { app: 'web' } }, ...policy };
  await apply({ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'web', namespace }, spec });
  await untilAvailable(namespace);
  await eventually(
    () => getJson('poddisruptionbudget', 'web', `--namespace=${namespace}`),
    ({ status }) => (status as JsonObject).currentHealthy === 2,
  );
  return { ...live, node };
}

/** Marks every pod as not ready, as a container that restarts in a loop does. */
async function makeUnready(namespace: string): Promise<void> {
  const names = await kubectl([
    'get',
    'pods',
    `--namespace=${namespace}`,
    '--output=jsonpath={.items[*].metadata.name}',
  ]);
  const status = { conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady' }] };
  for (const name of names.split(' ')) {
    const patch = ['--subresource=status', '--type=strategic', `--patch=${JSON.stringify({ status })}`];
    await kubectl(['patch', 'pod', name, `--namespace=${namespace}`, ...patch]);
  }
  await eventually(
    () => getJson('poddisruptionbudget', 'web', `--namespace=${namespace}`),
    ({ status: budget }) => (budget as JsonObject).currentHealthy === 0,
  );
}

describe.skipIf(isDown || LIVE.node === '')(`drains in a real cluster${needs('node')}`, { timeout: 90_000 }, () => {
  test('a drain that waits for a disruption budget says why while it waits, and ends at its time limit', async () => {
    const { act, node } = await openHeldNode({});
    const told: string[] = [];
    const progress = (message: string) => void told.push(message);
    const report = ranOf(await act('drain-node', { node, ignore_daemonsets: true }, { timeout: 12, progress }));
    expect(report.outcome).toBe('timeout');
    expect(told.join('\n')).toMatch(/still on the node: .* An eviction was refused: .*disruption budget.*: web\./);
    expect(report.duration_ms).toBeLessThan(14_000);
  });

  test('pods that are not ready do not hold a drain if their budget always allows their eviction', async () => {
    const { act, namespace, node } = await openHeldNode({ unhealthyPodEvictionPolicy: 'AlwaysAllow' });
    await makeUnready(namespace);
    const report = ranOf(await act('drain-node', { node, ignore_daemonsets: true }));
    expect(report.prechecks).toContainEqual(expect.objectContaining({ name: 'pdb-check', outcome: 'passed' }));
    expect(summarize(report)).toBe('success');
  });

  test('pods that are not ready hold a drain if their budget protects them, until evictions are disabled', async () => {
    const { act, namespace, node } = await openHeldNode({ unhealthyPodEvictionPolicy: 'IfHealthyBudget' });
    await makeUnready(namespace);
    const held = ranOf(await act('drain-node', { node, ignore_daemonsets: true }));
    expect(summarize(held)).toBe('skipped precheck_failed');
    expect(held.reason).toContain(`These disruption budgets allow no eviction: ${namespace}/web.`);
    const forced = ranOf(await act('drain-node', { node, ignore_daemonsets: true, disable_eviction: true }));
    expect(forced).toMatchObject({
      outcome: 'success',
      warnings: ['The pods are deleted without evictions, so no disruption budget protects them.'],
    });
  });

  test('data on the node is lost only if the request says so, and the report names the pods', async () => {
    const volumes = [{ name: 'data', emptyDir: {} }];
    const { act, node } = await openHeldNode({ minAvailable: 0 }, { volumes });
    const kept = ranOf(await act('drain-node', { node, ignore_daemonsets: true }));
    expect(kept).toMatchObject({ outcome: 'failure', reason: expect.stringContaining('(emptyDir)') });
    const lost = ranOf(await act('drain-node', { node, ignore_daemonsets: true, delete_emptydir_data: true }));
    expect(lost.warnings).toEqual([
      expect.stringMatching(/^The data of these pods on the node \(emptyDir\) is lost: /),
    ]);
    expect(summarize(lost)).toBe('success');
  });
});

describe.skipIf(isDown)(`workloads in a real cluster${NEEDS}`, { timeout: 90_000 }, () => {
  test('the rollback of a paused deployment is refused, and says to resume it', async () => {
    const { act, namespace } = await openLive();
    await apply(deployment(namespace, 'web', 1));
    await untilAvailable(namespace);
    await kubectl(['set', 'image', 'deployment/web', 'main=registry.k8s.io/pause:3.9', `--namespace=${namespace}`]);
    await untilAvailable(namespace);
    await kubectl(['rollout', 'pause', 'deployment/web', `--namespace=${namespace}`]);
    const report = ranOf(await act('rollout-undo', { namespace, deployment: 'web' }));
    expect(report).toMatchObject({ outcome: 'failure', reason: expect.stringContaining('Resume it first.') });
    expect(await specOf('deployment', 'web', namespace)).toMatchObject({
      template: { spec: { containers: [{ image: 'registry.k8s.io/pause:3.9' }, {}] } },
    });
  });

  test('a revision is found again after an earlier rollback to it gave it a new number', async () => {
    const { act, namespace } = await openLive();
    const web = { namespace, deployment: 'web' };
    await apply(deployment(namespace, 'web', 1));
    await untilAvailable(namespace);
    const image = async () => {
      const { template } = (await specOf('deployment', 'web', namespace)) as { template: JsonObject };
      return (template.spec as unknown as { containers: { image: string }[] }).containers[0]?.image;
    };
    const next = { ...web, container: 'main', image: 'registry.k8s.io/pause:3.9' };
    expect(summarize(await act('update-image', next))).toBe('success');
    expect(summarize(await act('rollout-undo', { ...web, revision: 1 }))).toBe('success');
    expect(summarize(await act('update-image', next))).toBe('success');
    expect(summarize(await act('rollout-undo', { ...web, revision: 1 }))).toBe('success');
    expect(await image()).toBe('registry.k8s.io/pause:3.8');
  });

  test('update-image of an init container, and of a deployment with 0 replicas, says what happens', async () => {
    const { act, namespace } = await openLive();
    const initContainers = [{ name: 'setup', image: 'registry.k8s.io/pause:3.6' }];
    await apply(deployment(namespace, 'idle', 0, { initContainers }));
    const params = { namespace, deployment: 'idle', container: 'setup', image: 'registry.k8s.io/pause:3.9' };
    expect(ranOf(await act('update-image', params))).toMatchObject({
      outcome: 'success',
      reason: expect.stringContaining('The deployment has 0 replicas, so no pod is replaced.'),
    });
    expect(await specOf('deployment', 'idle', namespace)).toMatchObject({
      template: { spec: { initContainers: [{ name: 'setup', image: 'registry.k8s.io/pause:3.9' }] } },
    });
    expect(ranOf(await act('rollout-status', { namespace, deployment: 'idle' })).reason).toContain('0 replicas');
    expect(ranOf(await act('restart-deployment', { namespace, deployment: 'idle' })).reason).toContain(
      'The deployment has 0 replicas, so there is no pod to restart.',
    );
  });

  test('a pod with several containers is read at its default container, without a parameter', async () => {
    const { dryRun, namespace } = await openLive({ executor: { kubeconfig: LIVE.kubeconfig } });
    const annotations = { 'kubectl.kubernetes.io/default-container': 'second' };
    const spec = { containers: ['main', 'second'].map((name) => ({ name, image: 'registry.k8s.io/pause:3.8' })) };
    await apply({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace, annotations }, spec });
    const report = await dryRun('get-pod-logs', { namespace, pod: 'web' });
    expect('steps' in report && report.steps).toEqual([expect.stringContaining('container=second')]);
  });
});
