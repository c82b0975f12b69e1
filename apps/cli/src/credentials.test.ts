import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { projects } from '../test/project.ts';

const openProject = projects();
const CLUSTER = { dev: { uid: '0f0c3a52', kubeconfig: './kubeconfig' } };
const settings = (backend: string) => (text: string) =>
  `${text}\nrunner: { clusters: ${JSON.stringify(CLUSTER)} }\ncredential_vault: { backend: ${backend} }\n`;

/** Kubeconfig of an API that is down: nothing listens on port 9. */
function writeKubeconfig(cwd: string): void {
  const document = {
    'current-context': 'dev',
    clusters: [{ name: 'dev', cluster: { server: 'https://127.0.0.1:9' } }],
    users: [{ name: 'vault', user: { token: 'a-token-that-is-secret' } }],
    contexts: [{ name: 'dev', context: { cluster: 'dev', user: 'vault' } }],
  };
  writeFileSync(join(cwd, 'kubeconfig'), JSON.stringify({ apiVersion: 'v1', kind: 'Config', ...document }));
}

describe('credential sweep', () => {
  test('without a vault that leaves anything, it says what to configure', async () => {
    const { edit, run } = openProject();
    edit('agent-safe.yaml', settings('environment'));
    const swept = await run('credential', 'sweep');
    expect(swept).toMatchObject({ exit: 1, out: '' });
    expect(swept.err).toContain('Configure "credential_vault" with the backend kubernetes or aws-sts.');
  });

  test('an API that is down is a failure, without a secret', async () => {
    const { cwd, edit, run } = openProject();
    edit('agent-safe.yaml', settings('kubernetes'));
    writeKubeconfig(cwd);
    const swept = await run('credential', 'sweep', '--json');
    expect(swept.exit).toBe(1);
    expect(JSON.parse(swept.out)).toEqual({
      removed: [],
      kept: [],
      failed: [
        { lease_id: null, reason: expect.stringMatching(/^The cluster "dev" could not be swept: .*127\.0\.0\.1:9/) },
      ],
    });
    const text = await run('credential', 'sweep');
    expect(text).toMatchObject({ exit: 1, err: expect.stringMatching(/^NOT REMOVED — The cluster "dev"/) });
    expect(swept.out + text.err).not.toContain('a-token-that-is-secret');
  });
});

describe('credential rbac', () => {
  test('prints the account for some actions in some namespaces', async () => {
    const { run } = openProject();
    const printed = await run('credential', 'rbac', '--actions', 'scale-deployment', '--namespaces', 'dev');
    expect(printed.exit).toBe(0);
    const { items, kind } = JSON.parse(printed.out) as { readonly kind: string; readonly items: readonly object[] };
    expect(kind).toBe('List');
    expect(items).toContainEqual(
      expect.objectContaining({
        kind: 'Role',
        metadata: { name: 'agent-safe-vault', namespace: 'dev' },
        rules: expect.arrayContaining([
          { apiGroups: ['apps'], resources: ['deployments/scale'], verbs: ['get', 'patch'] },
        ]) as unknown,
      }),
    );
    expect(printed.out).not.toContain('pods/eviction');
  });

  test.each([
    ['an unknown action', ['--actions', 'no-such-action'], 1, 'The action "no-such-action" does not exist'],
    ['an empty name', ['--namespaces', 'dev,,'], 2, '--namespaces contains an empty name'],
    ['an invalid namespace', ['--namespaces', 'dev,Bad_NS'], 2, 'contains an invalid namespace: "Bad_NS"'],
  ])('refuses %s', async (_, argv, exit, message) => {
    const { run } = openProject();
    expect(await run('credential', 'rbac', ...argv)).toMatchObject({ exit, err: expect.stringContaining(message) });
  });
});

describe('credential resolve', () => {
  test('T31 shows the rules of AWS with their resources and conditions', async () => {
    const { cwd, run } = openProject();
    const rule = {
      name: 'allow-stops',
      priority: 9_000,
      match: { actions: ['ec2-stop-instance'] },
      decision: 'allow',
      reason: 'a',
    };
    writeFileSync(join(cwd, 'policies', 'stops.yaml'), JSON.stringify({ rules: [rule] }));
    const instance = {
      id: 'prod/web-server-01',
      type: 'aws-ec2-instance',
      environment: 'prod',
      sensitivity: 'critical',
    };
    const bindings = { instance_id: 'i-0abc123def456', region: 'us-east-1' };
    const scope = { account: '111122223333', region: 'us-east-1' };
    writeFileSync(join(cwd, 'inventory.yaml'), JSON.stringify({ targets: [{ ...instance, bindings, scope }] }));
    const params = JSON.stringify(bindings);
    const options = ['--target', 'prod/web-server-01', '--caller', 'deploy-agent', '--params', params, '--quiet'];
    const checked = await run('check', 'ec2-stop-instance', ...options);
    const { exit, out } = await run('credential', 'resolve', checked.out.trim());
    expect(exit, checked.err).toBe(0);
    expect(out).toMatch(/rule\s+ec2:StopInstances on arn:aws:ec2:us-east-1:\d{12}:instance\/i-0abc123def456\n/);
    expect(out).toContain(
      'ec2:DescribeInstances on all resources if {"StringEquals":{"aws:RequestedRegion":"us-east-1"}}',
    );
  });
});

