import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '@agent-safe/core';
import { makeFolder } from '@agent-safe/testkit/folders';
import { describe, expect, test } from 'vitest';
import { describeCluster } from './support/api.ts';
import { apply, deployment, eventually, getJson, isDown, kubectl, LIVE, NEEDS, needs } from './support/kubectl.ts';
import { EXECUTOR, openLive, ranOf, summarize } from './support/live.ts';
import { type PlayedContainer, playKubelet, slowDeployment } from './support/played-kubelet.ts';
import { registerWebhook } from './support/webhook.ts';

const OLD = 'registry.k8s.io/pause:3.8';
const NEW = 'registry.k8s.io/no-such-image:9';
const waiting = (reason: string, message: string) => ({ waiting: { reason, message } });

type Live = Awaited<ReturnType<typeof openLive>>;

/** Runs an action until a line of its progress names a cause. @returns that line */
async function untilTold(
  { act }: Live,
  action: string,
  params: JsonObject,
  cause: RegExp,
): Promise<string | undefined> {
  const stop = new AbortController();
  let told: string | undefined;
  const progress = (line: string) => {
    if (!cause.test(line)) return;
    told = line;
    stop.abort();
  };
  const report = ranOf(await act(action, params, { timeout: 40, signal: stop.signal, progress }));
  expect(report.outcome).not.toBe('success');
  return told;
}

interface Played {
  readonly kind: 'containerStatuses' | 'initContainerStatuses';
  readonly container: PlayedContainer;
  readonly cause: RegExp;
}

const CASES: Readonly<Record<string, Played>> = {
  'an image that cannot be pulled': {
    kind: 'containerStatuses',
    container: { name: 'main', state: waiting('ErrImagePull', 'manifest unknown') },
    cause: /ErrImagePull: container "main" of pod web-\S+ cannot pull the image registry\.k8s\.io\/no-such-image:9\./,
  },
  'an image of an init container that cannot be pulled': {
    kind: 'initContainerStatuses',
    container: { name: 'setup', state: waiting('ImagePullBackOff', 'Back-off pulling image') },
    cause: /ImagePullBackOff: container "setup" of pod web-\S+ cannot pull the image/,
  },
  'a crash loop with its exit code': {
    kind: 'containerStatuses',
    container: {
      name: 'main',
      state: waiting('CrashLoopBackOff', 'back-off 10s restarting failed container'),
      lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
    },
    cause: /CrashLoopBackOff: container "main" of pod web-\S+ ended with exit code 137\./,
  },
  'a crash loop of an init container': {
    kind: 'initContainerStatuses',
    container: {
      name: 'setup',
      state: waiting('CrashLoopBackOff', 'back-off 10s restarting failed container'),
      lastState: { terminated: { exitCode: 1 } },
    },
    cause: /CrashLoopBackOff: container "setup" of pod web-\S+ ended with exit code 1\./,
  },
  'a container without its configuration': {
    kind: 'containerStatuses',
    container: { name: 'main', state: waiting('CreateContainerConfigError', 'configmap "settings" not found') },
    cause: /CreateContainerConfigError: container "main" of pod web-\S+ \(configmap "settings" not found\)\./,
  },
};

/** Cluster with a deployment of which a test writes the status of the pods. */
async function openSlow(): Promise<
  Live & { readonly web: { readonly namespace: string; readonly deployment: string } }
> {
  const live = await openLive();
  const { namespace } = live;
  await apply(slowDeployment(namespace, 'web', 1, { initContainers: [{ name: 'setup', image: OLD }] }));
  await eventually(
    () => kubectl(['get', 'pods', `--namespace=${namespace}`, '--output=jsonpath={.items[*].status.phase}']),
    (phases) => phases === 'Running',
  );
  return { ...live, web: { namespace, deployment: 'web' } };
}

