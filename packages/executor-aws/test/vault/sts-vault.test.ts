import { randomUUID } from 'node:crypto';
import { LeaseRefused } from '@agent-safe/core';
import { describe, expect, test } from 'vitest';
import { AwsStsVault } from '../../src/index.ts';
import { evaluate } from '../support/iam/evaluate.ts';
import type { Policy } from '../support/iam/policy.ts';
import { fieldsOf, leaseRequest, PARAMS, REGION } from './support/leases.ts';
import { openVault, useKeys } from './support/open-vault.ts';
import { ACCOUNT, ROLE_ARN, ROLE_ID, SECRETS } from './support/stand-in-aws.ts';

const { signal } = new AbortController();
const SCOPE = { account: ACCOUNT, region: REGION };
const STOP = fieldsOf('ec2-stop-instance', SCOPE);
const HOUR = 3_600_000;
const request = (changes: Parameters<typeof leaseRequest>[2] = {}) => leaseRequest(STOP, SCOPE, changes);

describe('issue', () => {
  test('assumes the role for the shortest time, with the permissions and the names of one execution', async () => {
    const { calls, vault } = await openVault({}, { external_id: 'shared-id' });
    const asked = request();
    const lease = await vault.issue(asked, signal);
    expect(lease).toMatchObject({
      lease_id: asked.lease_id,
      type: 'aws',
      values: { access_key_id: 'ASIASESSION', secret_access_key: SECRETS[0], session_token: SECRETS[1] },
    });
    expect(Date.parse(lease.expires_at) - Date.now()).toBeLessThanOrEqual(900_000);
    expect(calls).toHaveLength(1);
    const { Policy, ...input } = calls[0]?.input ?? {};
    expect(input).toEqual({
      Action: 'AssumeRole',
      Version: '2011-06-15',
      RoleArn: ROLE_ARN,
      ExternalId: 'shared-id',
      DurationSeconds: '900',
      RoleSessionName: asked.lease_id,
      SourceIdentity: 'worker-01',
      'Tags.member.1.Key': 'agent-safe-audit-id',
      'Tags.member.1.Value': 'evt-1',
      'Tags.member.2.Key': 'agent-safe-agent',
      'Tags.member.2.Value': 'worker-01',
      'Tags.member.3.Key': 'agent-safe-action',
      'Tags.member.3.Value': 'ec2-stop-instance',
    });
    expect(JSON.parse(Policy ?? '')).toMatchObject({
      Statement: [
        {
          Action: 'ec2:StopInstances',
          Resource: `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/${PARAMS['ec2-stop-instance']?.instance_id}`,
        },
        {
          Action: 'ec2:DescribeInstances',
          Resource: '*',
          Condition: { StringEquals: { 'aws:RequestedRegion': REGION } },
        },
      ],
    });
    // The regional endpoint.
    expect(calls[0]?.region).toBe(REGION);
  });

  test('a longer run gets a longer session, up to that of the role', async () => {
    const { of, vault } = await openVault();
    await vault.issue(request({ ttl: 1_800.5 }), signal);
    expect(of('AssumeRole')[0]?.input.DurationSeconds).toBe('1801');
    await expect(vault.issue(request({ ttl: 7_200 }), signal)).rejects.toThrow(/Raise the maximum session duration/);
    await expect(vault.issue(request({ ttl: 50_000 }), signal)).rejects.toThrow('at most 43200 s');
    expect(of('AssumeRole')).toHaveLength(2);
  });

  test.each<[string, Parameters<typeof leaseRequest>[2], string]>([
    ['another type', { type: 'kubernetes' }, 'no credentials of type "kubernetes"'],
    ['a lease id that is no session name', { lease_id: 'lease 1' }, 'not a valid name of a session'],
    ['another account', { scope: { account: '999999999999', region: REGION } }, 'is not configured'],
    ['another region', { scope: { account: ACCOUNT, region: 'us-east-1' } }, 'is not configured'],
    ['no account', { scope: { region: REGION } }, 'has no account'],
    ['no scope', { scope: null }, 'has no account'],
    [
      'fields that grant more than they name',
      { fields: { actions: ['s3:*'], resources: ['arn:aws:s3:::a'] } },
      'cannot be granted',
    ],
    [
      'a policy that is too long',
      { fields: { actions: ['s3:GetObject'], resources: [`arn:aws:s3:::a/${'k'.repeat(2_048)}`] } },
      'STS accepts 2048',
    ],
    [
      'the role of the vault itself',
      { fields: { actions: ['iam:AttachRolePolicy'], resources: [ROLE_ARN] } },
      'is the role of the vault',
    ],
    [
      'the role of the vault, without its path',
      { fields: { actions: ['iam:GetRole'], resources: [`arn:aws:iam::${ACCOUNT}:role/executor`] } },
      'is the role of the vault',
    ],
  ])('T31 refuses %s, sends nothing, and leaves nothing to revoke', async (_, changes, reason) => {
    const { calls, vault } = await openVault();
    const asked = request(changes);
    const failure: unknown = await vault.issue(asked, signal).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(LeaseRefused);
    expect(String(failure)).toContain(reason);
    expect(await vault.revoke(asked.lease_id, signal)).toEqual({ ok: true });
    expect(calls).toEqual([]);
  });

  test('an account without a role is refused', async () => {
    const { role_arn: _, ...account } = (await openVault()).settings.accounts.test;
    const vault = new AwsStsVault({ accounts: { test: account } });
    await expect(vault.issue(request(), signal)).rejects.toThrow('has no role in the account');
    expect(await vault.test('aws', signal)).toMatchObject({ ok: false, code: 'role_unset' });
  });

  test('a refusal of STS is final, and is not revoked', async () => {
    const { calls, state, vault } = await openVault();
    state.trusted = [];
    const asked = request();
    const failure: unknown = await vault.issue(asked, signal).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(LeaseRefused);
    const before = calls.length;
    expect(await vault.revoke(asked.lease_id, signal)).toEqual({ ok: true });
    expect(calls).toHaveLength(before);
  });

  test('T29 throttling is repeated, and a wrong clock is not', async () => {
    const { of, plan, vault } = await openVault();
    plan('AssumeRole', { code: 'Throttling', message: 'Rate exceeded', status: 400 });
    expect(await vault.issue(request(), signal)).toMatchObject({ type: 'aws' });
    expect(of('AssumeRole')).toHaveLength(2);
    plan('AssumeRole', { code: 'RequestExpired', message: 'Request has expired.', status: 400 });
    await expect(vault.issue(request(), signal)).rejects.toThrow('Correct the clock');
    expect(of('AssumeRole')).toHaveLength(3);
  });

  test('T31 after a lost connection, the session is revoked, although its request had no answer', async () => {
    const { of, plan, state, vault } = await openVault();
    plan('AssumeRole', 'cut', 'cut', 'cut', 'cut', 'cut');
    const asked = request();
    const failure: unknown = await vault.issue(asked, signal).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    expect(failure).not.toBeInstanceOf(LeaseRefused);
    expect(of('AssumeRole').length).toBeGreaterThan(1);
    expect(await vault.revoke(asked.lease_id, signal)).toEqual({ ok: true });
    expect([...state.policies.keys()]).toEqual([`agent-safe-revoked-${asked.lease_id}`]);
  });

  test('T31 a refusal after an attempt without an answer is not final', async () => {
    const { plan, vault } = await openVault();
    plan('AssumeRole', 'cut', { code: 'AccessDenied', message: 'no' });
    const failure: unknown = await vault.issue(request(), signal).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    expect(failure).not.toBeInstanceOf(LeaseRefused);
  });
});

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

test('T21 no secret is in a failure', async () => {
  const { plan, vault } = await openVault({}, { external_id: 'external-id-of-a-test' });
  const said: string[] = [];
  for (const code of ['AccessDenied', 'ValidationError', 'InternalFailure']) {
    plan('AssumeRole', { code, message: 'refused', status: 400 });
    said.push(
      String(
        await vault.issue(request({ lease_id: `lease-${randomUUID()}` }), signal).catch((error: unknown) => error),
      ),
    );
  }
  plan('PutRolePolicy', { code: 'AccessDenied', message: 'refused' });
  const asked = request();
  await vault.issue(asked, signal);
  said.push(JSON.stringify(await vault.revoke(asked.lease_id, signal)));
  expect(said.join('\n')).toContain('refused');
  for (const secret of [...SECRETS, 'secret-key-of-the-vault', 'external-id-of-a-test'])
    expect(said.join('\n')).not.toContain(secret);
});
