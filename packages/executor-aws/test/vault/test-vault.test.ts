import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@agent-safe/testkit/folders';
import { describe, expect, test } from 'vitest';
import { REGION } from './support/leases.ts';
import { openVault, setEnvironment, useKeys } from './support/open-vault.ts';
import {
  ACCOUNT,
  type Answer,
  CONTAINER_PATH,
  CONTAINER_TOKEN,
  ROLE_ARN,
  type SeenCall,
  type StandInState,
  WEB_TOKEN,
} from './support/stand-in-aws.ts';

const { signal } = new AbortController();

/** The vault on the stand-in, which answers as AWS does. */
async function openBroken(change: (state: StandInState) => void, account: Readonly<Record<string, string>> = {}) {
  const opened = await openVault({}, account);
  change(opened.state);
  return opened;
}

test('a vault that is ready says so: it assumes the role without permissions, and leaves nothing', async () => {
  const { calls, state, vault } = await openVault();
  expect(await vault.test('aws', signal)).toEqual({ ok: true });
  expect(state.policies.size).toBe(0);
  const [assumed] = calls;
  expect(JSON.parse(assumed?.input.Policy ?? '')).toMatchObject({
    Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
  });
  expect(assumed?.input.RoleSessionName).toMatch(/^lease-test-/);
});

test('with "revoke: false", the vault needs no permission of IAM', async () => {
  const { calls, state, vault } = await openVault({ revoke: false });
  state.permitted = [];
  expect(await vault.test('aws', signal)).toEqual({ ok: true });
  expect(calls.map(({ operation }) => operation)).toEqual(['AssumeRole']);
});

