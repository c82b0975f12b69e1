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
import { EXECUTOR, type LiveOptions, openLive, ranOf, specOf, summarize } from './support/live.ts';

/** Cluster with the deployment `web`, whose rollout is complete. */
async function openDeployment({ replicas = 2, ...options }: LiveOptions & { readonly replicas?: number } = {}) {
  const live = await openLive(options);
  const { namespace } = live;
  await apply(deployment(namespace, 'web', replicas));
  await untilAvailable(namespace);
  return { ...live, web: { namespace, deployment: 'web' } };
}

/** Creates the deployment `stuck`, which no node accepts and whose rollout exceeded its deadline. */
async function makeStuck(namespace: string, replicas: number, progressDeadlineSeconds: number): Promise<void> {
  const stuck = deployment(namespace, 'stuck', replicas, { nodeSelector: { none: 'such' } }) as {
    readonly spec: object;
  };
  await apply({ ...stuck, spec: { ...stuck.spec, progressDeadlineSeconds } });
  await eventually(
    () => getJson('deployment', 'stuck', `--namespace=${namespace}`),
    (found) => JSON.stringify(found.status).includes('ProgressDeadlineExceeded'),
  );
}

function imagesOf(spec: JsonObject): readonly string[] {
  const { spec: pod } = spec.template as {
    readonly spec: { readonly containers: readonly { readonly image: string }[] };
  };
  return pod.containers.map(({ image }) => image);
}

const kinds = [
  'execution_intent',
  'credential_issued',
  'state_capture',
  'execution_outcome',
  'state_capture',
  'credential_revoked',
];

