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
  needs,
  untilAvailable,
} from './support/kubectl.ts';
import { EXECUTOR, openLive, ranOf, specOf, summarize } from './support/live.ts';

/** Toleration for the node of the tests, whose taint keeps other pods away. */
const tolerations = [{ key: 'of-tests', operator: 'Exists', effect: 'NoSchedule' }];

/** Cluster with a node that only this test uses, in its initial state. */
async function openNode() {
  const live = await openLive();
  const { node } = LIVE;
  const uncordon = () => kubectl(['uncordon', node]);
  await uncordon();
  onTestFinished(async () => {
    await uncordon();
  });
  const { namespace } = live;
  // Pods of the previous test may still be terminating.
  await eventually(
    () => getJson('pods', '--all-namespaces', `--field-selector=spec.nodeName=${node}`),
    ({ items }) => (items as readonly object[]).length === 0,
  );
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

describe.skipIf(isDown || LIVE.node === '')(`nodes in a real cluster${needs('node')}`, { timeout: 60_000 }, () => {
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