// A real kubelet would write another status.
describe.skipIf(isDown || LIVE.pods === '')(`causes of rollouts in a real cluster${needs('pods')}`, () => {
  test.each(Object.entries(CASES))(
    'update-image names %s, with the credentials of its ticket (the test plays the kubelet)',
    async (_, { cause, container, kind }) => {
      const live = await openSlow();
      const params = { ...live.web, container: 'main', image: NEW };
      const [told] = await Promise.all([
        untilTold(live, 'update-image', params, cause),
        playKubelet(live.namespace, NEW, kind, container),
      ]);
      expect(told).toMatch(/^0 of 1 replicas are updated|^1 of 1 replicas are updated/);
    },
  );

  test('scale-deployment and rollout-undo name them too (the test plays the kubelet)', async () => {
    const live = await openSlow();
    const { cause, container, kind } = CASES['a crash loop with its exit code'] as Played;
    const scaled = untilTold(live, 'scale-deployment', { ...live.web, replicas: 2 }, cause);
    const [told] = await Promise.all([scaled, playKubelet(live.namespace, OLD, kind, container)]);
    expect(told).toMatch(/^2 replicas exist, 0 are available\./);
    await kubectl(['set', 'image', 'deployment/web', `main=${NEW}`, `--namespace=${live.namespace}`]);
    await eventually(
      () => getJson('deployment', 'web', `--namespace=${live.namespace}`),
      ({ metadata }) => JSON.stringify(metadata).includes('"deployment.kubernetes.io/revision":"2"'),
    );
    // The pods of the first revision still have their status.
    expect(await untilTold(live, 'rollout-undo', live.web, cause)).toMatch(cause);
  });

  test('a quota that holds a new revision is named by update-image', async () => {
    const live = await openLive();
    const { namespace } = live;
    const spec = { hard: { pods: '1' } };
    await apply(
      { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'small', namespace }, spec },
      deployment(namespace, 'web', 1),
    );
    const params = { namespace, deployment: 'web', container: 'main', image: NEW };
    expect(await untilTold(live, 'update-image', params, /ReplicaFailure/)).toMatch(/exceeded quota: small/);
  });
});

// An API in a container does not reach a webhook on this machine.
describe.skipIf(isDown || LIVE.pods === '')(`admission webhooks of a real cluster${needs('pods')}`, () => {
  const denied = { allowed: false, status: { message: 'No change on Fridays.', code: 403 } };
  test.each<[string, JsonObject | undefined, string, RegExp]>([
    ['that denies with a message', denied, 'failure', /denied the request: No change on Fridays\./],
    ['that denies without a message', { allowed: false }, 'failure', /denied the request without explanation/],
    ['that nothing serves', undefined, 'error', /failed calling webhook .*connection refused/],
  ])('a webhook %s is named, and nothing is changed', async (_, answer, outcome, message) => {
    const { act, dryRun, namespace } = await openLive({ executor: { kubeconfig: LIVE.kubeconfig } });
    await apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace }, data: { a: 'b' } });
    const name = await registerWebhook(namespace, answer);
    const params = { namespace, configmap: 'settings', key: 'a', value: 'c' };
    // The API learns of a new webhook within about a second.
    const shown = await eventually(
      () => dryRun('update-configmap', params),
      (report) => 'outcome' in report && report.outcome !== 'success',
    );
    expect(shown).toMatchObject({ outcome, reason: expect.stringMatching(message) });
    const report = ranOf(await act('update-configmap', params));
    expect([report.outcome, report.reason.includes(`"${name}"`)]).toEqual([outcome, true]);
    expect(report.reason).toMatch(message);
    if (outcome === 'failure') expect(report.reason).toMatch(/^Nothing was done\. /);
    expect(await getJson('configmap', 'settings', `--namespace=${namespace}`)).toMatchObject({ data: { a: 'b' } });
  });
});

describe.skipIf(isDown)(`credential programs before a real API${NEEDS}`, () => {
  test('T21 a credential program that fails is named with its exit code, and "k8s" shows its stderr, redacted', async () => {
    const folder = makeFolder();
    const command = join(folder, 'get-credentials');
    writeFileSync(command, '#!/bin/sh\necho "The login of agent expired: $KEY" >&2\nexit 3\n');
    chmodSync(command, 0o755);
    const env = [{ name: 'KEY', value: 'hidden-value' }];
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command, env, interactiveMode: 'Never' };
    const kubeconfig = join(folder, 'kubeconfig');
    const document = {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'test',
      clusters: [{ name: 'test', cluster: await describeCluster() }],
      users: [{ name: 'test', user: { exec } }],
      contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
    };
    writeFileSync(kubeconfig, JSON.stringify(document));
    const { act, namespace, text } = await openLive({ executor: { kubeconfig } });
    const report = await act('rollout-status', { namespace, deployment: 'web' });
    expect(report).toMatchObject({ ok: false, code: 'scope_mismatch', ticket_used: false });
    expect(report.reason).toContain(command);
    expect(report.reason).toContain('failed with exit code 3');
    // kubectl mixes the stderr of the program with its own messages, so it is not shown.
    expect(report.reason.includes('The login of agent expired: ***')).toBe(EXECUTOR === 'k8s');
    expect(report.reason + text()).not.toContain('hidden-value');
    expect(summarize(report)).toBe('refused scope_mismatch');
  });
});
