import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionsPath } from '@agent-safe/catalog';
import type { JsonObject } from '@agent-safe/core';
import { loadProject } from '@agent-safe/registry';
import { makeFolder } from '@agent-safe/testkit/folders';
import { describe, expect, test } from 'vitest';
import { apply, deployment, getJson, isDown, kubectl, LIVE, NEEDS, untilAvailable } from './support/kubectl.ts';
import { ACTIONS, openLive, ranOf, summarize } from './support/live.ts';

const TRACKING = 'argocd.argoproj.io/tracking-id=shop:apps/Deployment:prod/web';
const managed = (name: string) =>
  `"${name}" is managed by Argo CD ("shop"), which may revert this change. Change it at its source instead.`;

/** The lines that a project adds to its action files, as the documentation shows them. */
function readLines(): string {
  const page = readFileSync(new URL('../../../../docs/explanation/execution.md', import.meta.url), 'utf8');
  const [, lines] = /```yaml\n(prechecks:\n {2}- name: not-gitops-managed\n[^`]*)```/.exec(page) ?? [];
  if (lines === undefined) throw new Error('The documentation has no such precheck.');
  return lines;
}

/** The actions of a project that has added the precheck to its own action files. */
function loadBlocking() {
  const registry = makeFolder();
  for (const file of readdirSync(actionsPath)) {
    const text = readFileSync(join(actionsPath, file), 'utf8');
    writeFileSync(
      join(registry, file),
      text.replace(/^prechecks:\n/m, () => readLines()),
    );
  }
  return loadProject({ registry }).actions;
}

/** Cluster with one object of each kind that an action changes, all tracked by Argo CD. */
async function openManaged(blocking = false) {
  const actions = blocking ? loadBlocking() : ACTIONS;
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

/** Marks of the other tools, as they set them. */
const MARKS: readonly (readonly [kind: 'label' | 'annotate', mark: string, owner: string])[] = [
  ['label', 'argocd.argoproj.io/instance=shop', 'Argo CD ("shop")'],
  ['label', 'kustomize.toolkit.fluxcd.io/name=apps', 'Flux ("apps")'],
  ['label', 'helm.toolkit.fluxcd.io/name=shop', 'Flux ("shop")'],
  ['annotate', 'meta.helm.sh/release-name=shop', 'Helm ("shop")'],
  ['label', 'app.kubernetes.io/managed-by=Helm', 'Helm'],
];

const CASES: readonly (readonly [action: string, params: JsonObject])[] = [
  ['scale-deployment', { deployment: 'web', replicas: 3 }],
  ['restart-deployment', { deployment: 'web' }],
  ['update-image', { deployment: 'web', container: 'main', image: 'registry.k8s.io/pause:3.9' }],
  ['update-configmap', { configmap: 'web', key: 'color', value: 'red' }],
  ['scale-hpa', { hpa: 'web', min_replicas: 1, max_replicas: 3 }],
  ['update-hpa-limits', { hpa: 'web', target_cpu_percent: 70 }],
  ['apply-network-policy', { policy_name: 'web', pod_selector: 'app=web' }],
];

describe.skipIf(isDown)(`objects of GitOps tools in a real cluster${NEEDS}`, () => {
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

  test('the check "not-gitops-managed" of a project blocks objects of Argo CD, Flux and Helm, and passes for others', async () => {
    const { act, namespace, web } = await openManaged(true);
    for (const [action, params] of CASES) {
      const report = ranOf(await act(action, { ...web, ...params }));
      expect([action, summarize(report)]).toEqual([action, 'skipped precheck_failed']);
      expect(report.reason).toContain('The object is managed by Argo CD ("shop")');
    }
    const update = { ...web, configmap: 'web', key: 'color', value: 'red' };
    const change = (kind: string, mark: string) =>
      kubectl([kind, 'configmap', 'web', mark, `--namespace=${namespace}`]);
    await change('annotate', 'argocd.argoproj.io/tracking-id-');
    for (const [kind, mark, owner] of MARKS) {
      await change(kind, mark);
      const report = ranOf(await act('update-configmap', update));
      expect([owner, summarize(report)]).toEqual([owner, 'skipped precheck_failed']);
      expect(report.reason).toContain(`The object is managed by ${owner}`);
      await change(kind, `${mark.split('=')[0]}-`);
    }
    expect(await getJson('configmap', 'web', `--namespace=${namespace}`)).toMatchObject({ data: { color: 'blue' } });
    expect(summarize(await act('update-configmap', update))).toBe('success');
    expect(await getJson('configmap', 'web', `--namespace=${namespace}`)).toMatchObject({ data: { color: 'red' } });
  });
});
