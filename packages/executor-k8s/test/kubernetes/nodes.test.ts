import type { JsonObject } from '@agent-safe/core';
import { describe, expect, test } from 'vitest';
import {
  apply,
  deployment,
  eventually,
  getJson,
  isDown,
  kubectl,
  LIVE,
  needs,
  untilAvailable,
} from './support/kubectl.ts';
import { EXECUTOR, openLive, ranOf, specOf, summarize } from './support/live.ts';
import { makeNode } from './support/node.ts';

/** Toleration for the node of a test, whose taint keeps other pods away. */
const tolerations = [{ key: 'of-tests', operator: 'Exists', effect: 'NoSchedule' }];

/** Opens a cluster with a node that only this test uses. */
async function openNode() {
  const live = await openLive();
  const { namespace } = live;
  const node = await makeNode(namespace);
  /** Creates pods that run only on that node. */
  const place = async (name: string, replicas: number, changes: JsonObject = {}) => {
    await apply(
      deployment(namespace, name, replicas, {
        tolerations,
        nodeSelector: { 'kubernetes.io/hostname': node },
        ...changes,
      }),
    );
    await untilAvailable(namespace, name);
  };
  const count = async () => {
    const pods = await getJson('pods', `--namespace=${namespace}`, `--field-selector=spec.nodeName=${node}`);
    return (pods.items as readonly object[]).length;
  };
  return { ...live, node, place, count };
}

