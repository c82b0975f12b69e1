import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JsonObject, LeaseRefused } from '@agent-safe/core';
import { makeFolder } from '@agent-safe/testkit/folders';
import { describe, expect, onTestFinished, test } from 'vitest';
import { describeVaultRbac, KubernetesVault } from '../../src/index.ts';
import { call, describeCluster } from './support/api.ts';
import { makeEverything } from './support/everything.ts';
import { apply, isDown, kubectl, LIVE, NEEDS } from './support/kubectl.ts';
import { issueFor, leaseRequest } from './support/lease-vault.ts';
import { ACTIONS, openLive, readUid, summarize } from './support/live.ts';

const { signal } = new AbortController();
const GRANTED = ['scale-deployment', 'get-configmap', 'cordon-node'];

interface Described {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** Applies the account of a vault under a name of its own, and opens a vault with it. */
async function openOwn(actions: readonly string[], targetNamespaces: readonly string[] | undefined) {
  const home = `vault-${randomBytes(4).toString('hex')}`;
  const own = ACTIONS.filter(({ name }) => actions.includes(name));
  const described = describeVaultRbac({ actions: own, namespace: home, targetNamespaces });
  // The names are the same in every installation. Here several tests share a cluster.
  const items = JSON.parse(JSON.stringify(described).replaceAll('"agent-safe-vault"', `"${home}"`)) as Described[];
  await apply(...items);
  onTestFinished(async () => {
    for (const { kind, metadata } of items.filter(({ kind: each }) => each.startsWith('Cluster')))
      await call('DELETE', `/apis/rbac.authorization.k8s.io/v1/${kind.toLowerCase()}s/${metadata.name}`);
    await call('DELETE', `/api/v1/namespaces/${home}`);
  });
  const kubeconfig = join(makeFolder(), 'kubeconfig');
  const token = await kubectl(['create', 'token', home, `--namespace=${home}`]);
  const document = {
    'current-context': 'vault',
    clusters: [{ name: 'test', cluster: await describeCluster() }],
    users: [{ name: 'vault', user: { token } }],
    contexts: [{ name: 'vault', context: { cluster: 'test', user: 'vault' } }],
  };
  writeFileSync(kubeconfig, JSON.stringify({ apiVersion: 'v1', kind: 'Config', ...document }), { mode: 0o600 });
  const uid = await readUid(LIVE.kubeconfig);
  const vault = new KubernetesVault({ clusters: { test: { uid, kubeconfig } }, namespace: home, owner: home });
  return { vault, home, kubeconfig };
}

describe.skipIf(isDown)(`the account of the vault with the least permissions${NEEDS}`, () => {
  test('T27 it issues the credentials of its actions, and the API refuses all others', async () => {
    const { namespace } = await openLive();
    const all = await makeEverything(namespace);
    const { home, vault } = await openOwn(GRANTED, [namespace]);
    expect(await vault.test('kubernetes', signal)).toEqual({ ok: true });
    for (const action of ACTIONS) {
      const params = all[action.name];
      if (params === undefined) continue;
      const issued = issueFor(vault, action, params);
      // These actions need only permissions that the others have.
      const isGranted = [...GRANTED, 'rollout-status', 'uncordon-node'].includes(action.name);
      if (isGranted) expect(await vault.revoke((await issued).lease_id, signal), action.name).toEqual({ ok: true });
      // The escalation check of the API.
      else await expect(issued, action.name).rejects.toThrow(/forbidden/i);
    }
    const elsewhere = leaseRequest({
      rules: [{ verbs: ['get'], resources: ['configmaps'], api_groups: [''], namespaces: ['default'] }],
    });
    await expect(vault.issue(elsewhere, signal)).rejects.toThrow(LeaseRefused);
    const kinds = ['get', 'roles,rolebindings,serviceaccounts,secrets', '--all-namespaces', '--output=name'];
    expect(await kubectl([...kinds, `--selector=agent-safe.dev/owner=${home}`])).toBe('');
    expect(await vault.sweep(() => false, signal)).toEqual({ removed: [], kept: [], failed: [] });
  });

  test('T27 a run works with it, and the vault itself may do little else', async () => {
    const { namespace } = await openLive();
    await apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace }, data: { a: 'b' } });
    const { kubeconfig, vault } = await openOwn(GRANTED, undefined);
    const { act } = await openLive({ runner: { vault } });
    expect(summarize(await act('get-configmap', { namespace, configmap: 'settings' }))).toBe('success');
    const may = (verb: string, what: string) =>
      kubectl(['auth', 'can-i', verb, what, `--namespace=${namespace}`], '', kubeconfig).then(
        () => true,
        () => false,
      );
    const asked: readonly (readonly [string, string])[] = [
      ['get', 'configmaps'],
      ['get', 'secrets'],
      ['create', 'pods'],
      ['delete', 'deployments.apps'],
      ['escalate', 'roles.rbac.authorization.k8s.io'],
      ['impersonate', 'users'],
      ['create', 'serviceaccounts/token'],
    ];
    const answers: Record<string, boolean> = {};
    for (const [verb, what] of asked) answers[`${verb} ${what}`] = await may(verb, what);
    expect(Object.entries(answers).filter(([, allowed]) => allowed)).toEqual([['get configmaps', true]]);
  });

  test('the permissions are the union of the rules, without a wildcard', () => {
    const described = describeVaultRbac({ actions: ACTIONS, targetNamespaces: ['dev'] });
    expect(JSON.stringify(described)).not.toContain('*');
    expect(JSON.stringify(described)).not.toContain('{{');
    const rules = described.flatMap(({ rules: each }) => (each ?? []) as unknown as readonly JsonObject[]);
    const evictions = rules.filter(({ resources }) => JSON.stringify(resources) === '["pods/eviction"]');
    // delete-pod evicts in its namespace, and drain-node in every namespace.
    const eviction = { apiGroups: [''], resources: ['pods/eviction'], verbs: ['create'] };
    expect(evictions).toEqual([eviction, eviction]);
    expect(rules.filter(({ verbs }) => JSON.stringify(verbs).includes('escalate'))).toEqual([]);
    // An action in the form of 0.11.
    const old = {
      verbs: ['delete'],
      resources: ['namespaces'],
      api_groups: [''],
      namespaces: ['{{ params.namespace }}'],
    };
    const [, , wide] = describeVaultRbac({
      actions: [{ name: 'old', credentials: { type: 'kubernetes', fields: old, ttl: 1 } }],
    });
    expect(JSON.stringify(wide?.rules)).toContain('{"apiGroups":[""],"resources":["namespaces"],"verbs":["delete"]}');
  });
});
