import { randomBytes } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import { apply, deployment, getJson, isDown, kubectl, LIVE, NEEDS } from './support/kubectl.ts';
import { EXECUTOR, openLive, ranOf, summarize } from './support/live.ts';
import { RbacVault } from './support/rbac-vault.ts';

function freshName(): string {
  const name = `made-${randomBytes(4).toString('hex')}`;
  onTestFinished(async () => {
    await kubectl(['delete', 'namespace', name, '--ignore-not-found', '--wait=false']);
  });
  return name;
}

describe.skipIf(isDown)(`namespaces in a real cluster${NEEDS}`, () => {
  test('T30 create-namespace creates a namespace, and its rollback deletes it', async () => {
    const { act, issue, runner } = await openLive();
    const name = freshName();
    const created = ranOf(await act('create-namespace', { namespace: name }));
    expect(summarize(created)).toBe('success');
    expect(await getJson('namespace', name)).toMatchObject({ status: { phase: 'Active' } });
    const plan = await runner.planRollback(created.audit_id);
    const { uid } = (await getJson('namespace', name)).metadata as { readonly uid: string };
    expect(plan).toMatchObject({ ok: true, action: 'delete-namespace', params: { namespace: name, uid } });
    expect(plan.warnings).toEqual([
      expect.stringMatching(/^The rollback "delete-namespace" cannot be rolled back itself: .*everything in it/),
    ]);
    const back = await runner.run(issue('delete-namespace', { namespace: name, uid }), { executor: EXECUTOR });
    expect(summarize(back)).toBe('success');
    await expect(getJson('namespace', name)).rejects.toThrow('NotFound');
  });

  test('T30 the rollback of create-namespace does not delete a namespace that was created again', async () => {
    const { act, issue, dryRun, runner } = await openLive({ executor: { kubeconfig: LIVE.kubeconfig } });
    const name = freshName();
    const { audit_id } = ranOf(await act('create-namespace', { namespace: name }));
    await kubectl(['delete', 'namespace', name]);
    await kubectl(['create', 'namespace', name]);
    const plan = await runner.planRollback(audit_id);
    if (!plan.ok) throw new Error(plan.reason);
    const back = await runner.run(issue('delete-namespace', plan.params), { executor: EXECUTOR, timeout: 30 });
    expect(back).toMatchObject({ outcome: 'failure', reason: expect.stringContaining('deleted and created again') });
    const preview = await dryRun('delete-namespace', plan.params);
    expect(preview).toMatchObject({ outcome: 'failure', reason: expect.stringContaining('deleted and created again') });
    expect(await getJson('namespace', name)).toMatchObject({ status: { phase: 'Active' } });
  });

  test('T30 the rollback of create-namespace does not delete a namespace that others have filled', async () => {
    const { act, issue, runner } = await openLive();
    const name = freshName();
    const { audit_id } = ranOf(await act('create-namespace', { namespace: name }));
    const plan = await runner.planRollback(audit_id);
    if (!plan.ok) throw new Error(plan.reason);
    await kubectl(['create', 'configmap', 'theirs', `--namespace=${name}`]);
    const takeBack = async (overwrite: boolean) =>
      ranOf(await runner.run(issue(plan.action, plan.params), { executor: EXECUTOR, rollbackOf: audit_id, overwrite }));
    expect(await takeBack(false)).toMatchObject({
      outcome: 'skipped',
      code: 'changed_since',
      reason: expect.stringMatching(/^Changed since the original execution: contents\./),
    });
    expect(await getJson('configmap', 'theirs', `--namespace=${name}`)).toMatchObject({ kind: 'ConfigMap' });
    expect(await takeBack(true)).toMatchObject({
      outcome: 'success',
      before_state: { contents: expect.stringContaining('1 configmaps') },
    });
  });

  test('T30 without the right to list Secrets, the rollback of create-namespace deletes nothing, and says why', async () => {
    const home = await openLive();
    const vault = new RbacVault(home.namespace, ['secrets']);
    const { act, issue, runner } = await openLive({ runner: { vault } });
    const name = freshName();
    const { audit_id } = ranOf(await act('create-namespace', { namespace: name }));
    const plan = await runner.planRollback(audit_id);
    if (!plan.ok) throw new Error(plan.reason);
    const takeBack = async (overwrite: boolean) =>
      ranOf(await runner.run(issue(plan.action, plan.params), { executor: EXECUTOR, rollbackOf: audit_id, overwrite }));
    const back = await takeBack(false);
    expect(back).toMatchObject({
      outcome: 'skipped',
      code: 'changed_since',
      reason: expect.stringContaining('contents'),
    });
    expect(back.warnings.join(' ')).toContain('The credentials may not list secrets.');
    expect(back.prechecks[2]?.reason).toMatch(
      / 0 pods.* Not counted, because the credentials may not list them: secrets\.$/,
    );
    expect(await getJson('namespace', name)).toMatchObject({ status: { phase: 'Active' } });
    expect(summarize(await takeBack(true))).toBe('success');
  });

  test('T30 the rollback of create-namespace finds a Secret of another person, and reads no value', async () => {
    const { act, issue, runner, text } = await openLive();
    const name = freshName();
    const { audit_id } = ranOf(await act('create-namespace', { namespace: name }));
    const secret = 'correct-horse-battery';
    await kubectl([
      'create',
      'secret',
      'generic',
      'theirs',
      `--from-literal=password=${secret}`,
      `--namespace=${name}`,
    ]);
    const plan = await runner.planRollback(audit_id);
    if (!plan.ok) throw new Error(plan.reason);
    const options = { executor: EXECUTOR, rollbackOf: audit_id };
    const back = ranOf(await runner.run(issue(plan.action, plan.params), options));
    expect(back).toMatchObject({
      code: 'changed_since',
      before_state: { contents: expect.stringMatching(/^1 secrets \(digest /) },
    });
    for (const form of [secret, Buffer.from(secret).toString('base64')]) {
      expect(text()).not.toContain(form);
      expect(JSON.stringify(back)).not.toContain(form);
    }
  });

  test('T30 create-namespace of an existing namespace does nothing, and its rollback deletes nothing', async () => {
    const { act, namespace, runner } = await openLive();
    const report = ranOf(await act('create-namespace', { namespace }));
    expect(report).toMatchObject({ outcome: 'skipped', code: 'precheck_failed' });
    expect(report.prechecks[0]).toMatchObject({ name: 'namespace-not-exists', outcome: 'failed', blocking: true });
    expect(await runner.planRollback(report.audit_id)).toMatchObject({ ok: false, code: 'nothing_to_roll_back' });
  });

  test('delete-namespace waits until all objects are gone, and counts them', async () => {
    const { act } = await openLive();
    const name = freshName();
    await kubectl(['create', 'namespace', name]);
    await apply(deployment(name, 'web', 1));
    const report = ranOf(await act('delete-namespace', { namespace: name }));
    expect(summarize(report)).toBe('success');
    expect(report.prechecks[2]).toMatchObject({
      name: 'resource-inventory',
      reason: expect.stringContaining('1 deployments'),
    });
    await expect(getJson('namespace', name)).rejects.toThrow('NotFound');
  });

  test.each(['kube-system', 'kube-public', 'default'])('delete-namespace of %s is blocked', async (namespace) => {
    const { act } = await openLive();
    const report = ranOf(await act('delete-namespace', { namespace }));
    expect(summarize(report)).toBe('skipped precheck_failed');
    expect(await getJson('namespace', namespace)).toMatchObject({ status: { phase: 'Active' } });
  });
});
