import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@agent-safe/testkit/folders';
import { describe, expect, onTestFinished, test } from 'vitest';
import { call } from './support/api.ts';
import { apply, deployment, getJson, isDown, kubectl, LIVE, NEEDS, untilAvailable } from './support/kubectl.ts';
import { EXECUTOR, openLive } from './support/live.ts';

describe.skipIf(isDown)(`reach and causes in a real cluster${NEEDS}`, () => {
  test('T24 an API that is down costs neither the ticket nor credentials, and the same ticket runs afterwards', async () => {
    const kubeconfig = join(makeFolder(), 'kubeconfig');
    const { events, issue, namespace, runner, vault } = await openLive({ executor: { kubeconfig } });
    await apply(deployment(namespace, 'web', 1));
    const right = readFileSync(LIVE.kubeconfig, 'utf8');
    const token = issue('scale-deployment', { namespace, deployment: 'web', replicas: 2 });
    const run = () => runner.run(token, { executor: EXECUTOR, timeout: 30 });
    // Nothing listens on port 1.
    writeFileSync(kubeconfig, right.replace(/https:\/\/[\w.]+:\d+/, 'https://127.0.0.1:1'));
    const reason = expect.stringContaining('127.0.0.1:1') as string;
    expect(await run()).toMatchObject({ ok: false, code: 'scope_mismatch', reason, ticket_used: false });
    expect(events()).toMatchObject([{ event_type: 'ticket_refused', code: 'scope_mismatch' }]);
    expect(vault.tokens).toEqual([]);
    writeFileSync(kubeconfig, right);
    expect(await run()).toMatchObject({ outcome: 'success' });
    expect(await run()).toMatchObject({ ok: false, code: 'ticket_replayed', ticket_used: true });
  });

  test('a namespace that does not end names its finalizers', async () => {
    // The account of the execution is in another namespace, so it is not deleted.
    const { act, namespace: home } = await openLive();
    const namespace = `${home}-held`;
    await call('POST', '/api/v1/namespaces', { metadata: { name: namespace } });
    const metadata = { name: 'held', namespace, finalizers: ['example.com/hold'] };
    await apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata });
    onTestFinished(async () => {
      const patch = '--patch={"metadata":{"finalizers":null}}';
      await kubectl(['patch', 'configmap', 'held', `--namespace=${namespace}`, '--type=merge', patch]);
    });
    const lines: string[] = [];
    const progress = (message: string) => lines.push(message);
    const report = await act('delete-namespace', { namespace }, { timeout: 30, progress });
    expect(report).toMatchObject({ outcome: 'timeout', code: 'timeout' });
    expect(report.reason).toContain('NamespaceFinalizersRemaining: ');
    expect(report.reason).toContain('example.com/hold');
    expect(lines.some((line) => line.includes('example.com/hold'))).toBe(true);
    // The same line is not repeated.
    expect(new Set(lines).size).toBe(lines.length);
  });

  test('a deployment that a quota holds names the quota', async () => {
    const { act, namespace } = await openLive();
    await apply(
      {
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        metadata: { name: 'small', namespace },
        spec: { hard: { pods: '1' } },
      },
      deployment(namespace, 'web', 1, {}),
    );
    await untilAvailable(namespace);
    const report = await act('scale-deployment', { namespace, deployment: 'web', replicas: 3 }, { timeout: 30 });
    expect(report).toMatchObject({ outcome: 'timeout' });
    expect(report.reason).toMatch(/ReplicaFailure: .*exceeded quota: small/);
  });

  test('a change leaves the id of its decision, and its rollback leaves its own', async () => {
    const { act, namespace } = await openLive();
    await apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace }, data: { a: 'b' } });
    const readId = async () => {
      const { metadata } = await getJson('configmap', 'settings', `--namespace=${namespace}`);
      const { annotations = {} } = metadata as { readonly annotations?: Readonly<Record<string, string>> };
      return annotations['agent-safe.dev/audit-id'];
    };
    for (const value of ['c', 'b']) {
      const report = await act('update-configmap', { namespace, configmap: 'settings', key: 'a', value });
      expect(report).toMatchObject({ outcome: 'success' });
      expect(await readId()).toBe(report.audit_id);
      expect(JSON.stringify(report)).not.toContain('agent-safe.dev/audit-id');
    }
  });
});
