import { Runner } from '@agent-safe/runner';
import { resourceNameRules } from '@agent-safe/runner/executor-kit';
import { describe, expect, test } from 'vitest';
import { AwsStsVault } from '../../src/index.ts';
import { openBench } from '../support/bench.ts';
import { evaluate } from '../support/iam/evaluate.ts';
import type { Policy } from '../support/iam/policy.ts';
import { ACTIONS, fieldsOf, leaseRequest, PARAMS, REGION } from './support/leases.ts';
import { openVault, useKeys } from './support/open-vault.ts';
import { ACCOUNT, ROLE_ARN, ROLE_ID, SECRETS } from './support/stand-in-aws.ts';

const { signal } = new AbortController();
const SCOPE = { account: ACCOUNT, region: REGION };
const STOP = fieldsOf('ec2-stop-instance', SCOPE);
const HOUR = 3_600_000;
const request = (changes: Parameters<typeof leaseRequest>[2] = {}) => leaseRequest(STOP, SCOPE, changes);

describe('revoke', () => {
  test('T31 denies everything to this session alone, and is one request', async () => {
    const { calls, state, vault } = await openVault();
    const [one, other] = [request(), request()];
    await vault.issue(one, signal);
    await vault.issue(other, signal);
    expect(await vault.revoke(one.lease_id, signal)).toEqual({ ok: true });
    expect(calls.map(({ operation }) => operation)).toEqual(['AssumeRole', 'AssumeRole', 'PutRolePolicy']);
    const denies = [...state.policies.values()].map((text) => JSON.parse(text) as Policy);
    const everything = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } as const };
    const decide = (leaseId: string) =>
      evaluate(
        { action: 'ec2:StopInstances', resource: '*', context: { 'aws:userid': `${ROLE_ID}:${leaseId}` } },
        { identity: [everything, ...denies] },
      );
    expect(decide(one.lease_id)).toBe('denied');
    expect(decide(other.lease_id)).toBe('allowed');
    // A lease is revoked once.
    expect(await vault.revoke(one.lease_id, signal)).toEqual({ ok: true });
    expect(calls).toHaveLength(3);
  });

  test('T31 another process revokes a lease by the record of the log, in the account of its scope', async () => {
    const { settings, state, vault } = await openVault();
    const other = await openVault(
      {},
      { account_id: '444455556666', role_arn: ROLE_ARN.replace(ACCOUNT, '444455556666') },
    );
    const asked = request();
    await vault.issue(asked, signal);
    useKeys('AKIAVAULT');
    const accounts = { ...settings.accounts, other: other.settings.accounts.test };
    const recorded = { scope: SCOPE, ttl: 300, latest_issue: Date.now() };
    expect(await new AwsStsVault({ accounts }).revoke(asked.lease_id, signal, recorded)).toEqual({ ok: true });
    expect(state.policies.get(`agent-safe-revoked-${asked.lease_id}`)).toContain(
      `"aws:userid":"${ROLE_ID}:${asked.lease_id}"`,
    );
    expect(other.calls).toEqual([]);
    // Without the record of the log, the session may be in any account.
    await new AwsStsVault({ accounts }).revoke('lease-2', signal);
    expect(other.state.policies.size).toBe(1);
    expect(state.policies.size).toBe(2);
  });

  test('an expired session needs no policy', async () => {
    const { calls, settings, vault } = await openVault();
    const asked = request();
    await vault.issue(asked, signal);
    const later = new AwsStsVault({ ...settings, clock: () => Date.now() + HOUR });
    const recorded = { scope: SCOPE, ttl: 300, latest_issue: Date.now() };
    expect(await later.revoke(asked.lease_id, signal, recorded)).toEqual({ ok: true });
    expect(await vault.revoke('../other', signal)).toEqual({ ok: true });
    expect(calls).toHaveLength(1);
  });

  test('without permission, it says when the session ends and which permission is missing', async () => {
    const { settings, state, vault } = await openVault();
    const asked = request();
    const { expires_at } = await vault.issue(asked, signal);
    state.permitted = [];
    const refused = await vault.revoke(asked.lease_id, signal);
    expect(refused).toMatchObject({ ok: false, code: 'not_revoked' });
    if (refused.ok) throw new Error('It was revoked.');
    expect(refused.reason).toContain(`end by themselves at ${expires_at.slice(0, 16).replace('T', ' ')} UTC`);
    expect(refused.reason).toContain(`needs iam:PutRolePolicy on "${ROLE_ARN}"`);
    const recorded = { scope: SCOPE, ttl: 300, latest_issue: Date.now() };
    const elsewhere = await new AwsStsVault(settings).revoke(asked.lease_id, signal, recorded);
    expect(elsewhere).toMatchObject({ reason: expect.stringContaining('needs iam:GetRole') as string });
    const gone = { ...recorded, scope: { account: '999999999999', region: REGION } };
    expect(await new AwsStsVault(settings).revoke(asked.lease_id, signal, gone)).toMatchObject({
      reason: expect.stringContaining('is not configured for this vault') as string,
    });
  });

  test('with "revoke: false", nothing is written, and it says when the session ends', async () => {
    const { calls, vault } = await openVault({ revoke: false });
    const asked = request();
    await vault.issue(asked, signal);
    expect(await vault.revoke(asked.lease_id, signal)).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/end by themselves at .* UTC.*"revoke"/) as string,
    });
    expect(calls).toHaveLength(1);
  });

  test('T31 30 concurrent revocations lose none', async () => {
    const { plan, state, vault } = await openVault();
    const leases = Array.from({ length: 30 }, () => request());
    for (const each of leases) await vault.issue(each, signal);
    plan(
      'PutRolePolicy',
      ...Array.from({ length: 5 }, () => ({ code: 'ConcurrentModification', message: 'Wait.', status: 409 })),
    );
    plan('PutRolePolicy', ...Array.from({ length: 3 }, () => 'cut' as const));
    const revoked = await Promise.all(leases.map(({ lease_id }) => vault.revoke(lease_id, signal)));
    expect(revoked.filter(({ ok }) => !ok)).toEqual([]);
    expect([...state.policies.keys()].sort()).toEqual(
      leases.map(({ lease_id }) => `agent-safe-revoked-${lease_id}`).sort(),
    );
  });

  test('T31 if the policies of the role are full, expired ones make room', async () => {
    const { settings, state } = await openVault();
    const vault = new AwsStsVault({ ...settings, clock: () => Date.now() + state.passed });
    const revokeNext = async () => {
      const asked = request();
      await vault.issue(asked, signal);
      return vault.revoke(asked.lease_id, signal);
    };
    state.policies.set('permissions', 'x'.repeat(9_500));
    let result = await revokeNext();
    while (result.ok) result = await revokeNext();
    expect(result).toMatchObject({ reason: expect.stringContaining('inline policies') as string });
    expect(state.policies.size).toBeGreaterThan(2);
    state.passed = HOUR;
    expect(await revokeNext()).toEqual({ ok: true });
    expect([...state.policies.keys()]).toHaveLength(2);
    expect(state.policies.has('permissions')).toBe(true);
  });
});

