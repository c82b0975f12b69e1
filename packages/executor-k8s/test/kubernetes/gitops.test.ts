import type { JsonObject } from '@agent-safe/core';
import { describe, expect, test } from 'vitest';
import { apply, deployment, getJson, isDown, kubectl, LIVE, NEEDS, untilAvailable } from './support/kubectl.ts';
import { ACTIONS, openLive, ranOf, summarize } from './support/live.ts';

const TRACKING = 'argocd.argoproj.io/tracking-id=shop:apps/Deployment:prod/web';
const managed = (name: string) =>
  `"${name}" is managed by Argo CD ("shop"), which may revert this change. Change it at its source instead.`;

/** Cluster with one object of each kind that an action changes, all tracked by Argo CD. */
async function openManaged(blocking = false) {
  const check = { name: 'not-gitops-managed', description: 'No tool manages the object', blocking: true };
  const actions = ACTIONS.map((action) => (blocking ? { ...action, prechecks: [check] } : action));
  const live = await openLive({ executor: { kubeconfig: LIVE.kubeconfig }, runner: { actions } });
  const { namespace } = live;
  const metadata = { name: 'web', namespace };
  await apply(
    deployment(namespace, 'web', 2),
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { color: 'blue' } },
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata,
      spec: { maxReplicas: 2, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'other' } },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata,
      spec: { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Ingress'] },
    },
  );
  await untilAvailable(namespace);
  const kinds = ['deployment', 'configmap', 'horizontalpodautoscaler', 'networkpolicy'];
  for (const kind of kinds) await kubectl(['annotate', kind, 'web', TRACKING, `--namespace=${namespace}`]);
  return { ...live, web: { namespace } };
}

const CASES: readonly (readonly [action: string, params: JsonObject])[] = [
  ['scale-deployment', { deployment: 'web', replicas: 3 }],
  ['restart-deployment', { deployment: 'web' }],
  ['update-image', { deployment: 'web', container: 'main', image: 'registry.k8s.io/pause:3.9' }],
  ['update-configmap', { configmap: 'web', key: 'color', value: 'red' }],
  ['scale-hpa', { hpa: 'web', min_replicas: 1, max_replicas: 3 }],
  ['update-hpa-limits', { hpa: 'web', target_cpu_percent: 70 }],
  ['apply-network-policy', { policy_name: 'web', pod_selector: 'app=web' }],
];

describe.skipIf(isDown)(`objects of GitOps tools in a real cluster${NEEDS}`, { timeout: 120_000 }, () => {
  test('every action that changes such an object warns, in the dry run and in the report', async () => {
    const { act, dryRun, web } = await openManaged();
    for (const [action, params] of CASES) {
      const preview = await dryRun(action, { ...web, ...params });
      expect('warnings' in preview && preview.warnings, action).toContain(managed('web'));
      const report = ranOf(await act(action, { ...web, ...params }));
      expect([action, report.outcome, report.warnings]).toEqual([
        action,
        'success',
        expect.arrayContaining([managed('web')]),
      ]);
    }
  });

  test('a blocking check "not-gitops-managed" stops the run, and passes for other objects', async () => {
    const { act, namespace, web } = await openManaged(true);
    for (const [action, params] of CASES) {
      const report = ranOf(await act(action, { ...web, ...params }));
      expect([action, summarize(report)]).toEqual([action, 'skipped precheck_failed']);
      expect(report.reason).toContain('The object is managed by Argo CD ("shop")');
    }
    await kubectl(['annotate', 'configmap', 'web', 'argocd.argoproj.io/tracking-id-', `--namespace=${namespace}`]);
    expect(summarize(await act('update-configmap', { ...web, configmap: 'web', key: 'color', value: 'red' }))).toBe(
      'success',
    );
    expect(await getJson('configmap', 'web', `--namespace=${namespace}`)).toMatchObject({ data: { color: 'red' } });
  });
});
