import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '@agent-safe/core';
import { makeFolder } from '@agent-safe/testkit/folders';
import { describe, expect, test } from 'vitest';
import { apply, deployment, getJson, isDown, kubectl, LIVE, NEEDS } from './support/kubectl.ts';
import { EXECUTOR, type LiveOptions, openLive, ranOf, specOf, summarize } from './support/live.ts';

const cpu = (percent: number) => ({
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: percent } },
});
const memory = (percent: number) => ({ ...cpu(percent), resource: { ...cpu(percent).resource, name: 'memory' } });
const requests = {
  type: 'Pods',
  pods: { metric: { name: 'requests' }, target: { type: 'AverageValue', averageValue: '10' } },
};

const usage = { type: 'Resource', resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '1Gi' } } };
const half = { type: 'AverageValue', averageValue: '512Mi' };

async function openAutoscaler(metrics: readonly JsonObject[], options: LiveOptions = {}) {
  const live = await openLive(options);
  const { issue, namespace, runner } = live;
  const spec = {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    minReplicas: 1,
    maxReplicas: 5,
    metrics,
  };
  const metadata = { name: 'web', namespace };
  await apply(deployment(namespace, 'web', 1), {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata,
    spec,
  });
  const read = () => specOf('horizontalpodautoscalers.v2.autoscaling', 'web', namespace);
  const annotations = async () => {
    const { metadata } = await getJson('hpa', 'web', `--namespace=${namespace}`);
    return (metadata as { readonly annotations?: JsonObject }).annotations;
  };
  const edit = (change: JsonObject) =>
    kubectl(['patch', 'hpa', 'web', `--namespace=${namespace}`, '--type=merge', `--patch=${JSON.stringify(change)}`]);
  const takeBack = async (rollbackOf: string, overwrite = false) => {
    const plan = await runner.planRollback(rollbackOf);
    if (!plan.ok) throw new Error(plan.reason);
    const options = { executor: EXECUTOR, rollbackOf, overwrite };
    return { plan, report: ranOf(await runner.run(issue(plan.action, plan.params), options)) };
  };
  return { ...live, annotations, read, edit, takeBack, web: { namespace, hpa: 'web' } };
}