describe.skipIf(isDown)(`deployments in a real cluster${NEEDS}`, () => {
  test('scale-deployment sets the number of replicas, and the states before and after are recorded', async () => {
    const { act, events, namespace, verify, web } = await openDeployment();
    const report = ranOf(await act('scale-deployment', { ...web, replicas: 4 }));
    expect(report).toMatchObject({
      outcome: 'success',
      before_state: { replicas: 2, available_replicas: 2, ready_replicas: 2 },
      after_state: { replicas: 4, available_replicas: 4, ready_replicas: 4 },
      credentials: { vault: 'rbac', is_scoped: true, revoked: true },
      warnings: [],
    });
    expect(report.prechecks).toMatchObject([
      { name: 'deployment-exists', outcome: 'passed' },
      { name: 'hpa-check', outcome: 'passed', blocking: true },
    ]);
    expect(await specOf('deployment', 'web', namespace)).toMatchObject({ replicas: 4 });
    expect(events().map(({ event_type }) => event_type)).toEqual(kinds);
    expect((await verify()).verdict).toBe('ok, unanchored');
  });

  test('scale-deployment to 0 waits until the last pod is gone', async () => {
    const { act, namespace, web } = await openDeployment();
    expect(summarize(await act('scale-deployment', { ...web, replicas: 0 }))).toBe('success');
    expect(await getJson('pods', `--namespace=${namespace}`)).toMatchObject({ items: [] });
  });

  test('T29 scale-deployment waits for its own effect, and not for a failed or paused rollout', async () => {
    const { act, namespace } = await openLive();
    await makeStuck(namespace, 1, 1);
    const none = { namespace, deployment: 'stuck', replicas: 0 };
    expect(summarize(await act('scale-deployment', none))).toBe('success');
    await apply(deployment(namespace, 'web', 2));
    await untilAvailable(namespace);
    await kubectl(['rollout', 'pause', 'deployment/web', `--namespace=${namespace}`]);
    await kubectl(['set', 'env', 'deployment/web', 'a=b', `--namespace=${namespace}`]);
    expect(summarize(await act('scale-deployment', { namespace, deployment: 'web', replicas: 3 }))).toBe('success');
  });

  test('T29 a rollout that exceeds its deadline is a failure, also after an earlier failed rollout', async () => {
    const { act, namespace } = await openLive();
    await makeStuck(namespace, 2, 3);
    const params = { namespace, deployment: 'stuck', container: 'main', image: 'registry.k8s.io/pause:3.9' };
    const report = ranOf(await act('update-image', params));
    expect(summarize(report)).toBe('failure not_settled');
    expect(report.reason).toContain('made no progress within its deadline');
    // The failure is reported only after the deadline of the new rollout.
    expect(report.duration_ms).toBeGreaterThan(3_000);
  });

  test('scale-deployment is blocked if an autoscaler would revert it', async () => {
    const { act, namespace, web } = await openDeployment();
    await kubectl(['autoscale', 'deployment', 'web', `--namespace=${namespace}`, '--min=1', '--max=3', '--cpu=50%']);
    const report = ranOf(await act('scale-deployment', { ...web, replicas: 4 }));
    expect(summarize(report)).toBe('skipped precheck_failed');
    expect(report.reason).toContain('The autoscaler "web" would revert the change.');
    expect(await specOf('deployment', 'web', namespace)).not.toMatchObject({ replicas: 4 });
  });

  test('restart-deployment replaces every pod', async () => {
    const { act, namespace, web } = await openDeployment();
    const uids = async () => {
      const { items } = (await getJson('pods', `--namespace=${namespace}`)) as unknown as {
        items: { metadata: { uid: string } }[];
      };
      return items.map(({ metadata }) => metadata.uid);
    };
    const before = await uids();
    const report = ranOf(await act('restart-deployment', web));
    expect(summarize(report)).toBe('success');
    expect(report.prechecks).toMatchObject([{ outcome: 'passed' }, { name: 'minimum-replicas', outcome: 'passed' }]);
    const after = await eventually(uids, (found) => found.length === 2);
    expect(after.filter((uid) => before.includes(uid))).toEqual([]);
    expect(Number(report.after_state?.generation)).toBe(Number(report.before_state?.generation) + 1);
  });

  test('restart-deployment is blocked with a single replica', async () => {
    const { act, web } = await openDeployment({ replicas: 1 });
    const report = ranOf(await act('restart-deployment', web));
    expect(summarize(report)).toBe('skipped precheck_failed');
    expect(report.reason).toContain('1 of 1 replicas are available. At least 2 are required.');
  });

  test('restart-deployment of a paused deployment is a failure', async () => {
    const { act, namespace, dryRun, web } = await openDeployment({ executor: { kubeconfig: LIVE.kubeconfig } });
    await kubectl(['rollout', 'pause', 'deployment/web', `--namespace=${namespace}`]);
    const image = { container: 'main', image: 'registry.k8s.io/pause:3.9' };
    for (const [action, more] of Object.entries({
      'restart-deployment': {},
      'update-image': image,
      'rollout-undo': {},
    })) {
      const preview = await dryRun(action, { ...web, ...more });
      expect(preview, action).toMatchObject({ outcome: 'failure', reason: expect.stringContaining('paused') });
    }
    expect(ranOf(await act('restart-deployment', web))).toMatchObject({
      outcome: 'failure',
      reason: expect.stringContaining('paused'),
    });
  });

  test('T30 update-image changes one container, and its rollback restores the image of that container', async () => {
    const { act, issue, namespace, runner, web } = await openDeployment();
    const image = 'registry.k8s.io/pause:3.9';
    const updated = ranOf(await act('update-image', { ...web, container: 'main', image }));
    expect(updated).toMatchObject({
      outcome: 'success',
      before_state: { current_image: 'registry.k8s.io/pause:3.8', revision: 1 },
      after_state: { current_image: image, revision: 2 },
    });
    expect(imagesOf(await specOf('deployment', 'web', namespace))).toEqual([image, 'registry.k8s.io/pause:3.6']);
    // Another rollout in between concerns another container, which keeps its image.
    expect(
      summarize(await act('update-image', { ...web, container: 'second', image: 'registry.k8s.io/pause:3.7' })),
    ).toBe('success');
    const plan = await runner.planRollback(updated.audit_id);
    if (!plan.ok) throw new Error(plan.reason);
    expect(plan).toMatchObject({
      action: 'update-image',
      params: { ...web, container: 'main', image: 'registry.k8s.io/pause:3.8', uid: expect.any(String) },
    });
    const token = issue(plan.action, plan.params);
    const options = { executor: EXECUTOR, timeout: 30, rollbackOf: updated.audit_id };
    expect(summarize(await runner.run(token, options))).toBe('success');
    expect(imagesOf(await specOf('deployment', 'web', namespace))).toEqual([
      'registry.k8s.io/pause:3.8',
      'registry.k8s.io/pause:3.7',
    ]);
  });

  test('T30 a chain of rollbacks of update-image does not mistake its own changes for those of others', async () => {
    const { act, issue, namespace, runner, web } = await openDeployment();
    const image = async () => imagesOf(await specOf('deployment', 'web', namespace))[0];
    const set = async (version: number) =>
      ranOf(await act('update-image', { ...web, container: 'main', image: `registry.k8s.io/pause:3.${version}` }));
    const takeBack = async (rollbackOf: string) => {
      const plan = await runner.planRollback(rollbackOf);
      if (!plan.ok) throw new Error(plan.reason);
      const options = { executor: EXECUTOR, timeout: 30, rollbackOf };
      return ranOf(await runner.run(issue(plan.action, plan.params), options));
    };
    const first = await set(9);
    const second = await set(10);
    // The rollbacks and the rollback of a rollback give the deployment new revisions.
    const back = await takeBack(second.audit_id);
    expect([summarize(back), await image()]).toEqual(['success', 'registry.k8s.io/pause:3.9']);
    const forth = await takeBack(back.audit_id);
    expect([summarize(forth), await image()]).toEqual(['success', 'registry.k8s.io/pause:3.10']);
    expect(summarize(await takeBack(forth.audit_id))).toBe('success');
    expect(summarize(await takeBack(first.audit_id))).toBe('success');
    expect(await image()).toBe('registry.k8s.io/pause:3.8');
    // A person sets another image.
    await kubectl(['set', 'image', 'deployment/web', 'main=registry.k8s.io/pause:3.5', `--namespace=${namespace}`]);
    expect(summarize(await takeBack(first.audit_id))).toBe('skipped changed_since');
  });

  test('T30 the rollback of update-image does not change a deployment that was created again', async () => {
    const { act, issue, namespace, runner, web } = await openDeployment();
    const [first, second] = ['registry.k8s.io/pause:3.9', 'registry.k8s.io/pause:3.10'];
    const updated = ranOf(await act('update-image', { ...web, container: 'main', image: first }));
    await kubectl(['delete', 'deployment', 'web', `--namespace=${namespace}`]);
    await apply(deployment(namespace, 'web', 2));
    await untilAvailable(namespace);
    expect(summarize(await act('update-image', { ...web, container: 'main', image: second }))).toBe('success');
    const plan = await runner.planRollback(updated.audit_id);
    if (!plan.ok) throw new Error(plan.reason);
    const back = ranOf(await runner.run(issue(plan.action, plan.params), { executor: EXECUTOR, timeout: 30 }));
    expect(back).toMatchObject({ outcome: 'failure', reason: expect.stringContaining('deleted and created again') });
    expect(imagesOf(await specOf('deployment', 'web', namespace))[0]).toBe(second);
  });

  test('update-image does not add a missing container', async () => {
    const { act, namespace, web } = await openDeployment();
    const report = ranOf(await act('update-image', { ...web, container: 'third', image: 'registry.k8s.io/pause:3.9' }));
    expect(report).toMatchObject({
      outcome: 'failure',
      reason: 'Nothing was done. The deployment has no container "third".',
    });
    expect(imagesOf(await specOf('deployment', 'web', namespace))).toHaveLength(2);
  });

  test('T29 rollout-undo goes to the requested revision, by default to the previous revision', async () => {
    const { act, namespace, web } = await openDeployment();
    for (const version of [2, 3]) {
      const image = `registry.k8s.io/pause:3.${version + 7}`;
      expect(summarize(await act('update-image', { ...web, container: 'main', image }))).toBe('success');
    }
    expect(summarize(await act('rollout-undo', { ...web, revision: 1 }))).toBe('success');
    expect(imagesOf(await specOf('deployment', 'web', namespace))[0]).toBe('registry.k8s.io/pause:3.8');
    expect(ranOf(await act('rollout-undo', web))).toMatchObject({ outcome: 'success', after_state: { revision: 5 } });
    expect(imagesOf(await specOf('deployment', 'web', namespace))[0]).toBe('registry.k8s.io/pause:3.10');
  });

  test('T29 rollout-undo to a missing revision fails with a reason', async () => {
    const { act, web } = await openDeployment();
    const report = ranOf(await act('rollout-undo', { ...web, revision: 99 }));
    expect(report).toMatchObject({
      outcome: 'failure',
      reason: 'Nothing was done. The deployment has no revision 99. Available revisions: 1.',
    });
    expect(ranOf(await act('rollout-undo', web)).reason).toContain('The deployment has no earlier revision.');
  });

  test('rollout-status reports the progress', async () => {
    const { act, web } = await openDeployment();
    expect(ranOf(await act('rollout-status', web))).toMatchObject({
      outcome: 'success',
      output: { replicas: 2, available_replicas: 2, complete: true, revision: 1 },
    });
  });

  test('T29 a rollout that never gets ready ends at the time limit, without success', async () => {
    const live = await openLive();
    const { act, namespace } = live;
    await apply(deployment(namespace, 'stuck', 1, { nodeSelector: { none: 'such' } }));
    const began = Date.now();
    const report = ranOf(
      await act('scale-deployment', { namespace, deployment: 'stuck', replicas: 2 }, { timeout: 15 }),
    );
    const took = Date.now() - began;
    expect(summarize(report)).toBe('timeout timeout');
    expect(report.reason).toContain('0 are available');
    // The time excludes stages before and after the run, such as issuing the ticket.
    expect(report.duration_ms).toBeGreaterThan(14_900);
    expect(report.duration_ms).toBeLessThan(16_500);
    expect(took).toBeGreaterThan(14_900);
    expect(report.after_state).toMatchObject({ replicas: 2, available_replicas: 0 });
  });

  test.each<[string, JsonObject]>([
    ['scale-deployment', { replicas: 3 }],
    ['restart-deployment', {}],
    ['rollout-status', {}],
    ['rollout-undo', {}],
    ['update-image', { container: 'main', image: 'a:1' }],
  ])('%s of a missing object fails with a reason', async (action, params) => {
    const { act, namespace } = await openLive();
    const report = ranOf(await act(action, { namespace, deployment: 'none', ...params }));
    expect(['failure', 'skipped']).toContain(report.outcome);
    expect(report.prechecks[0]).toMatchObject({ name: 'deployment-exists', outcome: 'failed' });
  });
});