describe('credential iam', () => {
  const PRINCIPAL = 'arn:aws:iam::111122223333:role/agent-safe-vault';
  const account = { account_id: '111122223333', region: 'eu-west-1', role_arn: roleOf('runner'), profile: 'runner' };
  const withVault =
    (vault: object, accounts: object = { prod: account }) =>
    (text: string) =>
      `${text}\nrunner: { accounts: ${JSON.stringify(accounts)} }\ncredential_vault: ${JSON.stringify({ backend: 'aws-sts', ...vault })}\n`;

  test('prints the policies of each account, for the role of the vault', async () => {
    const { edit, run } = openProject();
    const own = { prod: { role_arn: roleOf('executor'), external_id: 'shared-id' } };
    edit('agent-safe.yaml', withVault({ accounts: own }));
    const printed = await run('credential', 'iam', '--principal', PRINCIPAL, '--actions', 'ec2-stop-instance');
    expect(printed).toMatchObject({ exit: 0, err: '' });
    expect(JSON.parse(printed.out)).toEqual({
      prod: {
        role_arn: roleOf('executor'),
        vault_policy: {
          Version: '2012-10-17',
          Statement: [
            expect.objectContaining({ Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'] }),
            expect.objectContaining({ Resource: roleOf('executor') }),
          ],
        },
        trust_policy: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: PRINCIPAL },
              Action: 'sts:AssumeRole',
              Condition: {
                StringLike: { 'sts:RoleSessionName': 'lease-*' },
                StringEquals: { 'sts:ExternalId': 'shared-id' },
              },
            },
            expect.objectContaining({ Action: ['sts:TagSession', 'sts:SetSourceIdentity'] }),
          ],
        },
        role_policy: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: ['ec2:StopInstances'], Resource: ['arn:aws:ec2:*:111122223333:instance/*'] },
            { Effect: 'Allow', Action: ['ec2:DescribeInstances'], Resource: ['*'] },
            { Effect: 'Deny', Action: 'iam:*', Resource: roleOf('executor') },
          ],
        },
      },
    });
  });

  test('without "revoke", the vault needs no permission of IAM; without an own entry, it has the role of the runner', async () => {
    const { edit, run } = openProject();
    edit('agent-safe.yaml', withVault({ revoke: false }));
    const printed = await run('credential', 'iam', '--principal', PRINCIPAL);
    const { prod } = JSON.parse(printed.out) as { prod: { role_arn: string; vault_policy: { Statement: object[] } } };
    expect(prod.role_arn).toBe(roleOf('runner'));
    expect(prod.vault_policy.Statement).toHaveLength(1);
  });

  test.each<[string, string[], (text: string) => string, number, string]>([
    ['no principal', [], withVault({}), 2, 'Give --principal'],
    ['a principal that is no ARN', ['--principal', 'vault'], withVault({}), 2, 'not the ARN of an IAM user or role'],
    ['an unknown action', ['--principal', PRINCIPAL, '--actions', 'none'], withVault({}), 1, '"none" does not exist'],
    ['another vault', ['--principal', PRINCIPAL], settings('environment'), 1, 'with the backend aws-sts'],
    ['no account', ['--principal', PRINCIPAL], withVault({}, {}), 1, 'Set "runner.accounts"'],
    [
      'no role',
      ['--principal', PRINCIPAL],
      withVault({ accounts: { prod: { profile: 'vault' } } }),
      1,
      'no role in the account "prod"',
    ],
  ])('refuses %s', async (_, argv, change, exit, message) => {
    const { edit, run } = openProject();
    edit('agent-safe.yaml', change);
    expect(await run('credential', 'iam', ...argv)).toMatchObject({ exit, err: expect.stringContaining(message) });
  });
});

describe('credential test-vault with aws-sts', () => {
  test('an API that is down is the reason, without a secret', async () => {
    const { edit, run } = openProject();
    const account = {
      account_id: '111122223333',
      region: 'eu-west-1',
      role_arn: roleOf('executor'),
      endpoint_url: 'http://127.0.0.1:9',
    };
    edit(
      'agent-safe.yaml',
      (text) =>
        `${text}\nrunner: { accounts: { prod: ${JSON.stringify(account)} } }\ncredential_vault: { backend: aws-sts }\n`,
    );
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAVAULT');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'a-key-that-is-secret');
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const tested = await run('credential', 'test-vault');
    expect(tested.exit).toBe(1);
    expect(tested.err).toMatch(/NOT READY — .*The account "111122223333" is not ready: STS could not be asked/);
    expect(tested.err + tested.out).not.toContain('a-key-that-is-secret');
  });
});

function roleOf(name: string): string {
  return `arn:aws:iam::111122223333:role/${name}`;
}