/** Opens a cluster with pods on a node of the test, and with a disruption budget that keeps all of them. */
async function openHeldNode(policy: object, containers?: JsonObject) {
  const live = await openLive();
  const { namespace } = live;
  const node = await makeNode(namespace);
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

describe.skipIf(isDown || LIVE.node === '')(`nodes in a real cluster${needs('node')}`, () => {
  test('T30 cordon-node and uncordon-node roll each other back', async () => {
    const { act, issue, node, runner } = await openNode();
    const cordoned = ranOf(await act('cordon-node', { node }));
    expect(cordoned).toMatchObject({
      outcome: 'success',
      before_state: { schedulable: true },
      after_state: { schedulable: false },
    });
    expect(await specOf('node', node)).toMatchObject({ unschedulable: true });
    const plan = await runner.planRollback(cordoned.audit_id);
    expect(plan).toMatchObject({ ok: true, action: 'uncordon-node', params: { node } });
    const back = ranOf(await runner.run(issue('uncordon-node', { node }), { executor: EXECUTOR }));
    expect(summarize(back)).toBe('success');
    expect(await specOf('node', node)).not.toHaveProperty('unschedulable');
    const forth = await runner.planRollback(back.audit_id);
    expect(forth).toMatchObject({ ok: true, action: 'cordon-node', params: { node } });
  });

  test('T30 the rollback of cordon-node leaves a node that a person has cordoned again', async () => {
    const { act, issue, node, runner } = await openNode();
    const { audit_id } = ranOf(await act('cordon-node', { node }));
    await kubectl(['uncordon', node]);
    await kubectl(['cordon', node]);
    const options = { executor: EXECUTOR, rollbackOf: audit_id };
    expect(ranOf(await runner.run(issue('uncordon-node', { node }), options))).toMatchObject({
      code: 'changed_since',
      reason: expect.stringContaining('cordoned_by'),
    });
    expect(await specOf('node', node)).toMatchObject({ unschedulable: true });
    const forced = await runner.run(issue('uncordon-node', { node }), { ...options, overwrite: true });
    expect(summarize(forced)).toBe('success');
  });

  test('T29 drain-node empties a node within the disruption budgets', async () => {
    const { act, count, node, place, runner } = await openNode();
    await place('web', 3);
    expect(await count()).toBe(3);
    const report = ranOf(await act('drain-node', { node, timeout: 30, ignore_daemonsets: true }));
    expect(report).toMatchObject({
      outcome: 'success',
      reason: '3 pods were evicted. The node has no more pods to evict.',
    });
    expect(await count()).toBe(0);
    expect(await specOf('node', node)).toMatchObject({ unschedulable: true });
    const plan = await runner.planRollback(report.audit_id);
    expect(plan).toMatchObject({ ok: true, action: 'uncordon-node' });
    expect(plan.warnings.join(' ')).toContain('is not declared reversible');
  });

  test('T30 the rollback of drain-node leaves a node cordoned that was cordoned before', async () => {
    const { act, node, runner } = await openNode();
    await kubectl(['cordon', node]);
    const report = ranOf(await act('drain-node', { node, timeout: 30, ignore_daemonsets: true }));
    expect(report).toMatchObject({ outcome: 'success', before_state: { schedulable: false } });
    expect(await runner.planRollback(report.audit_id)).toMatchObject({ ok: false, code: 'nothing_to_roll_back' });
  });

  test('T29 drain-node is blocked by a disruption budget', async () => {
    const { act, count, namespace, node, place } = await openNode();
    await place('web', 2);
    const spec = { minAvailable: 2, selector: { matchLabels: { app: 'web' } } };
    await apply({ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'web', namespace }, spec });
    await eventually(
      () => getJson('poddisruptionbudget', 'web', `--namespace=${namespace}`),
      ({ status }) => (status as JsonObject).currentHealthy === 2,
    );
    const report = ranOf(await act('drain-node', { node }));
    expect(summarize(report)).toBe('skipped precheck_failed');
    expect(report.reason).toContain(`These disruption budgets allow no eviction: ${namespace}/web.`);
    expect(await count()).toBe(2);
    expect(await specOf('node', node)).not.toHaveProperty('unschedulable');
  });

  test('T29 drain-node reports a refused eviction and keeps the time limit', async () => {
    const { act, count, namespace, node, place } = await openNode();
    await place('web', 2);
    // The budget allows one eviction. The new pod fits on no node, so the budget never allows the other one.
    const spec = { minAvailable: 1, selector: { matchLabels: { app: 'web' } } };
    await apply({ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'web', namespace }, spec });
    await eventually(
      () => getJson('poddisruptionbudget', 'web', `--namespace=${namespace}`),
      ({ status }) => (status as JsonObject).disruptionsAllowed === 1,
    );
    const report = ranOf(await act('drain-node', { node }, { timeout: 15 }));
    expect(report.outcome).toBe('timeout');
    expect(report.reason).toMatch(/The node is cordoned but not empty: .*An eviction was refused: .*disruption budget/);
    expect(report.duration_ms).toBeLessThan(16_500);
    expect(await count()).toBe(1);
  });

  test.each<[string, JsonObject, object, RegExp]>([
    ['pods that keep data on the node', { volumes: [{ name: 'data', emptyDir: {} }] }, {}, /keep data on the node/],
  ])('drain-node refuses %s before any change', async (_, changes, params, reason) => {
    const { act, count, node, place } = await openNode();
    await place('web', 1, changes);
    const report = ranOf(await act('drain-node', { node, ...params }));
    expect(report).toMatchObject({ outcome: 'failure', reason: expect.stringMatching(reason) });
    expect(await count()).toBe(1);
    expect(await specOf('node', node)).not.toHaveProperty('unschedulable');
  });

  test('T29 drain-node ignores pods of daemon sets if requested, and otherwise does nothing', async () => {
    const { act, count, namespace, node } = await openNode();
    const template = {
      metadata: { labels: { app: 'daemon' } },
      spec: {
        tolerations,
        nodeSelector: { 'kubernetes.io/hostname': node },
        containers: [{ name: 'main', image: 'a:1' }],
      },
    };
    const spec = { selector: { matchLabels: { app: 'daemon' } }, template };
    await apply({ apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'daemon', namespace }, spec });
    await eventually(count, (found) => found === 1);
    const refused = ranOf(await act('drain-node', { node, ignore_daemonsets: false }));
    expect(refused).toMatchObject({ outcome: 'failure', reason: expect.stringContaining('belong to daemon sets') });
    expect(summarize(await act('drain-node', { node, ignore_daemonsets: true }))).toBe('success');
    expect(await count()).toBe(1);
  });

  test.each(['cordon-node', 'uncordon-node', 'drain-node'])(
    '%s of a missing object fails with a reason',
    async (action) => {
      const { act } = await openLive();
      const report = ranOf(await act(action, { node: 'none' }));
      expect(['failure', 'skipped']).toContain(report.outcome);
      expect(report.prechecks[0]).toMatchObject({ name: 'node-exists', outcome: 'failed' });
    },
  );
});

describe.skipIf(isDown || LIVE.node === '')(`drains in a real cluster${needs('node')}`, () => {
  test('kubectl#172: a drain that waits for a disruption budget says why while it waits, and ends at its time limit', async () => {
    const { act, node } = await openHeldNode({});
    const told: string[] = [];
    const progress = (message: string) => void told.push(message);
    const report = ranOf(await act('drain-node', { node, ignore_daemonsets: true }, { timeout: 12, progress }));
    expect(report.outcome).toBe('timeout');
    expect(told.join('\n')).toMatch(/still on the node: .* An eviction was refused: .*disruption budget.*: web\./);
    expect(report.duration_ms).toBeLessThan(14_000);
  });

  test('claudie#1508: pods that are not ready do not hold a drain if their budget always allows their eviction', async () => {
    const { act, namespace, node } = await openHeldNode({ unhealthyPodEvictionPolicy: 'AlwaysAllow' });
    await makeUnready(namespace);
    const report = ranOf(await act('drain-node', { node, ignore_daemonsets: true }));
    expect(report.prechecks).toContainEqual(expect.objectContaining({ name: 'pdb-check', outcome: 'passed' }));
    expect(summarize(report)).toBe('success');
  });

  test('claudie#1508: pods that are not ready hold a drain if their budget protects them, until evictions are disabled', async () => {
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
