import { describe, expect, test } from 'vitest';
import { apply, deployment, getJson, isDown, NEEDS } from './support/kubectl.ts';
import { EXECUTOR, openLive, ranOf, specOf, summarize } from './support/live.ts';

async function managersOf(name: string, namespace: string): Promise<readonly string[]> {
  const { metadata } = await getJson('networkpolicy', name, `--namespace=${namespace}`, '--show-managed-fields');
  const { managedFields } = metadata as unknown as { readonly managedFields: readonly { readonly manager: string }[] };
  return managedFields.map(({ manager }) => manager);
}

describe.skipIf(isDown)(`network policies in a real cluster${NEEDS}`, () => {
  test('T29 apply-network-policy denies all incoming traffic to the selected pods', async () => {
    const { act, namespace } = await openLive();
    await apply(deployment(namespace, 'web', 1));
    const params = { namespace, policy_name: 'closed', pod_selector: 'app=web,tier in (a, b),!canary,release!=old' };
    const report = ranOf(await act('apply-network-policy', params));
    expect(summarize(report)).toBe('success');
    expect(report.prechecks).toMatchObject([
      { name: 'namespace-exists', outcome: 'passed' },
      { name: 'cni-supports-netpol', outcome: 'cannot_tell' },
      { name: 'affected-pods', outcome: 'passed', reason: 'The selector matches 0 pods.' },
    ]);
    expect(await specOf('networkpolicy', 'closed', namespace)).toEqual({
      podSelector: {
        matchLabels: { app: 'web' },
        matchExpressions: [
          { key: 'tier', operator: 'In', values: ['a', 'b'] },
          { key: 'canary', operator: 'DoesNotExist' },
          { key: 'release', operator: 'NotIn', values: ['old'] },
        ],
      },
      policyTypes: ['Ingress'],
    });
    expect(report).toMatchObject({
      warnings: [],
      before_state: { policy_missing: true },
      after_state: { policy_missing: false, pod_selector: expect.any(String) },
    });
    const moved = ranOf(await act('apply-network-policy', { ...params, pod_selector: 'app=api' }));
    // The previously selected pods are open again, and the record has their selector.
    expect(moved).toMatchObject({
      outcome: 'success',
      before_state: { pod_selector: 'app=web,tier in (a,b),!canary,release notin (old)' },
      after_state: { pod_selector: 'app=api' },
    });
    expect(await specOf('networkpolicy', 'closed', namespace)).toMatchObject({
      podSelector: { matchLabels: { app: 'api' } },
    });
  });

  test('apply-network-policy does not take over a policy of another owner', async () => {
    const { act, namespace } = await openLive();
    const spec = { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Ingress'], ingress: [{}] };
    await apply({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'theirs', namespace },
      spec,
    });
    const params = { namespace, policy_name: 'theirs', pod_selector: 'app=web' };
    const report = ranOf(await act('apply-network-policy', params));
    expect(report).toMatchObject({
      outcome: 'failure',
      reason: expect.stringMatching(/^Nothing was done\. .*has more rules than requested/),
    });
    // The refused request left no ownership behind, which would keep fields that the owner removes.
    expect(await managersOf('theirs', namespace)).toEqual(['kubectl']);
    const other = ranOf(await act('apply-network-policy', { ...params, pod_selector: 'app=api' }));
    expect(other).toMatchObject({ outcome: 'failure' });
    expect(await specOf('networkpolicy', 'theirs', namespace)).toMatchObject({
      podSelector: { matchLabels: { app: 'web' } },
    });
  });

  test('apply-network-policy refuses an invalid selector and an empty selector', async () => {
    const { act, namespace } = await openLive();
    for (const pod_selector of ['', 'app==', '--all', 'app=web; rm', 'a in b', 'app=web,app=api']) {
      const report = ranOf(await act('apply-network-policy', { namespace, policy_name: 'closed', pod_selector }));
      const isEmptyValue = pod_selector === 'app==';
      expect([pod_selector, report.outcome]).toEqual([pod_selector, isEmptyValue ? 'success' : 'failure']);
    }
  });

  test('T30 apply-network-policy applies rules, and its rollbacks restore the whole policy', async () => {
    const { act, issue, namespace, runner } = await openLive();
    const name = { namespace, policy_name: 'web' };
    const takeBack = async (rollbackOf: string) => {
      const plan = await runner.planRollback(rollbackOf);
      if (!plan.ok) throw new Error(plan.reason);
      expect(plan.warnings).toEqual([]);
      return ranOf(await runner.run(issue(plan.action, plan.params), { executor: EXECUTOR, rollbackOf }));
    };
    const ingress = [
      {
        from: [
          { namespaceSelector: { matchLabels: { team: 'a' } }, podSelector: { matchLabels: { app: 'client' } } },
          { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } },
        ],
        ports: [{ port: 80 }, { port: 8000, endPort: 8080, protocol: 'TCP' }],
      },
    ];
    const egress = [{ to: [{ namespaceSelector: {} }], ports: [{ port: 53, protocol: 'UDP' }] }];
    const first = ranOf(await act('apply-network-policy', { ...name, pod_selector: 'app=web', ingress, egress }));
    expect(first).toMatchObject({
      outcome: 'success',
      reason: expect.stringContaining('It limits the incoming traffic to the selected pods to 1 rule.'),
    });
    const applied = await specOf('networkpolicy', 'web', namespace);
    expect(applied).toMatchObject({ policyTypes: ['Ingress', 'Egress'], egress });
    const second = ranOf(await act('apply-network-policy', { ...name, pod_selector: 'app=api' }));
    expect(await specOf('networkpolicy', 'web', namespace)).toEqual({
      podSelector: { matchLabels: { app: 'api' } },
      policyTypes: ['Ingress'],
    });
    const back = await takeBack(second.audit_id);
    expect(back).toMatchObject({ outcome: 'success' });
    expect(await specOf('networkpolicy', 'web', namespace)).toEqual(applied);
    expect(await takeBack(first.audit_id)).toMatchObject({ outcome: 'success' });
    await expect(getJson('networkpolicy', 'web', `--namespace=${namespace}`)).rejects.toThrow('NotFound');
  });

  test.each<[string, object, RegExp]>([
    ['an unknown key', { ingress: [{ form: [] }] }, /"ingress\[0\]" has an unknown key "form"/],
    ['no peer', { ingress: [{ from: [{}] }] }, /names no peer/],
    ['a range that is none', { egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0' } }] }] }, /is not a range of addresses/],
    ['a port that is none', { ingress: [{ ports: [{ port: 70_000 }] }] }, /has an invalid port/],
    ['rules of a direction that it does not limit', { policy_types: ['Ingress'], egress: [{}] }, /lacks Egress/],
  ])('T02 apply-network-policy refuses %s', async (_, rules, reason) => {
    const { act, namespace } = await openLive();
    const params = { namespace, policy_name: 'web', pod_selector: 'app=web', ...rules };
    const report = ranOf(await act('apply-network-policy', params));
    expect(report).toMatchObject({ outcome: 'failure', reason: expect.stringMatching(reason) });
    await expect(getJson('networkpolicy', 'web', `--namespace=${namespace}`)).rejects.toThrow('NotFound');
  });
});
