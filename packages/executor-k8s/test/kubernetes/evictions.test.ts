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
  NEEDS,
  untilAvailable,
} from './support/kubectl.ts';
import { openLive, ranOf, summarize } from './support/live.ts';

/** Cluster with one running pod that a disruption budget holds. */
async function openHeldPod() {
  const live = await openLive({ executor: { kubeconfig: LIVE.kubeconfig } });
  const { namespace } = live;
  await apply(deployment(namespace, 'web', 1));
  await untilAvailable(namespace);
  const spec = { minAvailable: 1, selector: { matchLabels: { app: 'web' } } };
  await apply({
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'keep-one', namespace },
    spec,
  });
  await eventually(
    () => getJson('poddisruptionbudget', 'keep-one', `--namespace=${namespace}`),
    ({ status }) => (status as JsonObject).currentHealthy === 1,
  );
  const pod = await kubectl(['get', 'pods', `--namespace=${namespace}`, '--output=jsonpath={.items[0].metadata.name}']);
  const uid = async () => kubectl(['get', 'pod', pod, `--namespace=${namespace}`, '--output=jsonpath={.metadata.uid}']);
  return { ...live, pod: { namespace, pod }, uid };
}

/** Cluster with the only pod of a StatefulSet. */
async function openStatefulPod() {
  const live = await openLive({ executor: { kubeconfig: LIVE.kubeconfig } });
  const { namespace } = live;
  const template = {
    metadata: { labels: { app: 'db' } },
    spec: { terminationGracePeriodSeconds: 0, containers: [{ name: 'main', image: 'registry.k8s.io/pause:3.8' }] },
  };
  const spec = { replicas: 1, serviceName: 'db', selector: { matchLabels: { app: 'db' } }, template };
  await apply({ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'db', namespace }, spec });
  await eventually(
    () => kubectl(['get', 'pods', `--namespace=${namespace}`, '--output=jsonpath={.items[*].status.phase}']),
    (phases) => phases === 'Running',
  );
  return { ...live, pod: { namespace, pod: 'db-0' } };
}

describe.skipIf(isDown)(`the removal of pods in a real cluster${NEEDS}`, () => {
  test('T29 delete-pod keeps a pod that a disruption budget holds, and says so in the dry run too', async () => {
    const { act, dryRun, pod, uid } = await openHeldPod();
    const before = await uid();
    const held = expect.stringMatching(
      /disruption budget\. PodDisruptionBudget: keep-one\. .* request force-delete-pod\.$/,
    );
    expect(await dryRun('delete-pod', pod)).toMatchObject({ outcome: 'failure', reason: held });
    const report = ranOf(await act('delete-pod', pod));
    expect(report).toMatchObject({ outcome: 'failure', reason: held });
    expect(report.reason).toMatch(/^Nothing was done\. /);
    expect(await uid()).toBe(before);
  });

  test('force-delete-pod deletes a pod that a disruption budget holds', async () => {
    const { act, pod, uid } = await openHeldPod();
    const report = ranOf(await act('force-delete-pod', { ...pod, grace_period: 1 }));
    expect(report).toMatchObject({ outcome: 'success', warnings: [] });
    expect(report.reason).toContain('Its disruption budgets were not asked.');
    await expect(uid()).rejects.toThrow('NotFound');
  });

  test.each(['delete-pod', 'force-delete-pod'])(
    '%s warns of a pod of a StatefulSet, and of no grace period',
    async (name) => {
      const { act, dryRun, pod } = await openStatefulPod();
      const warnings = [
        'The pod belongs to the StatefulSet db. Its replacement gets the same name and volumes, and starts only when this pod is gone.',
        expect.stringMatching(
          /^With "grace_period: 0", the API removes the pod .* Two pods with the same name and volumes may run/,
        ),
      ];
      expect(await dryRun(name, { ...pod, grace_period: 0 })).toMatchObject({ outcome: 'success', warnings });
      const report = ranOf(await act(name, { ...pod, grace_period: 0 }));
      expect([summarize(report), report.warnings]).toEqual(['success', warnings]);
    },
  );
});