describe('a vault that is not ready gives the reason', () => {
  test.each<[string, (state: StandInState) => void, string, string]>([
    ['the role is missing', (state) => (state.exists = false), 'role_missing', 'does not exist'],
    [
      'the trust policy does not name the vault',
      (state) => (state.trusted = []),
      'trust_policy_denies',
      'trust policy',
    ],
    [
      'the external id is missing',
      (state) => (state.externalId = 'other'),
      'external_id_wrong',
      'requires an external id. Set "external_id"',
    ],
    [
      'the vault may not read the role',
      (state) => Object.assign(state, { exists: false, permitted: [] }),
      'access_denied',
      'Either it does not exist, or its trust policy does not allow the vault, or the external id is wrong',
    ],
    [
      'session tags are denied',
      (state) => (state.trusted = ['sts:AssumeRole', 'sts:SetSourceIdentity']),
      'tags_denied',
      'Allow sts:TagSession',
    ],
    [
      'the source identity is denied',
      (state) => (state.trusted = ['sts:AssumeRole', 'sts:TagSession']),
      'source_identity_denied',
      'Allow sts:SetSourceIdentity',
    ],
    ['the clock is late', (state) => (state.ahead = 3_600_000), 'clock_skewed', 'Correct the clock'],
    ['the clock is early', (state) => (state.ahead = -3_600_000), 'clock_skewed', 'Correct the clock'],
    ['the credentials have expired', (state) => (state.expired = ['AKIAVAULT']), 'credentials_expired', 'Renew'],
    [
      'the credentials do not exist',
      (state) => (state.keys = []),
      'credentials_invalid',
      'does not accept the credentials of the vault',
    ],
    ['STS is off in the region', (state) => (state.disabledRegions = [REGION]), 'region_disabled', 'Activate STS'],
    [
      'the role allows no session of 15 minutes',
      (state) => (state.maxSession = 600),
      'duration_too_long',
      'maximum session',
    ],
    [
      'the vault may not write the policy that ends a session',
      (state) => (state.permitted = ['GetRole']),
      'not_revocable',
      'needs iam:PutRolePolicy',
    ],
    [
      'the vault may not delete the policy again',
      (state) => (state.permitted = ['GetRole', 'PutRolePolicy', 'ListRolePolicies']),
      'not_sweepable',
      'iam:DeleteRolePolicy',
    ],
    [
      'the vault may not read the role, which a crash would need',
      (state) => (state.permitted = ['PutRolePolicy', 'DeleteRolePolicy', 'ListRolePolicies']),
      'not_sweepable',
      'iam:GetRole',
    ],
  ])('%s', async (_, change, code, reason) => {
    const { vault } = await openBroken(change);
    const tested = await vault.test('aws', signal);
    expect(tested).toMatchObject({ ok: false, code });
    expect(tested.ok ? '' : tested.reason).toContain(reason);
    expect(tested.ok ? '' : tested.reason).toContain(`The account "${ACCOUNT}" is not ready`);
  });

  test.each<[string, Answer, string]>([
    [
      'the own role of the vault does not trust its web identity',
      { code: 'AccessDenied', message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity' },
      'credentials_invalid',
    ],
    [
      'tags and policy are too large together',
      {
        code: 'PackedPolicyTooLarge',
        message: 'Packed size of session tags consumes 112% of allotted space.',
        status: 400,
      },
      'policy_too_large',
    ],
    [
      'a wrong secret key',
      {
        code: 'SignatureDoesNotMatch',
        message: 'The request signature we calculated does not match the signature you provided.',
      },
      'credentials_invalid',
    ],
    [
      'the time is too far away',
      { code: 'RequestTimeTooSkewed', message: 'The difference is too large.' },
      'clock_skewed',
    ],
    [
      'another refusal',
      { code: 'MalformedPolicyDocument', message: 'Syntax errors in policy.', status: 400 },
      'unavailable',
    ],
  ])('%s', async (_, answer, code) => {
    const { plan, vault } = await openVault();
    plan('AssumeRole', answer);
    const tested = await vault.test('aws', signal);
    expect(tested).toMatchObject({ ok: false, code });
    expect(tested.ok ? '' : tested.reason).toContain(
      `AWS said: ${'code' in Object(answer) ? (answer as { code: string }).code : ''}`,
    );
  });

  test('another external id', async () => {
    const { vault } = await openBroken((state) => (state.externalId = 'right'), { external_id: 'wrong' });
    const tested = await vault.test('aws', signal);
    expect(tested).toMatchObject({
      code: 'external_id_wrong',
      reason: expect.stringContaining('another external id') as string,
    });
    expect(JSON.stringify(tested)).not.toMatch(/"(?:right|wrong)"/);
  });

  test('no credentials of the vault', async () => {
    const { calls, vault } = await openVault();
    useKeys(undefined);
    expect(await vault.test('aws', signal)).toMatchObject({
      code: 'credentials_missing',
      reason: expect.stringContaining('Configure a profile, a web identity or another source') as string,
    });
    expect(calls).toEqual([]);
  });

  test('a profile that does not exist', async () => {
    const { vault } = await openVault({}, { profile: 'nobody' });
    expect(await vault.test('aws', signal)).toMatchObject({ code: 'credentials_missing' });
  });

  test('no answer', async () => {
    const { vault } = await openVault({}, { endpoint_url: 'http://127.0.0.1:1' });
    expect(await vault.test('aws', AbortSignal.timeout(1_000))).toMatchObject({ code: 'unavailable' });
  });

  test('another type, and no account', async () => {
    const { vault } = await openVault({ accounts: {} });
    expect(await vault.test('aws', signal)).toMatchObject({ code: 'account_unknown' });
    expect(await vault.test('kubernetes', signal)).toMatchObject({ code: 'type_unsupported' });
  });

  test('one of two accounts', async () => {
    const { settings } = await openVault();
    const accounts = { ...settings.accounts, late: { account_id: '444455556666', region: REGION, role_arn: ROLE_ARN } };
    const { vault } = await openVault({ accounts });
    expect(await vault.test('aws', signal)).toMatchObject({ ok: false, code: 'account_unknown' });
  });
});

describe('the vault finds its own credentials', () => {
  const usedKeys = (calls: readonly SeenCall[]) => [...new Set(calls.map(({ accessKey }) => accessKey))];

  test('in the profile of its account', async () => {
    const { calls, vault } = await openVault({}, { profile: 'vault' });
    useKeys(
      'AKIAOTHER',
      '[profile vault]\naws_access_key_id = AKIAVAULT\naws_secret_access_key = secret-key-of-the-vault\n',
    );
    expect(await vault.test('aws', signal)).toEqual({ ok: true });
    expect(usedKeys(calls)).toEqual(['AKIAVAULT']);
  });

  test('by a web identity, as in IRSA, once for all its requests', async () => {
    const { calls, of, state, url, vault } = await openVault();
    useKeys(undefined);
    const file = join(makeFolder(), 'token');
    writeFileSync(file, WEB_TOKEN);
    setEnvironment({
      AWS_WEB_IDENTITY_TOKEN_FILE: file,
      AWS_ROLE_ARN: `arn:aws:iam::${ACCOUNT}:role/vault`,
      AWS_ENDPOINT_URL: url,
      AWS_REGION: REGION,
    });
    state.keys = ['ASIAWEB'];
    expect(await vault.test('aws', signal)).toEqual({ ok: true });
    expect(usedKeys(calls.filter(({ operation }) => operation !== 'AssumeRoleWithWebIdentity'))).toEqual(['ASIAWEB']);
    // One for each of the two clients, for STS and for IAM.
    expect(of('AssumeRoleWithWebIdentity')).toHaveLength(2);
    expect(await vault.test('aws', signal)).toEqual({ ok: true });
    expect(of('AssumeRoleWithWebIdentity')).toHaveLength(2);
  });

  test('by a web identity that AWS refuses, and gives the reason', async () => {
    const { url, vault } = await openVault();
    useKeys(undefined);
    const file = join(makeFolder(), 'token');
    writeFileSync(file, 'token-of-another-cluster');
    setEnvironment({
      AWS_WEB_IDENTITY_TOKEN_FILE: file,
      AWS_ROLE_ARN: `arn:aws:iam::${ACCOUNT}:role/vault`,
      AWS_ENDPOINT_URL: url,
      AWS_REGION: REGION,
    });
    const tested = await vault.test('aws', signal);
    expect(tested).toMatchObject({ ok: false, code: 'credentials_invalid' });
    expect(JSON.stringify(tested)).not.toContain('token-of-another-cluster');
  });

  test('of its container, as in EKS Pod Identity', async () => {
    const { calls, state, url, vault } = await openVault();
    useKeys(undefined);
    setEnvironment({
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}${CONTAINER_PATH}`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: CONTAINER_TOKEN,
    });
    state.keys = ['ASIACONTAINER'];
    expect(await vault.test('aws', signal)).toEqual({ ok: true });
    expect(usedKeys(calls)).toEqual(['ASIACONTAINER']);
  });

  test('again after they have been renewed', async () => {
    const { state, vault } = await openVault();
    state.expired = ['AKIAVAULT'];
    expect(await vault.test('aws', signal)).toMatchObject({ code: 'credentials_expired' });
    useKeys('AKIARENEWED');
    state.keys = ['AKIARENEWED'];
    expect(await vault.test('aws', signal)).toEqual({ ok: true });
  });
});