describe('sweep', () => {
  test('deletes the policies of expired sessions, and no other policy', async () => {
    const { settings, state, vault } = await openVault();
    const leases = Array.from({ length: 5 }, () => request());
    for (const each of leases) {
      await vault.issue(each, signal);
      await vault.revoke(each.lease_id, signal);
    }
    const [live, ...others] = leases.map(({ lease_id }) => lease_id);
    state.policies.set('permissions', '{}').set('agent-safe-revoked-by-hand', '{"Statement":[]}');
    const now = await vault.sweep(() => false, signal);
    expect(now).toMatchObject({ removed: [], failed: [] });
    expect(now.kept).toHaveLength(6);
    const later = new AwsStsVault({ ...settings, clock: () => Date.now() + HOUR });
    // Two processes may sweep at once.
    const both = await Promise.all([0, 1].map(() => later.sweep((leaseId) => leaseId === live, signal)));
    const removed = new Map(
      both.flatMap((swept) => swept.removed.map((each) => [each.lease_id, each.objects] as const)),
    );
    expect(Object.fromEntries(removed)).toEqual(
      Object.fromEntries(others.map((lease_id) => [lease_id, [`policy agent-safe-revoked-${lease_id}`]])),
    );
    expect(both.flatMap(({ failed }) => failed)).toEqual([]);
    expect(both[0]?.kept).toEqual([
      { lease_id: live, until: expect.stringMatching(/Z$/) as string },
      { lease_id: 'by-hand', until: null },
    ]);
    expect([...state.policies.keys()]).toEqual([
      `agent-safe-revoked-${live}`,
      'permissions',
      'agent-safe-revoked-by-hand',
    ]);
  });

  test('reports a policy that it may not delete, and a role that it may not read', async () => {
    const { settings, state, vault } = await openVault();
    const asked = request();
    await vault.issue(asked, signal);
    await vault.revoke(asked.lease_id, signal);
    const later = new AwsStsVault({ ...settings, clock: () => Date.now() + HOUR });
    state.permitted = ['ListRolePolicies', 'GetRolePolicy'];
    expect(await later.sweep(() => false, signal)).toMatchObject({
      removed: [],
      failed: [{ lease_id: asked.lease_id, reason: expect.stringContaining('iam:DeleteRolePolicy') as string }],
    });
    state.permitted = [];
    expect(await later.sweep(() => false, signal)).toMatchObject({ failed: [{ lease_id: null }] });
  });
});

