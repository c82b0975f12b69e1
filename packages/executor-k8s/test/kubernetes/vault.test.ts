import { randomUUID } from 'node:crypto';
import { type CredentialLease, type JsonObject, LeaseRefused } from '@agent-safe/core';
import { describe, expect, test } from 'vitest';
import { call } from './support/api.ts';
import { requestsOf, SAME, statusOfAction } from './support/effects.ts';
import { makeEverything } from './support/everything.ts';
import { eventually, isDown, LIVE, NEEDS, needs } from './support/kubectl.ts';
import { issueFor, leaseRequest, openVault, textOf } from './support/lease-vault.ts';
import { ACTIONS, openLive, readUid } from './support/live.ts';
import { type RawRequest, statusOf } from './support/raw.ts';
import { forwardPort, runEverything } from './support/run-everything.ts';

const { signal } = new AbortController();
const RULE = { verbs: ['get'], resources: ['configmaps'], api_groups: [''], namespaces: ['default'] };
const WIDE = { verbs: ['list'], resources: ['nodes'], api_groups: [''] };

const actionOf = (name: string) => ACTIONS.find((each) => each.name === name);

describe.skipIf(isDown)(`the vault for Kubernetes${NEEDS}`, () => {
  test('T31 with the credentials of one action, the API forbids every other action, for all actions', async () => {
    const { leftovers, vault } = await openVault();
    const { namespace } = await openLive();
    const all = await makeEverything(namespace);
    const requests = requestsOf(all);
    expect(Object.keys(requests)).toEqual(Object.keys(all));
    const leases = new Map<string, CredentialLease>();
    for (const [name, params] of Object.entries(all)) leases.set(name, await issueFor(vault, actionOf(name), params));
    const granted: Record<string, readonly string[]> = {};
    for (const [name, { values }] of leases) {
      const statuses = await Promise.all(
        Object.entries(requests).map(
          async ([other, each]) => [other, await statusOfAction(values.token ?? '', each)] as const,
        ),
      );
      granted[name] = statuses.filter(([, status]) => status !== 403).map(([other]) => other);
      expect(
        statuses.find(([, status]) => status === 401),
        name,
      ).toBeUndefined();
    }
    const expected = Object.fromEntries(
      Object.keys(all).map((name) => [name, [...new Set([name, ...(SAME[name] ?? [])])].sort()]),
    );
    expect(granted).toEqual(expected);
    // The same action on another object.
    const others = requestsOf(all, { name: 'other', pod: 'other', node: 'other', namespace: 'default' });
    for (const [name, { values }] of leases) {
      // These permissions are in the whole cluster: the API has no name when it creates, and a drain names no pods.
      if (name === 'create-namespace' || name === 'drain-node') continue;
      expect(await statusOfAction(values.token ?? '', others[name]), name).toBe(403);
    }
    for (const { lease_id } of leases.values()) expect(await vault.revoke(lease_id, signal)).toEqual({ ok: true });
    expect(await leftovers()).toEqual([]);
    for (const [name, { values }] of leases) {
      const own = requests[name];
      // The API may remember for 10 seconds that a token was valid. Until then it forbids everything.
      expect(
        await eventually(
          () => statusOfAction(values.token ?? '', own),
          (status) => status === 403 || status === 401,
        ),
      ).not.toBe(200);
      expect(
        await eventually(
          () => statusOfAction(values.token ?? '', own),
          (status) => status === 401,
        ),
        name,
      ).toBe(401);
    }
  });

  test('T27 a run gets its own credentials from the vault, for each action, and leaves none', async () => {
    const { leftovers, vault } = await openVault();
    const { act, namespace, text } = await openLive({
      runner: { vault, commandAllowlist: [['true']] },
    });
    const all = await makeEverything(namespace);
    await forwardPort(namespace, textOf(all['port-forward']?.pod));
    await runEverything(all, async (name, params, timeout) => {
      const report = await act(name, params, { timeout });
      expect(report.ok && report.credentials, `${name}: ${report.reason}`).toMatchObject({ revoked: true });
      return report;
    });
    expect(await leftovers()).toEqual([]);
    // No token is in the log. Every token of a service account begins with these letters.
    expect(text()).not.toContain('eyJhbGciOi');
  });

  test('the objects of a lease carry its labels, and a token ends with the Secret', async () => {
    const { home, leftovers, vault } = await openVault();
    const asked = leaseRequest({ rules: [RULE, { ...RULE, namespaces: ['kube-system'] }, WIDE] });
    const { values } = await vault.issue(asked, signal);
    const name = `agent-safe-${asked.lease_id}`;
    expect(await leftovers()).toEqual([
      `ClusterRole /${name}`,
      `ClusterRoleBinding /${name}`,
      `Role default/${name}`,
      `Role kube-system/${name}`,
      `RoleBinding default/${name}`,
      `RoleBinding kube-system/${name}`,
      `Secret ${home}/${name}`,
      `ServiceAccount ${home}/${name}`,
    ]);
    await call('DELETE', `/api/v1/namespaces/${home}/secrets/${name}`);
    const nodes: RawRequest = { method: 'GET', path: '/api/v1/nodes' };
    await eventually(
      () => statusOf(values.token ?? '', nodes),
      (status) => status === 401,
    );
  });

  test('revoking works from another process, twice, and for a lease that never existed', async () => {
    const { leftovers, settings, vault } = await openVault();
    const asked = leaseRequest({ rules: [RULE, WIDE] });
    await vault.issue(asked, signal);
    const { KubernetesVault } = await import('../../src/index.ts');
    const other = new KubernetesVault(settings);
    expect(await other.revoke(asked.lease_id, signal)).toEqual({ ok: true });
    expect(await leftovers()).toEqual([]);
    expect(await vault.revoke(asked.lease_id, signal)).toEqual({ ok: true });
    expect(await vault.revoke('lease-never', signal)).toEqual({ ok: true });
    expect(await vault.revoke('../../escape', signal)).toEqual({ ok: true });
  });

  test('the form of 0.11 is one rule, and of a namespace that is deleted also in the whole cluster', async () => {
    const { leftovers, vault } = await openVault();
    const { namespace } = await openLive();
    const fields = {
      verbs: ['get', 'delete'],
      resources: ['namespaces', 'pods'],
      api_groups: [''],
      namespaces: [namespace],
    };
    const { lease_id, values } = await vault.issue(leaseRequest(fields), signal);
    const get = (path: string) => statusOf(values.token ?? '', { method: 'GET', path });
    expect(await get(`/api/v1/namespaces/${namespace}`)).toBe(200);
    expect(await get(`/api/v1/namespaces/${namespace}/pods/none`)).toBe(404);
    expect(await get('/api/v1/namespaces/default')).toBe(403);
    expect(await get(`/api/v1/namespaces/${namespace}/secrets/none`)).toBe(403);
    await vault.revoke(lease_id, signal);
    expect(await leftovers()).toEqual([]);
  });

  test.each<[string, JsonObject, RegExp]>([
    ['a wildcard', { rules: [{ ...RULE, verbs: ['*'] }] }, /contains a wildcard/],
    ['an empty list, which would mean all', { rules: [{ ...RULE, resource_names: [] }] }, /not a list of names/],
    ['no rule', { rules: [] }, /not a list of rules/],
    ['a rule without verbs', { rules: [{ resources: ['pods'], api_groups: [''] }] }, /needs "verbs"/],
    ['permission to impersonate', { rules: [{ ...RULE, verbs: ['impersonate'] }] }, /extend its own permissions/],
    ['permission to issue tokens', { rules: [{ ...RULE, resources: ['serviceaccounts/token'] }] }, /extend its own/],
    ['a namespace that does not exist', { rules: [{ ...RULE, namespaces: ['no-such-namespace'] }] }, /not found/],
  ])('T31 %s is refused, and leaves nothing', async (_, fields, reason) => {
    const { leftovers, vault } = await openVault();
    const refused = vault.issue(leaseRequest(fields), signal);
    await expect(refused).rejects.toThrow(LeaseRefused);
    await expect(refused).rejects.toThrow(reason);
    expect(await leftovers()).toEqual([]);
  });

  test.skipIf(LIVE.other === '')(
    `T24 another cluster than the configured one gets no object${needs('other')}`,
    async () => {
      const { home, leftovers, uid, vault } = await openVault();
      const { KubernetesVault } = await import('../../src/index.ts');
      const misled = new KubernetesVault({
        clusters: { test: { uid, kubeconfig: LIVE.other } },
        namespace: home,
        owner: home,
      });
      const asked = leaseRequest({ rules: [RULE] });
      const otherUid = await readUid(LIVE.other);
      await expect(misled.issue(asked, signal)).rejects.toThrow(otherUid);
      // The vault knows that it created nothing. It cannot know that of another lease.
      expect(await misled.revoke(asked.lease_id, signal)).toEqual({ ok: true });
      expect(await misled.revoke(randomUUID(), signal)).toMatchObject({ ok: false, code: 'not_revoked' });
      expect(await misled.test('kubernetes', signal)).toMatchObject({ ok: false, code: 'not_ready' });
      expect(await vault.test('kubernetes', signal)).toEqual({ ok: true });
      expect(await vault.test('aws', signal)).toMatchObject({ ok: false, code: 'type_unsupported' });
      expect(await leftovers()).toEqual([]);
    },
  );

  test('a vault without its namespace is not ready, and issues nothing', async () => {
    const { vault } = await openVault({ namespace: 'no-such-namespace' });
    expect(await vault.test('kubernetes', signal)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('not found'),
    });
    await expect(vault.issue(leaseRequest({ rules: [RULE] }), signal)).rejects.toThrow(LeaseRefused);
  });

  test('a sweep deletes only ended leases of its owner that the log does not have in use', async () => {
    const { home, leftovers, settings, vault } = await openVault();
    const ended = leaseRequest({ rules: [RULE, WIDE] }, { ttl: 1 });
    const inUse = leaseRequest({ rules: [RULE] }, { ttl: 1 });
    const later = leaseRequest({ rules: [RULE] }, { ttl: 100_000 });
    for (const each of [ended, inUse, later]) await vault.issue(each, signal);
    // A role without the labels of a lease, and the leftovers of a lease whose Secret is gone.
    const foreign = {
      metadata: {
        name: `agent-safe-${ended.lease_id}-foreign`,
        labels: { 'app.kubernetes.io/managed-by': 'agent-safe' },
      },
      rules: [],
    };
    await call('POST', `/apis/rbac.authorization.k8s.io/v1/namespaces/${home}/roles`, foreign);
    await call('DELETE', `/api/v1/namespaces/${home}/secrets/agent-safe-${ended.lease_id}`);
    const { KubernetesVault } = await import('../../src/index.ts');
    const hourLater = () => Date.now() + 3_600_000;
    const others = new KubernetesVault({ ...settings, owner: `${home}-other`, clock: hourLater });
    expect(await others.sweep(() => false, signal)).toEqual({ removed: [], kept: [], failed: [] });
    const sweeper = new KubernetesVault({ ...settings, clock: hourLater });
    const swept = await sweeper.sweep((leaseId) => leaseId === inUse.lease_id, signal);
    expect(swept.failed).toEqual([]);
    expect(swept.removed.map(({ lease_id }) => lease_id)).toEqual([ended.lease_id]);
    expect(swept.removed[0]?.objects).toContain(`rolebindings default/agent-safe-${ended.lease_id}`);
    expect(swept.kept.map(({ lease_id }) => lease_id).sort()).toEqual([inUse.lease_id, later.lease_id].sort());
    const left = await leftovers();
    expect(left.filter((each) => each.includes(ended.lease_id))).toEqual([]);
    expect(left.filter((each) => each.includes(inUse.lease_id))).toHaveLength(4);
    await call('GET', `/apis/rbac.authorization.k8s.io/v1/namespaces/${home}/roles/${foreign.metadata.name}`);
    for (const each of [inUse, later]) await vault.revoke(each.lease_id, signal);
    expect(await leftovers()).toEqual([]);
  });
});