/** kubectl with another writer that changes every autoscaler between reading and patching. */
function makeRacingKubectl(change: JsonObject): string {
  const file = join(makeFolder(), 'kubectl');
  const admin = `'${LIVE.kubectl}' '--kubeconfig=${LIVE.kubeconfig}'`;
  const race = `for word in "$@"; do case "$word" in --namespace=*) place="$word";; esac; done
  ${admin} "$place" patch hpa web --type=merge '--patch=${JSON.stringify(change)}' >/dev/null`;
  writeFileSync(file, `#!/bin/sh\ncase " $* " in *' patch '*) ${race};; esac\nexec '${LIVE.kubectl}' "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}

describe.skipIf(isDown)(`autoscalers in a real cluster${NEEDS}`, () => {
  test('T30 scale-hpa sets both limits, and its rollback restores them', async () => {
    const { act, issue, read, runner, web } = await openAutoscaler([cpu(50)]);
    const scaled = ranOf(await act('scale-hpa', { ...web, min_replicas: 2, max_replicas: 9 }));
    expect(scaled).toMatchObject({
      outcome: 'success',
      before_state: { min_replicas: 1, max_replicas: 5 },
      after_state: { min_replicas: 2, max_replicas: 9 },
    });
    expect(await read()).toMatchObject({ minReplicas: 2, maxReplicas: 9, metrics: [cpu(50)] });
    const plan = await runner.planRollback(scaled.audit_id);
    if (!plan.ok) throw new Error(plan.reason);
    const back = ranOf(await runner.run(issue(plan.action, plan.params), { executor: EXECUTOR }));
    expect(back.after_state).toEqual(scaled.before_state);
  });

  test('scale-hpa with a minimum above the maximum is blocked', async () => {
    const { act, read, web } = await openAutoscaler([cpu(50)]);
    const report = ranOf(await act('scale-hpa', { ...web, min_replicas: 9, max_replicas: 2 }));
    expect(summarize(report)).toBe('skipped precheck_failed');
    expect(await read()).toMatchObject({ minReplicas: 1, maxReplicas: 5 });
  });

  test('T29 T30 update-hpa-limits sets the requested targets, keeps the others, and is rolled back', async () => {
    const { act, annotations, read, takeBack, web } = await openAutoscaler([cpu(50), requests]);
    const updated = ranOf(await act('update-hpa-limits', { ...web, target_cpu_percent: 70 }));
    expect(updated).toMatchObject({
      outcome: 'success',
      before_state: { target_cpu_percent: 50 },
      after_state: { target_cpu_percent: 70 },
    });
    expect((await read()).metrics).toEqual([cpu(70), requests]);
    expect(await annotations()).toEqual({ 'agent-safe.dev/audit-id': updated.audit_id });
    const added = ranOf(await act('update-hpa-limits', { ...web, target_memory_percent: 80 }));
    expect(added).toMatchObject({ outcome: 'success', warnings: [] });
    expect((await read()).metrics).toEqual([cpu(70), requests, memory(80)]);
    // The rollback concerns only the metric that the execution set.
    const first = await takeBack(updated.audit_id);
    expect(first).toMatchObject({
      plan: { params: { target_cpu_percent: 50, metrics: [], remove: [] }, warnings: [] },
    });
    expect((await read()).metrics).toEqual([cpu(50), requests, memory(80)]);
    const second = await takeBack(added.audit_id);
    expect(second).toMatchObject({ plan: { params: { metrics: [], remove: ['memory'] }, warnings: [] } });
    expect((await read()).metrics).toEqual([cpu(50), requests]);
    await takeBack(second.report.audit_id);
    expect((await read()).metrics).toEqual([cpu(50), requests, memory(80)]);
  });

  test.each<[string, readonly JsonObject[]]>([
    ['of another type', [usage]],
    ['that is set twice', [usage, memory(60)]],
  ])('T30 a rollback of update-hpa-limits restores a target %s', async (_, own) => {
    const { act, read, takeBack, web } = await openAutoscaler([...own, cpu(50)]);
    const before = await read();
    const report = ranOf(await act('update-hpa-limits', { ...web, target_cpu_percent: 60, target_memory_percent: 80 }));
    expect(report).toMatchObject({ outcome: 'success', warnings: [] });
    expect((await read()).metrics).toEqual([memory(80), cpu(60)]);
    const back = await takeBack(report.audit_id);
    expect(back).toMatchObject({ plan: { warnings: [] }, report: { outcome: 'success' } });
    expect(await read()).toEqual(before);
    await takeBack(back.report.audit_id);
    expect((await read()).metrics).toEqual([memory(80), cpu(60)]);
  });

  test('T30 a rollback of update-hpa-limits does not revert a metric that another writer has set since', async () => {
    const { act, edit, read, takeBack, web } = await openAutoscaler([usage, cpu(50)]);
    const { audit_id } = ranOf(await act('update-hpa-limits', { ...web, target_memory_percent: 80 }));
    await edit({ spec: { metrics: [{ ...usage, resource: { ...usage.resource, target: half } }, cpu(50)] } });
    const { metrics } = await read();
    expect((await takeBack(audit_id)).report).toMatchObject({
      code: 'changed_since',
      reason: expect.stringMatching(/target_memory_percent.*other_metrics/),
    });
    expect((await read()).metrics).toEqual(metrics);
    expect((await takeBack(audit_id, true)).report).toMatchObject({ outcome: 'success' });
    expect((await read()).metrics).toEqual([usage, cpu(50)]);
  });

  test.each<[string, JsonObject, RegExp]>([
    ['two requests for one resource', { target_cpu_percent: 50, remove: ['cpu'] }, /sets the cpu metric in two ways/],
    ['a metric of another type', { metrics: [requests] }, /"metrics" is not a list of CPU and memory metrics/],
    ['an unknown key', { metrics: [{ ...cpu(60), extra: 1 }] }, /The API would store other metrics than requested/],
    ['the removal of the last metric', { remove: ['cpu'] }, /would have no metric left/],
    ['an unknown resource', { remove: ['disk'] }, /"remove" is not a list|does not match|not one of/],
  ])('T02 update-hpa-limits refuses %s, in the dry run too', async (_, params, reason) => {
    const { act, dryRun, read, web } = await openAutoscaler([cpu(50)], { executor: { kubeconfig: LIVE.kubeconfig } });
    const before = await read();
    const preview = await dryRun('update-hpa-limits', { ...web, ...params });
    expect(preview).toMatchObject({ reason: expect.stringMatching(reason) });
    const report = await act('update-hpa-limits', { ...web, ...params });
    expect(report).toMatchObject({ reason: expect.stringMatching(reason) });
    expect(summarize(report)).toMatch(/^(?:failure|refused params_mismatch)$/);
    expect(await read()).toEqual(before);
  });

  // The other writer is a stand-in for kubectl, which the native transport does not start.
  test.skipIf(EXECUTOR === 'k8s').each<[string, JsonObject, string, readonly JsonObject[]]>([
    ['another annotation is not a conflict', { metadata: { annotations: { seen: 'now' } } }, 'success', [cpu(70)]],
    // The API made the change, did not answer in time, and the request was repeated.
    ['the requested metrics exist already', { spec: { metrics: [cpu(70)] } }, 'success', [cpu(70)]],
    ['other metrics are not overwritten', { spec: { metrics: [memory(60)] } }, 'failure', [memory(60)]],
  ])('T29 update-hpa-limits with another writer: %s', async (_, change, outcome, metrics) => {
    const { act, annotations, ofType, read, web } = await openAutoscaler([cpu(50)], {
      executor: { kubectl: makeRacingKubectl(change) },
    });
    const report = ranOf(await act('update-hpa-limits', { ...web, target_cpu_percent: 70 }));
    expect(report.outcome, report.reason).toBe(outcome);
    if (outcome === 'failure') expect(report.reason).toContain('another writer changed the metrics of the autoscaler');
    expect((await read()).metrics).toEqual(metrics);
    if (change.metadata !== undefined)
      expect(await annotations()).toEqual({ seen: 'now', 'agent-safe.dev/audit-id': report.audit_id });
    // The writer of that change is unknown.
    expect(ofType('execution_outcome')[0]).not.toHaveProperty('nothing_done');
  });

  test('update-hpa-limits without a target is refused, and changes nothing', async () => {
    const { act, web } = await openAutoscaler([cpu(50)]);
    const report = ranOf(await act('update-hpa-limits', web));
    expect(report).toMatchObject({
      outcome: 'failure',
      reason: expect.stringContaining('Give "target_cpu_percent"'),
    });
  });

  test.each([
    ['scale-hpa', { min_replicas: 1, max_replicas: 2 }],
    ['update-hpa-limits', { target_cpu_percent: 50 }],
  ])('%s of a missing object fails with a reason', async (action, params) => {
    const { act, namespace } = await openLive();
    const report = ranOf(await act(action, { namespace, hpa: 'none', ...params }));
    expect(report).toMatchObject({ outcome: 'failure', reason: expect.stringContaining('NotFound') });
    expect(report.prechecks[0]).toMatchObject({ name: 'hpa-exists', outcome: 'failed' });
  });
});
