import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { makeFolder } from '@agent-safe/testkit/folders';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openProxy } from './support/aws-proxy.ts';
import { LEASED_KEY } from './support/key-vault.ts';
import { openLive, ranOf, summarize } from './support/live.ts';
import { ACCOUNT, createRole, isDown, NEEDS, REGION, runInstance } from './support/moto.ts';

const IDENTITY = 'GetCallerIdentity';
const run = { executor: 'aws', timeout: 30 };

/** Without these variables, the SDK finds credentials only in its files. */
function withoutCredentials(): void {
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE'])
    vi.stubEnv(name, undefined);
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('AWS_CONFIG_FILE', join(makeFolder(), 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(makeFolder(), 'credentials'));
}

describe.skipIf(isDown)(`accounts${NEEDS}`, () => {
  beforeEach(() => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'ambient');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'ambient-secret');
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test('T24 credentials of another account are refused before the ticket is redeemed', async () => {
    const proxy = await openProxy();
    const live = openLive({ account: { account_id: '999999999999', endpoint_url: proxy.url } });
    const scope = { account: '999999999999', region: REGION };
    const token = live.issue('ec2-stop-instance', { instance_id: await runInstance(), region: REGION }, { scope });
    const refused = await live.runner.run(token, run);
    expect(refused).toMatchObject({ ok: false, code: 'scope_mismatch', ticket_used: false });
    expect(refused.reason).toContain(`of the account ${ACCOUNT}, but the target is in 999999999999`);
    expect(proxy.requests.map(({ operation }) => operation)).toEqual([IDENTITY]);
  });

  test('T23 an API that is down costs no ticket: the same ticket runs later', async () => {
    const proxy = await openProxy();
    const live = openLive({ account: { endpoint_url: proxy.url }, maxAttempts: 2 });
    const token = live.issue('ec2-stop-instance', { instance_id: await runInstance(), region: REGION });
    proxy.fail(IDENTITY, 'failed', 2);
    const refused = await live.runner.run(token, run);
    expect(refused).toMatchObject({ ok: false, code: 'scope_mismatch', ticket_used: false });
    expect(summarize(await live.runner.run(token, run))).toBe('success');
  });

  test('T29 an API that does not answer is refused at the time limit, and the ticket stays unused', async () => {
    const proxy = await openProxy();
    const live = openLive({ account: { endpoint_url: proxy.url } });
    const token = live.issue('ec2-stop-instance', { instance_id: await runInstance(), region: REGION });
    proxy.fail(IDENTITY, 'silent', 1);
    const refused = await live.runner.run(token, { ...run, timeout: 1 });
    expect(refused).toMatchObject({ ok: false, code: 'scope_mismatch', ticket_used: false });
    expect(refused.reason).toContain('in time');
    expect(summarize(await live.runner.run(token, run))).toBe('success');
  });

  test('an address where nothing listens is refused, with the reason', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { readonly port: number };
    await new Promise((resolve) => server.close(resolve));
    const live = openLive({ account: { endpoint_url: `http://127.0.0.1:${port}` }, maxAttempts: 1 });
    const refused = await live.act('ec2-stop-instance', { instance_id: 'i-0123456789abcdef0', region: REGION });
    expect(refused).toMatchObject({
      ok: false,
      code: 'scope_mismatch',
      reason: expect.stringContaining('ECONNREFUSED'),
    });
  });

  test('T31 without any credentials, the run is refused, and the ticket stays unused', async () => {
    withoutCredentials();
    const proxy = await openProxy();
    const live = openLive({ account: { endpoint_url: proxy.url } });
    const refused = await live.act('ec2-stop-instance', { instance_id: 'i-0123456789abcdef0', region: REGION });
    expect(refused).toMatchObject({ ok: false, code: 'scope_mismatch', ticket_used: false });
    expect(refused.reason).toContain('No AWS credentials were found.');
    expect(proxy.requests).toEqual([]);
  });

  test('a profile gives the credentials, and an option replaces it', async () => {
    withoutCredentials();
    const file = join(makeFolder(), 'credentials');
    const profile = (name: string) => `[${name}]\naws_access_key_id = KEYOF${name}\naws_secret_access_key = secret\n`;
    writeFileSync(file, `${profile('first')}${profile('second')}`, { mode: 0o600 });
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', file);
    const proxy = await openProxy();
    const params = { instance_id: await runInstance(), region: REGION };
    const live = openLive({ account: { endpoint_url: proxy.url, profile: 'first' } });
    expect(await live.dryRun('ec2-stop-instance', params)).toMatchObject({ outcome: 'success' });
    expect(new Set(proxy.requests.map(({ accessKey }) => accessKey))).toEqual(new Set(['KEYOFfirst']));
    const other = openLive({ account: { endpoint_url: proxy.url, profile: 'first' }, profile: 'second' });
    expect(await other.dryRun('ec2-stop-instance', params)).toMatchObject({ outcome: 'success' });
    expect(proxy.requests.at(-1)?.accessKey).toBe('KEYOFsecond');
  });

  test('T24 the account of this machine is identified by its name in the settings', async () => {
    const { executor } = openLive();
    expect(await executor.identify('test', 10_000)).toEqual({ ok: true });
    expect(await executor.identify('other', 10_000)).toMatchObject({ ok: false, code: 'scope_unknown' });
    const elsewhere = openLive({ account: { account_id: '999999999999' } });
    expect(await elsewhere.executor.identify('test', 10_000)).toMatchObject({ ok: false, code: 'scope_mismatch' });
  });

  test('T31 a role of the account is assumed with its external id, and used for dry runs', async () => {
    const proxy = await openProxy();
    const role_arn = await createRole();
    const live = openLive({ account: { endpoint_url: proxy.url, role_arn, external_id: 'ext-1' } });
    const params = { instance_id: await runInstance(), region: REGION };
    expect(await live.dryRun('ec2-stop-instance', params)).toMatchObject({ outcome: 'success' });
    const [assumed, ...others] = proxy.of('AssumeRole');
    expect(others).toEqual([]);
    expect(Object.fromEntries(new URLSearchParams(assumed?.body))).toMatchObject({
      RoleArn: role_arn,
      ExternalId: 'ext-1',
    });
    const later = proxy.requests.filter(({ operation }) => operation !== 'AssumeRole');
    expect(later.length).toBeGreaterThan(1);
    for (const { accessKey } of later) expect(accessKey).not.toBe('ambient');
  });

  test('T31 a run with a vault uses the credentials of this machine for the identity alone', async () => {
    const proxy = await openProxy();
    const live = openLive({ account: { endpoint_url: proxy.url } });
    const report = ranOf(await live.act('ec2-stop-instance', { instance_id: await runInstance(), region: REGION }));
    expect(report.outcome).toBe('success');
    const uses = proxy.requests.map(({ accessKey, operation }) => `${accessKey} ${operation}`);
    expect(uses.filter((use) => use.startsWith('ambient '))).toEqual([`ambient ${IDENTITY}`]);
    // The credentials of the execution are verified too, once.
    expect(uses.filter((use) => use === `${LEASED_KEY} ${IDENTITY}`)).toHaveLength(1);
  });

  test('the account of the same credentials is asked for once in 30 seconds, and again for others', async () => {
    const proxy = await openProxy();
    let passed = 0;
    const clock = () => Date.now() + passed;
    const live = openLive({ account: { endpoint_url: proxy.url }, runner: { clock } });
    const params = { instance_id: await runInstance(), region: REGION };
    await live.dryRun('ec2-stop-instance', params);
    await live.dryRun('ec2-stop-instance', params);
    expect(proxy.of(IDENTITY)).toHaveLength(1);
    passed = 31_000;
    await live.dryRun('ec2-stop-instance', params);
    expect(proxy.of(IDENTITY)).toHaveLength(2);
    const others = openLive({ account: { endpoint_url: proxy.url } });
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'others');
    await others.dryRun('ec2-stop-instance', params);
    expect(proxy.of(IDENTITY).map(({ accessKey }) => accessKey)).toEqual(['ambient', 'ambient', 'others']);
  });

  test('T31 credentials of a lease of another type are refused', async () => {
    const vault = {
      name: 'wrong',
      isScoped: true,
      issue: async ({ lease_id }: { readonly lease_id: string }) => ({
        lease_id,
        type: 'kubernetes',
        values: { token: 'a-token-of-a-cluster' },
        expires_at: '2126-01-01T00:00:00.000Z',
      }),
      revoke: async () => ({ ok: true as const }),
      test: async () => ({ ok: true as const }),
    };
    const live = openLive({ runner: { vault } });
    const report = ranOf(await live.act('ec2-stop-instance', { instance_id: await runInstance(), region: REGION }));
    expect(report.outcome).not.toBe('success');
    expect(JSON.stringify(report)).not.toContain('a-token-of-a-cluster');
  });

  test('a missing client is named before the ticket is redeemed, with the command that installs it', async () => {
    vi.doMock('@aws-sdk/client-ecs', () => {
      throw new Error('Cannot find package');
    });
    try {
      const refused = await openLive().act('ecs-stop-task', { cluster: 'c', task: 'aaaaaaaaaaaa', region: REGION });
      expect(refused).toMatchObject({ ok: false, code: 'scope_mismatch', ticket_used: false });
      expect(refused.reason).toContain('Run: npm install @aws-sdk/client-sts @aws-sdk/client-ecs');
    } finally {
      vi.doUnmock('@aws-sdk/client-ecs');
    }
  });
});
