import type { JsonObject } from '@agent-safe/core';
import { describe, expect, test } from 'vitest';
import { apply, deployment, isDown, kubectl, LIVE, NEEDS, untilAvailable } from './support/kubectl.ts';
import { openLive, ranOf, specOf, summarize } from './support/live.ts';

/** Situations in which other tools gave wrong or no answers. */

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
