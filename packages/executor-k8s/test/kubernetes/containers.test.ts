import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@agent-safe/testkit/folders';
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
  needs,
  untilAvailable,
} from './support/kubectl.ts';
import { type LiveOptions, openLive, ranOf, specOf, summarize } from './support/live.ts';

const OLD = 'registry.k8s.io/pause:3.8';
const NEW = 'registry.k8s.io/pause:3.9';
const container = (name: string) => ({ name, image: OLD });

/** Cluster with a running pod that has three containers. The annotation names the second one. */
async function openPod(options: LiveOptions = {}, annotated = 'second') {
  const live = await openLive(options);
  const { namespace } = live;
  const metadata = { name: 'web', namespace, annotations: { 'kubectl.kubernetes.io/default-container': annotated } };
  const spec = { containers: [container('main'), container('second')], initContainers: [container('setup')] };
  await apply({ apiVersion: 'v1', kind: 'Pod', metadata, spec });
  await eventually(
    () => getJson('pod', 'web', `--namespace=${namespace}`),
    ({ status }) => (status as { readonly phase: string }).phase === 'Running',
  );
  return { ...live, pod: { namespace, pod: 'web' } };
}

/** Gives each container of the pod a log with its own name. */
async function writeLogs(namespace: string): Promise<void> {
  const folder = makeFolder();
  const logs = ['main', 'second', 'setup'].map((name) => {
    const logsFile = join(folder, `${name}.log`);
    appendFileSync(logsFile, `2026-01-01T00:00:00.000000000Z stdout F of ${name}\n`);
    return { containers: [name], logsFile };
  });
  await apply({
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'Logs',
    metadata: { name: 'web', namespace },
    spec: { logs },
  });
}

const CHOSEN = ' The container is "second", by default. The pod has main, second, setup (init).';

describe.skipIf(isDown)(`containers in a real cluster${NEEDS}`, () => {
  test.skipIf(LIVE.pods === '')(
    `the log is of the default container, or of the requested one, which may be an init container${needs('pods')}`,
    async () => {
      const { act, pod } = await openPod();
      await writeLogs(pod.namespace);
      const read = async (more: object) => ranOf(await act('get-pod-logs', { ...pod, ...more }));
      const chosen = await eventually(
        () => read({}),
        ({ output }) => JSON.stringify(output).includes('of second'),
      );
      expect(chosen.reason).toBe(`The log was read.${CHOSEN}`);
      expect(await read({ container: 'setup' })).toMatchObject({
        reason: 'The log was read.',
        output: { log: 'of setup\n' },
      });
    },
  );

  test.skipIf(LIVE.pods === '')(
    `a command runs in the default container, and the report names the others${needs('pods')}`,
    async () => {
      const { act, pod } = await openPod({ runner: { commandAllowlist: [['true']] } });
      const report = ranOf(await act('exec-pod', { ...pod, command: ['true'] }));
      expect(summarize(report)).toBe('success');
      expect(report.reason).toContain(CHOSEN.trim());
    },
  );

  test('kubernetes-mcp-server#1000: an annotation that names no container is ignored, like in kubectl', async () => {
    const { dryRun, pod } = await openPod({ executor: { kubeconfig: LIVE.kubeconfig } }, 'missing');
    const report = await dryRun('get-pod-logs', pod);
    expect('steps' in report && report.steps).toEqual([expect.stringContaining('container=main')]);
  });

  test('update-image of an init container, and of a deployment with 0 replicas, says what happens', async () => {
    const { act, namespace } = await openLive();
    await apply(deployment(namespace, 'idle', 0, { initContainers: [container('setup')] }));
    const params = { namespace, deployment: 'idle', container: 'setup', image: NEW };
    expect(ranOf(await act('update-image', params))).toMatchObject({
      outcome: 'success',
      reason: expect.stringContaining('The deployment has 0 replicas, so no pod is replaced.'),
    });
    expect(await specOf('deployment', 'idle', namespace)).toMatchObject({
      template: { spec: { initContainers: [{ name: 'setup', image: NEW }] } },
    });
    expect(ranOf(await act('rollout-status', { namespace, deployment: 'idle' })).reason).toContain('0 replicas');
    expect(ranOf(await act('restart-deployment', { namespace, deployment: 'idle' })).reason).toContain(
      'The deployment has 0 replicas, so there is no pod to restart.',
    );
  });

  test('update-image of an init container replaces the running pods', async () => {
    const { act, namespace } = await openLive();
    await apply(deployment(namespace, 'web', 2, { initContainers: [container('setup')] }));
    await untilAvailable(namespace);
    const params = { namespace, deployment: 'web', container: 'setup', image: NEW };
    expect(summarize(await act('update-image', params))).toBe('success');
    const images = '--output=jsonpath={.items[*].spec.initContainers[*].image}';
    // Pods that end are listed for a moment.
    await eventually(
      () => kubectl(['get', 'pods', `--namespace=${namespace}`, images]),
      (found) => found === `${NEW} ${NEW}`,
    );
  });

  test('a deployment that is scaled from 0 replicas starts pods with the image that was set before', async () => {
    const { act, namespace } = await openLive();
    await apply(deployment(namespace, 'web', 0));
    const web = { namespace, deployment: 'web' };
    expect(summarize(await act('update-image', { ...web, container: 'main', image: NEW }))).toBe('success');
    expect(summarize(await act('scale-deployment', { ...web, replicas: 1 }))).toBe('success');
    const images = '--output=jsonpath={.items[*].spec.containers[0].image}';
    expect(await kubectl(['get', 'pods', `--namespace=${namespace}`, images])).toBe(NEW);
  });
});