describe('a runner', () => {
  /** Issues the credentials of a ticket as a run would, and leaves them open as a crash would. */
  async function openCrashed() {
    const opened = await openVault();
    const { settings, state } = opened;
    const clock = () => Date.now() + state.passed;
    const bench = openBench({
      actions: ACTIONS,
      vault: new AwsStsVault({ ...settings, clock }),
      credentialRules: { aws: resourceNameRules(5) },
      clock,
    });
    const clear = { ...PARAMS['ec2-stop-instance'], region: REGION };
    const ticket = {
      action: 'ec2-stop-instance',
      clear,
      target: 'test/target',
      scope: SCOPE,
      evaluated_at: Date.now(),
    };
    const issued = await bench.runner.resolveCredentials(bench.issue(ticket), { issue: true });
    if (!issued.ok || issued.lease === null) throw new Error('No credentials were issued.');
    const openOther = () => new Runner({ ...bench.all, vault: new AwsStsVault({ ...settings, clock }) });
    return { ...opened, bench, lease: issued.lease, openOther };
  }

  test('T31 in another process revokes the session by the record of the log', async () => {
    const { bench, lease, openOther, state } = await openCrashed();
    expect(bench.ofType('credential_issued')).toMatchObject([
      { lease_id: lease.lease_id, vault: 'aws-sts', is_scoped: true },
    ]);
    expect(await openOther().reconcile()).toMatchObject({ issued: [{ lease_id: lease.lease_id }], revoked: [] });
    state.passed = 7 * 60_000;
    expect(await openOther().reconcile()).toMatchObject({ revoked: [lease.lease_id], unrevoked: [] });
    expect([...state.policies.keys()]).toEqual([`agent-safe-revoked-${lease.lease_id}`]);
    expect(bench.text()).not.toMatch(new RegExp(SECRETS.join('|')));
  });

  test('T31 without permission, the log has the session open until it has ended', async () => {
    const { bench, lease, openOther, state } = await openCrashed();
    state.permitted = [];
    state.passed = 7 * 60_000;
    for (const _again of [1, 2]) {
      const reason = expect.stringMatching(/end by themselves at .*iam:GetRole/) as string;
      expect(await openOther().reconcile()).toMatchObject({
        revoked: [],
        unrevoked: [{ lease_id: lease.lease_id, reason }],
      });
    }
    expect(bench.ofType('credential_revoked')).toEqual([]);
    state.passed = 60 * 60_000;
    expect(await openOther().reconcile()).toMatchObject({ revoked: [lease.lease_id], unrevoked: [] });
  });
});
