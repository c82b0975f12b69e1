import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '@agent-safe/core';
import { makeFolder } from '@agent-safe/testkit/folders';
import { describe, expect, onTestFinished, test } from 'vitest';
import { call } from './support/api.ts';
import { openFarCluster } from './support/far-cluster.ts';
import {
  apply,
  deployment,
  eventually,
  isDown,
  kubectl,
  LIVE,
  NEEDS,
  needs,
  untilAvailable,
} from './support/kubectl.ts';
import { ACTIONS, EXECUTOR, openLive, ranOf, specOf, summarize } from './support/live.ts';

/**
 * Public reports of other tools that gave wrong or no answers. Each test recreates the situation of the report in its name. The reports about
 * drains, kubectl#172 and claudie#1508, are in nodes.test.ts, because only that file drains a node.
 */

const OLD = 'registry.k8s.io/pause:3.8';
const NEW = 'registry.k8s.io/pause:3.9';

/** Cluster with a deployment, and functions that read it. */
async function openWeb(replicas: number, changes: JsonObject = {}, options: Parameters<typeof openLive>[0] = {}) {
  const live = await openLive(options);
  const { namespace } = live;
  await apply(deployment(namespace, 'web', replicas, changes));
  await untilAvailable(namespace);
  const read = async () => {
    const spec = (await specOf('deployment', 'web', namespace)) as unknown as {
      readonly replicas: number;
      readonly template: { readonly spec: { readonly containers: readonly { readonly image: string }[] } };
    };
    return { replicas: spec.replicas, image: spec.template.spec.containers[0]?.image };
  };
  const podName = () =>
    kubectl(['get', 'pods', `--namespace=${namespace}`, '--output=jsonpath={.items[0].metadata.name}']);
  return { ...live, web: { namespace, deployment: 'web' }, read, podName };
}

/** Actions of which a check only informs. */
function withoutBlocking(check: string) {
  return ACTIONS.map((action) => ({
    ...action,
    prechecks: action.prechecks.map((each) => (each.name === check ? { ...each, blocking: false } : each)),
  }));
}

describe.skipIf(isDown)(`rollbacks of public reports in a real cluster${NEEDS}`, () => {
  test('kruise-tools#84: the rollback of a paused deployment is refused, and says to resume it', async () => {
    const { act, namespace, read, web } = await openWeb(1);
    await kubectl(['set', 'image', 'deployment/web', `main=${NEW}`, `--namespace=${namespace}`]);
    await untilAvailable(namespace);
    await kubectl(['rollout', 'pause', 'deployment/web', `--namespace=${namespace}`]);
    const report = ranOf(await act('rollout-undo', web));
    expect(report).toMatchObject({ outcome: 'failure', reason: expect.stringContaining('Resume it first.') });
    expect(await read()).toMatchObject({ image: NEW });
  });

  test('kubernetes#25236: rollout-undo keeps the replicas of a later change, and says so', async () => {
    const { act, dryRun, namespace, read, web } = await openWeb(1, {}, { executor: { kubeconfig: LIVE.kubeconfig } });
    expect(summarize(await act('scale-deployment', { ...web, replicas: 10 }))).toBe('success');
    const containers = [{ name: 'main', image: NEW }];
    const manifest = JSON.stringify(deployment(namespace, 'web', 4, { containers }));
    await kubectl(['apply', '--server-side', '--force-conflicts', '-f', '-'], manifest);
    await untilAvailable(namespace);
    const kept = 'A revision has no number of replicas, so the deployment keeps 4. Use scale-deployment to change it.';
    expect(await dryRun('rollout-undo', web)).toMatchObject({ outcome: 'success', warnings: [kept] });
    const report = ranOf(await act('rollout-undo', web));
    expect([summarize(report), report.warnings]).toEqual(['success', [kept]]);
    expect(await read()).toEqual({ replicas: 4, image: OLD });
  });

  test('kubernetes#25236: rollbacks restore the replicas and the image, each by its own action', async () => {
    const { act, issue, read, runner, web } = await openWeb(4);
    const scaled = ranOf(await act('scale-deployment', { ...web, replicas: 10 }));
    const updated = ranOf(await act('update-image', { ...web, container: 'main', image: NEW }));
    expect(await read()).toEqual({ replicas: 10, image: NEW });
    const takeBack = async (audit_id: string) => {
      const plan = await runner.planRollback(audit_id);
      if (!plan.ok) throw new Error(plan.reason);
      const options = { executor: EXECUTOR, rollbackOf: audit_id, timeout: 30 };
      return summarize(await runner.run(issue(plan.action, plan.params), options));
    };
    expect(await takeBack(updated.audit_id)).toBe('success');
    expect(await read()).toEqual({ replicas: 10, image: OLD });
    expect(await takeBack(scaled.audit_id)).toBe('success');
    expect(await read()).toEqual({ replicas: 4, image: OLD });
  });

  test('argo-rollouts#1254: a rollback of a deployment that is only a template says that no pod is replaced', async () => {
    const { act, dryRun, namespace, read, web } = await openWeb(0, {}, { executor: { kubeconfig: LIVE.kubeconfig } });
    await kubectl(['set', 'image', 'deployment/web', `main=${NEW}`, `--namespace=${namespace}`]);
    await eventually(
      () => kubectl(['get', 'replicasets', `--namespace=${namespace}`, '--output=jsonpath={.items[*].metadata.name}']),
      (names) => names.split(' ').length === 2,
    );
    const none =
      /^The deployment has 0 replicas, so no pod is replaced\..* Argo Rollout with workloadRef, are not observed\.$/;
    const warned = { outcome: 'success', warnings: expect.arrayContaining([expect.stringMatching(none)]) };
    expect(await dryRun('rollout-undo', web)).toMatchObject(warned);
    expect(ranOf(await act('rollout-undo', web))).toMatchObject({
      outcome: 'success',
      reason: expect.stringMatching(none),
    });
    expect(await read()).toEqual({ replicas: 0, image: OLD });
    const update = { ...web, container: 'main', image: NEW };
    expect(await dryRun('update-image', update)).toMatchObject(warned);
    expect(ranOf(await act('update-image', update)).reason).toMatch(none);
  });

  test('kubernetes#51315: a revision is found again after an earlier rollback to it gave it a new number', async () => {
    const { act, read, web } = await openWeb(1);
    const next = { ...web, container: 'main', image: NEW };
    expect(summarize(await act('update-image', next))).toBe('success');
    expect(summarize(await act('rollout-undo', { ...web, revision: 1 }))).toBe('success');
    expect(summarize(await act('update-image', next))).toBe('success');
    expect(summarize(await act('rollout-undo', { ...web, revision: 1 }))).toBe('success');
    expect(await read()).toMatchObject({ image: OLD });
  });
});

