import { isJsonArray, type JsonValue } from '@agent-safe/core';
import { DescribeImagesCommand, DescribeInstancesCommand, EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2';
import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, test, vi } from 'vitest';
import { AwsExecutor, AwsStsVault } from '../../src/index.ts';
import { describeVaultPolicies } from '../../src/vault/vault-policies.ts';
import { openBench } from '../support/bench.ts';
import { ranOf, summarize } from '../support/live.ts';
import { ACCOUNT, REGION } from '../support/moto.ts';
import { ACTIONS, fieldsOf, leaseRequest } from './support/leases.ts';
import { setEnvironment, useKeys } from './support/open-vault.ts';
import { hasNoMoto, NEEDS_MOTO, openIam, startMoto } from './support/own-moto.ts';
import { answerOf, rawRequests } from './support/raw-requests.ts';

const { signal } = new AbortController();
const AWS_ACTIONS = ACTIONS.filter(({ credentials }) => credentials?.type === 'aws');
const SCOPE = { account: ACCOUNT, region: REGION };
const roleOf = (name: string) => `arn:aws:iam::${ACCOUNT}:role/for-${name}`;

/**
 * Starts moto with one role for each action, and IAM turned on. moto ignores session policies, and checks neither resources nor
 * conditions of a role. So each role has the actions of one action of the catalog.
 */
async function openEnforced() {
  const { enforce, url } = await startMoto();
  const iam = openIam(url);
  const roles = AWS_ACTIONS.map(({ name }) => ({ name, role_arn: roleOf(name), external_id: 'shared-id' }));
  const policies = (principal: string) =>
    roles.map(({ name, ...account }) =>
      describeVaultPolicies({
        account: { ...account, account_id: ACCOUNT },
        actions: AWS_ACTIONS.filter((each) => each.name === name),
        principal,
        revoke: true,
      }),
    );
  const principal = `arn:aws:iam::${ACCOUNT}:user/vault`;
  const described = policies(principal);
  const statements = described.flatMap(({ vault_policy }) => readList(vault_policy.Statement));
  const keys = await iam.createUser('vault', { Version: '2012-10-17', Statement: statements });
  expect(keys.arn).toBe(principal);
  const everything = { Effect: 'Allow', Action: '*', Resource: '*' };
  const admin = await iam.createUser('admin', { Version: '2012-10-17', Statement: [everything] });
  for (const { role_arn, role_policy, trust_policy } of described) {
    const Action = readList(role_policy.Statement)
      .filter((statement) => (statement as { Effect?: string }).Effect === 'Allow')
      .flatMap((statement) => readList((statement as { Action?: JsonValue }).Action));
    // moto names this permission after the operation.
    if (Action.includes('lambda:InvokeFunction')) Action.push('lambda:Invoke');
    const flat = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] };
    await iam.createRole(role_arn.split('/').at(-1) ?? '', trust_policy, flat);
  }
  const open = (name: string) => {
    useKeys(keys.id);
    setEnvironment({ AWS_SECRET_ACCESS_KEY: keys.secret });
    const accounts = {
      test: {
        account_id: ACCOUNT,
        region: REGION,
        role_arn: roleOf(name),
        external_id: 'shared-id',
        endpoint_url: url,
      },
    };
    return { accounts, vault: new AwsStsVault({ accounts }) };
  };
  return { url, enforce, open, admin, vaultSecret: keys.secret };
}

function readList(value: JsonValue | undefined): readonly JsonValue[] {
  return value !== undefined && isJsonArray(value) ? value : value === undefined ? [] : [value];
}

describe.skipIf(hasNoMoto)(`with IAM turned on${NEEDS_MOTO}`, () => {
  test('T31 the credentials of a lease do their action, get AccessDenied for all others, and for all after it', async () => {
    const { enforce, open, url } = await openEnforced();
    await enforce();
    const granted: Record<string, readonly string[]> = {};
    for (const { name } of AWS_ACTIONS) {
      const { vault } = open(name);
      const request = leaseRequest(fieldsOf(name, SCOPE), SCOPE, { action: name });
      const lease = await vault.issue(request, signal);
      const answers = await Promise.all(
        Object.entries(rawRequests(url, lease)).map(async ([other, send]) => [other, await answerOf(send)] as const),
      );
      granted[name] = answers.filter(([, answer]) => answer !== 'denied').map(([other]) => other);
      expect(await vault.revoke(request.lease_id, signal), name).toEqual({ ok: true });
      for (const [other, send] of Object.entries(rawRequests(url, lease)))
        expect(await answerOf(send), `${other} after the lease of ${name}`).toBe('denied');
      expect(await vault.sweep(() => false, signal)).toMatchObject({
        kept: [{ lease_id: request.lease_id }],
        failed: [],
      });
    }
    // ECS has one request for both.
    const both = ['ecs-scale-service', 'ecs-update-service'];
    expect(granted).toEqual(
      Object.fromEntries(AWS_ACTIONS.map(({ name }) => [name, both.includes(name) ? both : [name]])),
    );
  });

  test('T27 a run does its action with the credentials of its lease, which end with the run', async () => {
    const { admin, enforce, open, url, vaultSecret } = await openEnforced();
    const direct = {
      endpoint: url,
      region: REGION,
      credentials: { accessKeyId: admin.id, secretAccessKey: admin.secret },
    };
    const [ec2, s3] = [new EC2Client(direct), new S3Client({ ...direct, forcePathStyle: true })];
    const { Images = [] } = await ec2.send(new DescribeImagesCommand({ MaxResults: 5 }));
    const { Instances = [] } = await ec2.send(
      new RunInstancesCommand({ ImageId: Images[0]?.ImageId, InstanceType: 't3.micro', MinCount: 1, MaxCount: 1 }),
    );
    const instance_id = Instances[0]?.InstanceId ?? '';
    const [bucket, key] = ['bucket-of-a-run', 'logs/a.txt'];
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'content' }));
    await enforce();
    const params = { 'ec2-stop-instance': { instance_id }, 's3-delete-object': { bucket, key } };
    for (const [action, own] of Object.entries(params)) {
      const { accounts, vault } = open(action);
      const issued = vi.spyOn(vault, 'issue');
      const { issue, runner, text } = openBench({
        actions: ACTIONS,
        vault,
        executors: [new AwsExecutor({ accounts: { test: { ...accounts.test, role_arn: undefined } } })],
        clock: Date.now,
      });
      const clear = { ...own, region: REGION };
      const ticket = { action, clear, target: 'test/target', scope: SCOPE, evaluated_at: Date.now() };
      const report = ranOf(await runner.run(issue(ticket), { executor: 'aws', timeout: 60 }));
      expect(summarize(report), report.reason).toBe('success');
      expect(report.credentials).toMatchObject({ vault: 'aws-sts', is_scoped: true, revoked: true });
      const lease = await issued.mock.results[0]?.value;
      for (const send of Object.values(rawRequests(url, lease))) expect(await answerOf(send)).toBe('denied');
      for (const secret of [lease.values.secret_access_key, lease.values.session_token, vaultSecret])
        expect(text() + JSON.stringify(report)).not.toContain(secret);
    }
    const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [instance_id] }));
    expect(Reservations[0]?.Instances?.[0]?.State?.Name).toBe('stopped');
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
    expect(Contents).toEqual([]);
  });
});
