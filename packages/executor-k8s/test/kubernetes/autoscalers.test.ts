import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '@agent-safe/core';
import { makeFolder } from '@agent-safe/testkit/folders';
import { describe, expect, test } from 'vitest';
import { apply, deployment, isDown, LIVE, NEEDS } from './support/kubectl.ts';
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

async function openAutoscaler(metrics: readonly JsonObject[], options: LiveOptions = {}) {
  const live = await openLive(options);
  const { namespace } = live;
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
  return { ...live, read, web: { namespace, hpa: 'web' } };
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

describe.skipIf(isDown)(`autoscalers in a real cluster${NEEDS}`, { timeout: 60_000 }, () => {
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
    const { act, issue, read, runner, web } = await openAutoscaler([cpu(50), requests]);
    const updated = ranOf(await act('update-hpa-limits', { ...web, target_cpu_percent: 70 }));
    expect(updated).toMatchObject({
      outcome: 'success',
      before_state: { target_cpu_percent: 50 },
      after_state: { target_cpu_percent: 70 },
    });
    expect((await read()).metrics).toEqual([requests, cpu(70)]);
    const both = { ...web, target_cpu_percent: 60, target_memory_percent: 80 };
    expect(summarize(await act('update-hpa-limits', both))).toBe('success');
    expect((await read()).metrics).toEqual([requests, cpu(60), memory(80)]);
    const plan = await runner.planRollback(updated.audit_id);
    if (!plan.ok) throw new Error(plan.reason);
    expect(plan.warnings.join(' ')).toContain('"target_memory_percent" is not restored. It had no value before');
    expect(summarize(await runner.run(issue(plan.action, plan.params), { executor: EXECUTOR }))).toBe('success');
    expect((await read()).metrics).toEqual([requests, memory(80), cpu(50)]);
  });

  test('T30 update-hpa-limits says which targets a rollback cannot restore, and a rollback that would change nothing is refused', async () => {
    const { act, dryRun, runner, web } = await openAutoscaler([cpu(50)], { executor: { kubeconfig: LIVE.kubeconfig } });
    const added = { ...web, target_cpu_percent: 50, target_memory_percent: 80 };
    const warnings = ['A rollback cannot remove the memory target, which the autoscaler does not have yet.'];
    expect(await dryRun('update-hpa-limits', added)).toMatchObject({ warnings });
    const report = ranOf(await act('update-hpa-limits', added));
    expect(report).toMatchObject({ outcome: 'success', warnings });
    expect(await runner.planRollback(report.audit_id)).toMatchObject({
      ok: false,
      code: 'state_missing',
      reason: expect.stringContaining('"target_memory_percent" is not restored'),
    });
  });

  test('T30 update-hpa-limits says that a target of another type is not restored', async () => {
    const usage = {
      type: 'Resource',
      resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '1Gi' } },
    };
    const { act, runner, web } = await openAutoscaler([cpu(50), usage]);
    const report = ranOf(await act('update-hpa-limits', { ...web, target_memory_percent: 80 }));
    expect(report.warnings).toContain(
      'A rollback cannot restore the memory target. Its type is AverageValue, and it becomes a percentage.',
    );
    expect(await runner.planRollback(report.audit_id)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('The target of the autoscaler is not a percentage.'),
    });
    // A request that leaves that target alone can be rolled back.
    const other = ranOf(await act('update-hpa-limits', { ...web, target_cpu_percent: 70 }));
    expect(await runner.planRollback(other.audit_id)).toMatchObject({ ok: true, params: { target_cpu_percent: 50 } });
  });

  // The other writer is a stand-in for kubectl, which the native transport does not start.
  test.skipIf(EXECUTOR === 'k8s').each<[string, JsonObject, string, readonly JsonObject[]]>([
    ['another annotation is not a conflict', { metadata: { annotations: { seen: 'now' } } }, 'success', [cpu(70)]],
    // The API made the change, did not answer in time, and the request was repeated.
    ['the requested metrics exist already', { spec: { metrics: [cpu(70)] } }, 'success', [cpu(70)]],
    ['other metrics are not overwritten', { spec: { metrics: [memory(60)] } }, 'failure', [memory(60)]],
  ])('T29 update-hpa-limits with another writer: %s', async (_, change, outcome, metrics) => {
    const { act, ofType, read, web } = await openAutoscaler([cpu(50)], {
      executor: { kubectl: makeRacingKubectl(change) },
    });
    const report = ranOf(await act('update-hpa-limits', { ...web, target_cpu_percent: 70 }));
    expect(report.outcome, report.reason).toBe(outcome);
    if (outcome === 'failure') expect(report.reason).toContain('another writer changed the metrics of the autoscaler');
    expect((await read()).metrics).toEqual(metrics);
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