describe.skipIf(isDown)(`autoscalers of public reports in a real cluster${NEEDS}`, () => {
  const limits = ['--min=2', '--max=3', '--cpu=50%'];
  const overruled = 'The autoscaler "web" would revert the change. It sets 2 to 3 replicas. Change its limits instead.';

  test('argo-cd#5105: scaling against an autoscaler is blocked, and the reason has its limits', async () => {
    const { act, dryRun, namespace, read, web } = await openWeb(2, {}, { executor: { kubeconfig: LIVE.kubeconfig } });
    await kubectl(['autoscale', 'deployment', 'web', `--namespace=${namespace}`, ...limits]);
    const params = { ...web, replicas: 5 };
    expect(await dryRun('scale-deployment', params)).toMatchObject({
      blocked_by: ['hpa-check'],
      warnings: [overruled],
    });
    const report = ranOf(await act('scale-deployment', params));
    expect([summarize(report), report.reason.includes(overruled)]).toEqual(['skipped precheck_failed', true]);
    const none = ranOf(await act('scale-deployment', { ...web, replicas: 0 }));
    expect(none.reason).toContain('With 0 replicas, the autoscaler "web" (2 to 3 replicas) is off');
    expect(await read()).toMatchObject({ replicas: 2 });
  });

  test('argo-cd#5105: where the check only informs, the report says that the autoscaler reverts the change, and it does', async () => {
    const actions = withoutBlocking('hpa-check');
    const { act, namespace, read, web } = await openWeb(2, {}, { runner: { actions } });
    await kubectl(['autoscale', 'deployment', 'web', `--namespace=${namespace}`, ...limits]);
    const report = ranOf(await act('scale-deployment', { ...web, replicas: 5 }));
    expect(report.warnings).toContain(overruled);
    // The autoscaler may act before all replicas exist. Then the report is a failure that names it.
    if (report.outcome !== 'success') expect(report.reason).toContain(overruled);
    await eventually(read, ({ replicas }) => replicas === 3);
  });
});

