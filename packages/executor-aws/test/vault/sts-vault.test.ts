import { randomUUID } from 'node:crypto';
import { LeaseRefused } from '@agent-safe/core';
import { describe, expect, test } from 'vitest';
import { AwsStsVault } from '../../src/index.ts';
import { fieldsOf, leaseRequest, PARAMS, REGION } from './support/leases.ts';
import { openVault } from './support/open-vault.ts';
import { ACCOUNT, ROLE_ARN, SECRETS } from './support/stand-in-aws.ts';

const { signal } = new AbortController();
const SCOPE = { account: ACCOUNT, region: REGION };
const STOP = fieldsOf('ec2-stop-instance', SCOPE);
const _HOUR = 3_600_000;
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
    await expect(vault.issue(request({ ttl: 7_200 }), signal)).rejects.toThrow(/Raise its maximum session duration/);
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

  test('T29 without an answer, it ends with its caller, and the session is revoked', async () => {
    const { plan, state, vault } = await openVault();
    plan('AssumeRole', 'silent');
    const asked = request();
    const begun = performance.now();
    const failure: unknown = await vault.issue(asked, AbortSignal.timeout(300)).catch((error: unknown) => error);
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect(failure).toBeInstanceOf(Error);
    expect(failure).not.toBeInstanceOf(LeaseRefused);
    expect(await vault.revoke(asked.lease_id, signal)).toEqual({ ok: true });
    expect(state.policies.size).toBe(1);
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
