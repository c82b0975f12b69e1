import { describe, expect, test } from 'vitest';
import { apply, deployment, getJson, isDown, NEEDS, untilAvailable } from './support/kubectl.ts';
import { EXECUTOR, openLive, ranOf } from './support/live.ts';

const SECRET = 'correct-horse-battery';

async function openConfiguration() {
  const live = await openLive();
  const { namespace } = live;
  const metadata = { name: 'settings', namespace };
  await apply(
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { color: 'blue', size: '3' }, binaryData: { icon: 'AAEC' } },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata,
      type: 'Opaque',
      data: { password: Buffer.from(SECRET).toString('base64'), raw: '/////w==' },
    },
    deployment(namespace, 'web', 1, { volumes: [{ name: 'settings', configMap: { name: 'settings' } }] }),
  );
  await untilAvailable(namespace);
  return { ...live, settings: { namespace, configmap: 'settings' } };
}

describe.skipIf(isDown)(`configuration in a real cluster${NEEDS}`, () => {
  test('get-configmap reads every value', async () => {
    const { act, settings } = await openConfiguration();
    expect(ranOf(await act('get-configmap', settings)).output).toEqual({
      data: { color: 'blue', size: '3' },
      binary_data: { icon: 'AAEC' },
    });
  });

  test('T21 get-secret returns the values to the caller, and records them in no form', async () => {
    const { act, namespace, text } = await openConfiguration();
    const report = ranOf(await act('get-secret', { namespace, secret: 'settings' }));
    expect(report).toMatchObject({
      outcome: 'success',
      output: { type: 'Opaque', data: { password: SECRET }, binary_data: { raw: '/////w==' } },
    });
    const log = text();
    for (const form of [SECRET, Buffer.from(SECRET).toString('base64'), '/////w==']) expect(log).not.toContain(form);
    const { output: _, ...rest } = report;
    expect(JSON.stringify(rest)).not.toContain(SECRET);
  });

  test('T30 update-configmap sets one key, and its rollback restores the value', async () => {
    const { act, issue, namespace, runner, settings } = await openConfiguration();
    const value = 'red --all $(id)\n"quoted"';
    const updated = ranOf(await act('update-configmap', { ...settings, key: 'color', value }));
    expect(updated).toMatchObject({
      outcome: 'success',
      before_state: { data: { color: 'blue', size: '3' }, previous_value: 'blue' },
      after_state: { data: { color: value, size: '3' } },
    });
    expect(updated.prechecks[1]).toMatchObject({
      name: 'dependent-pods',
      reason: expect.stringMatching(/^1 pods use the ConfigMap: web-/),
    });
    const plan = await runner.planRollback(updated.audit_id);
    if (!plan.ok) throw new Error(plan.reason);
    const back = ranOf(await runner.run(issue(plan.action, plan.params), { executor: EXECUTOR }));
    expect(back.after_state?.data).toEqual(updated.before_state?.data);
    expect(await getJson('configmap', 'settings', `--namespace=${namespace}`)).toMatchObject({
      data: { color: 'blue', size: '3' },
      binaryData: { icon: 'AAEC' },
    });
  });

  test('T30 the rollback of a new key removes it again, and its own rollback sets it again', async () => {
    const { act, issue, namespace, runner, settings } = await openConfiguration();
    const takeBack = async (rollbackOf: string) => {
      const plan = await runner.planRollback(rollbackOf);
      if (!plan.ok) throw new Error(plan.reason);
      const report = await runner.run(issue(plan.action, plan.params), { executor: EXECUTOR, rollbackOf });
      return { plan, report: ranOf(report) };
    };
    const keys = async () => (await getJson('configmap', 'settings', `--namespace=${namespace}`)).data;
    const added = ranOf(await act('update-configmap', { ...settings, key: 'new', value: 'x' }));
    expect(added).toMatchObject({ outcome: 'success', warnings: [] });
    const back = await takeBack(added.audit_id);
    expect(back).toMatchObject({
      plan: { params: { ...settings, key: 'new', remove: true }, warnings: [] },
      report: { outcome: 'success', reason: expect.stringContaining('The key is removed.') },
    });
    expect(await keys()).toEqual({ color: 'blue', size: '3' });
    expect((await takeBack(back.report.audit_id)).report).toMatchObject({ outcome: 'success' });
    expect(await keys()).toEqual({ color: 'blue', size: '3', new: 'x' });
  });

  test('T30 large values are recorded by their digests, and restored', async () => {
    const { act, issue, namespace, runner, settings, text } = await openConfiguration();
    const large = 'large-value '.repeat(1_000);
    await apply({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'settings', namespace },
      data: { color: 'blue', size: large },
    });
    const updated = ranOf(await act('update-configmap', { ...settings, key: 'size', value: '4' }));
    const digest = expect.stringMatching(/^sha256:[0-9a-f]{64} \(12000 bytes\)$/);
    const stub = expect.stringMatching(/^sha256:[\w-]{43} \(12000 bytes\) large-value .{50,60}$/);
    expect(updated).toMatchObject({ before_state: { data: { color: 'blue', size: digest }, previous_value: stub } });
    expect(text()).not.toContain('large-value '.repeat(7));
    const plan = await runner.planRollback(updated.audit_id);
    if (!plan.ok) throw new Error(plan.reason);
    await runner.run(issue(plan.action, plan.params), { executor: EXECUTOR, rollbackOf: updated.audit_id });
    const { data } = await getJson('configmap', 'settings', `--namespace=${namespace}`);
    expect(data).toMatchObject({ size: large });
  });

  test.each([{}, { value: 'x', remove: true }])('update-configmap with %j is refused', async (more) => {
    const { act, settings } = await openConfiguration();
    const report = ranOf(await act('update-configmap', { ...settings, key: 'color', ...more }));
    expect(report).toMatchObject({
      outcome: 'failure',
      reason: expect.stringMatching(/^Nothing was done\. Give "value"/),
    });
  });

  test('T02 update-configmap refuses a key that cannot be read again', async () => {
    const { act, namespace, settings } = await openConfiguration();
    for (const key of ['__proto__', '..', '', 'a/b', 'a b']) {
      const report = ranOf(await act('update-configmap', { ...settings, key, value: 'x' }));
      expect(report).toMatchObject({
        outcome: 'failure',
        reason: expect.stringMatching(/^Nothing was done\. The parameter "key" is not a key/),
      });
    }
    const { data } = await getJson('configmap', 'settings', `--namespace=${namespace}`);
    expect(Object.keys(data as object)).toEqual(['color', 'size']);
  });

  test('T02 update-configmap of a ConfigMap with an unreadable key is an error, and changes nothing', async () => {
    const { act, namespace } = await openLive();
    const data: unknown = JSON.parse('{"color":"red","__proto__":"x"}');
    await apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'odd', namespace }, data });
    const report = ranOf(await act('update-configmap', { namespace, configmap: 'odd', key: 'color', value: 'blue' }));
    expect(report).toMatchObject({
      outcome: 'error',
      reason: expect.stringMatching(/^Nothing was done\. .*__proto__/),
    });
    // Fields with the same reason share one warning for each reading.
    expect(report.warnings).toHaveLength(2);
    expect(report.warnings[0]).toMatch(
      /^The values of previous_value, key_missing, data and uid before the action are unknown\. /,
    );
    const { data: left } = await getJson('configmap', 'odd', `--namespace=${namespace}`);
    expect(left).toMatchObject({ color: 'red' });
  });

  test.each([
    ['get-configmap', { configmap: 'none' }],
    ['get-secret', { secret: 'none' }],
    ['update-configmap', { configmap: 'none', key: 'a', value: 'b' }],
  ])('%s of a missing object fails with a reason', async (action, params) => {
    const { act, namespace } = await openLive();
    const report = ranOf(await act(action, { namespace, ...params }));
    expect(report).toMatchObject({ outcome: 'failure', reason: expect.stringContaining('NotFound') });
  });

  test('update-configmap of an immutable ConfigMap fails with a reason', async () => {
    const { act, namespace } = await openLive();
    await apply({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'fixed', namespace },
      immutable: true,
      data: { a: 'b' },
    });
    const report = ranOf(await act('update-configmap', { namespace, configmap: 'fixed', key: 'a', value: 'c' }));
    expect(report).toMatchObject({ outcome: 'failure', reason: expect.stringContaining('immutable') });
  });
});