describe.skipIf(isDown)(`namespaces of public reports in a real cluster${NEEDS}`, () => {
  test('kubernetes#77086: a namespace whose finalizers no controller removes is no success, and the report names them all', async () => {
    // Permissions inside of the namespace would end with it, so the run has those of the kubeconfig.
    const runner = { ambientCredentials: true, vault: undefined };
    const { act, dryRun, namespace: home } = await openLive({ executor: { kubeconfig: LIVE.kubeconfig }, runner });
    const namespace = `${home}-stuck`;
    const own = ['example.com/without-controller', 'kubernetes'];
    await call('POST', '/api/v1/namespaces', { metadata: { name: namespace }, spec: { finalizers: own } });
    const metadata = { name: 'held', namespace, finalizers: ['example.com/of-content'] };
    await apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata });
    onTestFinished(async () => {
      const patch = '--patch={"metadata":{"finalizers":null}}';
      await kubectl(['patch', 'configmap', 'held', `--namespace=${namespace}`, '--type=merge', patch]);
      const rest = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace }, spec: { finalizers: [] } };
      await kubectl(['replace', `--raw=/api/v1/namespaces/${namespace}/finalize`, '-f', '-'], JSON.stringify(rest));
    });
    const warning =
      'The namespace has finalizers: example.com/without-controller. It is gone only when their controllers have removed them.';
    expect(await dryRun('delete-namespace', { namespace })).toMatchObject({ outcome: 'success', warnings: [warning] });
    // The second deletion finds a namespace that is stuck already. The controller and kubectl need time on a busy machine.
    for (const attempt of ['first', 'second']) {
      const report = ranOf(await act('delete-namespace', { namespace }, { timeout: 30 }));
      expect([attempt, summarize(report), report.warnings]).toEqual([attempt, 'timeout timeout', [warning]]);
      expect(report.reason).toContain('The namespace has the finalizers example.com/without-controller.');
      expect(report.reason).toMatch(/NamespaceFinalizersRemaining: .*example\.com\/of-content/);
    }
  });
});

describe.skipIf(isDown)(`pods of public reports in a real cluster${NEEDS}`, () => {
  test('kubernetes-mcp-server#1000: a pod with several containers is read at its default container', async () => {
    const { dryRun, namespace } = await openLive({ executor: { kubeconfig: LIVE.kubeconfig } });
    const annotations = { 'kubectl.kubernetes.io/default-container': 'second' };
    const spec = { containers: ['main', 'second'].map((name) => ({ name, image: OLD })) };
    await apply({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace, annotations }, spec });
    const report = await dryRun('get-pod-logs', { namespace, pod: 'web' });
    expect('steps' in report && report.steps).toEqual([expect.stringContaining('container=second')]);
  });

  test.skipIf(LIVE.pods === '').each(['reset', 'end'] as const)(
    `kubectl#1208: a command whose connection breaks by a TCP %s is not a success, and may still run${needs('pods')}`,
    async (how) => {
      const { kubeconfig, proxy } = await openFarCluster(true);
      const started = join(makeFolder(), 'started');
      const command = ['sh', '-c', `touch ${started}; sleep 5`];
      const options = { executor: { kubeconfig }, runner: { commandAllowlist: [command] } };
      const { act, namespace, podName } = await openWeb(1, {}, options);
      const running = act('exec-pod', { namespace, pod: await podName(), command });
      await eventually(async () => existsSync(started), Boolean);
      proxy.cut(how);
      const report = ranOf(await running);
      expect(report).toMatchObject({ outcome: 'error', output: { exit_code: null } });
      expect(report.reason).toContain('could not be started, or its connection was lost');
    },
  );

  test.skipIf(LIVE.pods === '')(
    `robusta#1677: values of an event are never part of a command line, and no action takes one${needs('pods')}`,
    async () => {
      const hostile = (victim: string) => [
        `web; kubectl delete namespace ${victim}`,
        `$(kubectl delete namespace ${victim})`,
        `web\nkubectl delete namespace ${victim}`,
        '--kubeconfig=/tmp/other',
        '-A',
      ];
      const victim = await openLive();
      const words = hostile(victim.namespace);
      const { act, namespace, podName, web } = await openWeb(
        1,
        {},
        { runner: { commandAllowlist: [['printf', '*', '*']] } },
      );
      for (const word of words) {
        for (const [action, params] of [
          ['delete-pod', { namespace, pod: word }],
          ['restart-deployment', { ...web, deployment: word }],
          ['get-pod-logs', { namespace: word, pod: 'web' }],
        ] as const) {
          const report = await act(action, params);
          expect([action, word, report.ok && report.outcome === 'success']).toEqual([action, word, false]);
        }
        const command = ['printf', '%s', word];
        const echoed = ranOf(await act('exec-pod', { namespace, pod: await podName(), command }));
        // An allowed command takes any word but an option.
        const expected = word.startsWith('-') ? null : expect.objectContaining({ exit_code: 0, stdout: word });
        expect([word, echoed.output]).toEqual([word, expected]);
      }
      const texts = ACTIONS.flatMap((each) => each.parameters).filter((each) =>
        /command|argument|script/i.test(each.name),
      );
      // A list of words, each of which is one argument.
      expect(texts.map(({ type }) => type)).toEqual(['array']);
      expect(await kubectl(['get', 'namespace', victim.namespace, '--output=jsonpath={.status.phase}'])).toBe('Active');
    },
  );
});
