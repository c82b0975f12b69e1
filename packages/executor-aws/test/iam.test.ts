import { describe, expect, test } from 'vitest';
import type { AwsExecutorOptions } from '../src/index.ts';
import { type ActionCase, testAction } from './support/action-suite.ts';
import { ACTIONS, openLive, ranOf, rollBack } from './support/live.ts';
import { isDown, NEEDS, REGION } from './support/moto.ts';
import { attach, createPolicy, createRole, detach, listAttached } from './support/roles.ts';

/** Roles have up to 10 policies, and IAM lists up to 100 a page. */
async function setUp(statement: object = {}) {
  const live = openLive();
  const [{ name }, policy] = [await createRole(), await createPolicy(statement)];
  return { live, name, policy, params: { role_name: name, policy_arn: policy, region: REGION } };
}

describe.skipIf(isDown)(`iam-attach-role-policy and iam-detach-role-policy${NEEDS}`, () => {
  test('T30 a policy is attached, its rollback detaches it, and the rollback of that attaches it', async () => {
    const { live, name, params, policy } = await setUp();
    const attached = ranOf(await live.act('iam-attach-role-policy', params));
    expect(attached).toMatchObject({
      outcome: 'success',
      before_state: { attached: false, attached_policies: [] },
      after_state: { attached: true, attached_policies: [policy] },
    });
    const detached = ranOf(await rollBack(live, attached.audit_id));
    expect(detached).toMatchObject({ outcome: 'success', after_state: { administrator: false } });
    expect(await listAttached(name)).toEqual([]);
    expect(ranOf(await rollBack(live, detached.audit_id)).outcome).toBe('success');
    expect(await listAttached(name)).toEqual([policy]);
    expect((await live.verify()).verdict).toMatch(/^ok/);
  });

  test('T30 a policy that was attached before stays attached', async () => {
    const { live, name, params, policy } = await setUp();
    await attach(name, policy);
    const attached = ranOf(await live.act('iam-attach-role-policy', params));
    expect(attached).toMatchObject({ outcome: 'success', reason: expect.stringContaining('already') });
    const plan = await live.runner.planRollback(attached.audit_id);
    expect(plan).toMatchObject({ ok: false, code: 'nothing_to_roll_back' });
  });

  test('T30 what others changed since is not undone', async () => {
    const { live, name, params, policy } = await setUp();
    const attached = ranOf(await live.act('iam-attach-role-policy', params));
    await detach(name, policy);
    expect(ranOf(await rollBack(live, attached.audit_id))).toMatchObject({ outcome: 'skipped' });
  });

  test('T30 the rollback of a detachment attaches an administrator policy again', async () => {
    const { live, name, params, policy } = await setUp({ Action: '*' });
    await attach(name, policy);
    const detached = ranOf(await live.act('iam-detach-role-policy', params));
    expect(detached).toMatchObject({ outcome: 'success', after_state: { attached: false, administrator: true } });
    expect(ranOf(await rollBack(live, detached.audit_id)).outcome).toBe('success');
    expect(await listAttached(name)).toEqual([policy]);
  });

  test.each([
    ['all actions', { Action: '*' }],
    ['all actions with a condition', { Action: '*', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }],
    ['all actions of IAM', { Action: ['ec2:*', 'iam:*'] }],
    ['part of a name', { Action: 'IAM:put?ole*' }],
    ['roles of all names', { Action: 'iam:PassRole', Resource: 'arn:aws:iam::*:role/*' }],
    [
      'a user of the name in the request',
      { Action: 'iam:PutUserPolicy', Resource: `arn:aws:iam::123456789012:user/$\{aws:username}` },
    ],
    ['everything but one action', { Action: undefined, NotAction: 'ec2:RunInstances' }],
    ['everything but one resource', { Action: 'sts:*', Resource: undefined, NotResource: 'arn:aws:s3:::b' }],
    [
      'roles of all names but one',
      { Action: 'iam:PutRolePolicy', Resource: undefined, NotResource: 'arn:aws:iam::*:role/agent-safe-*' },
    ],
    [
      'everything but another partition',
      { Action: 'iam:PutRolePolicy', Resource: undefined, NotResource: 'arn:aws-cn:iam::*:role/*' },
    ],
    ['another boundary for each role', { Action: 'iam:PutRolePermissionsBoundary' }],
    ['other keys for the identity providers', { Action: ['iam:UpdateSAMLProvider', 'iam:GetSAMLProvider'] }],
  ])('T24 a policy that allows %s is attached only on purpose', async (_, statement) => {
    const { live, name, params, policy } = await setUp(statement);
    const refused = ranOf(await live.act('iam-attach-role-policy', params));
    expect(refused).toMatchObject({ outcome: 'skipped', reason: expect.stringContaining('administrator') });
    expect(await listAttached(name)).toEqual([]);
    const permitted = ranOf(await live.act('iam-attach-role-policy', { ...params, allow_administrator: true }));
    expect(permitted.outcome).toBe('success');
    expect(await listAttached(name)).toEqual([policy]);
  });

  test('T24 a policy that lets its role change itself is attached only on purpose', async () => {
    const { live, name, policy } = await setUp();
    const arnOf = (kind: string, id: string) => `arn:aws:iam::123456789012:${kind}/${id}`;
    const own = await createPolicy({ Action: 'iam:PutRolePolicy', Resource: arnOf('role', name) });
    const other = await createPolicy({ Action: 'iam:PutRolePolicy', Resource: arnOf('role', `${name}-2`) });
    const any = await createPolicy({ Action: 'iam:CreatePolicyVersion', Resource: arnOf('policy', 'policy-*') });
    const attachOf = (policy_arn: string) =>
      live.act('iam-attach-role-policy', { role_name: name, policy_arn, region: REGION });
    const refused = ranOf(await attachOf(own));
    expect(refused).toMatchObject({
      outcome: 'skipped',
      reason: expect.stringContaining('iam:PutRolePolicy on the role itself'),
    });
    expect(ranOf(await attachOf(any)).outcome).toBe('skipped');
    expect(ranOf(await attachOf(other)).outcome).toBe('success');
    expect(ranOf(await attachOf(policy)).outcome).toBe('success');
    expect(await listAttached(name)).toEqual([other, policy].toSorted());
  });

  test.each([
    ['reads', { Action: ['iam:Get*', 'iam:List*', 's3:*'] }],
    ['one named role', { Action: 'iam:PassRole', Resource: 'arn:aws:iam::123456789012:role/app' }],
    ['a denial', { Effect: 'Deny', Action: '*' }],
    ['all actions on a bucket', { Action: '*', Resource: ['arn:aws:s3:::b', 'arn:aws:s3:::b/*'] }],
  ])('a policy with %s is attached', async (_, statement) => {
    const { live, params } = await setUp(statement);
    expect(ranOf(await live.act('iam-attach-role-policy', params)).outcome).toBe('success');
  });

  test('T24 AdministratorAccess of AWS is refused', async () => {
    const { live, params } = await setUp();
    const policy_arn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    const refused = ranOf(await live.act('iam-attach-role-policy', { ...params, policy_arn }));
    expect(refused.outcome).toBe('skipped');
  });

  test('a policy or a role that does not exist is named', async () => {
    const { live, params } = await setUp();
    const missing = { ...params, policy_arn: 'arn:aws:iam::123456789012:policy/none' };
    const refused = ranOf(await live.act('iam-attach-role-policy', missing));
    expect(refused.outcome).toBe('skipped');
    const unknown = ranOf(await live.act('iam-detach-role-policy', { ...params, role_name: 'none' }));
    expect(unknown).toMatchObject({ outcome: 'failure', reason: expect.stringContaining('none') });
  });
});

describe.skipIf(isDown)(`prechecks of a project${NEEDS}`, () => {
  const prechecks: AwsExecutorOptions['prechecks'] = {
    'own-policies-only': ({ aws, params }) =>
      params.policy_arn === `arn:aws:iam::${aws.accountId}:policy/own`
        ? { ok: true, reason: 'The policy belongs to the account.' }
        : { ok: false, code: 'failed', reason: 'Attach policies of this account only.' },
    // The name of a check of the catalog keeps its meaning.
    'not-administrator': () => ({ ok: true, reason: 'Every policy is permitted.' }),
  };

  test('T24 a check of the project blocks, and replaces no check of the catalog', async () => {
    const attach = ACTIONS.find(({ name }) => name === 'iam-attach-role-policy');
    if (attach === undefined) throw new Error('The catalog must have the action.');
    const own = { name: 'own-policies-only', description: 'The policy belongs to the account', blocking: true };
    const action = { ...attach, prechecks: [...attach.prechecks, own] };
    const live = openLive({ prechecks, runner: { actions: [action] } });
    const { name } = await createRole();
    const params = { role_name: name, policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess', region: REGION };
    const refused = ranOf(await live.act('iam-attach-role-policy', params));
    expect(refused.outcome).toBe('skipped');
    const failed = refused.prechecks.filter(({ outcome }) => outcome === 'failed').map((each) => each.name);
    expect(failed).toEqual(['not-administrator', 'own-policies-only']);
    expect(await listAttached(name)).toEqual([]);
  });
});

const SHARED: Pick<ActionCase, 'missing' | 'wrong'> = {
  missing: { role_name: 'none' },
  wrong: [
    { role_name: 'a/b' },
    { role_name: '' },
    { policy_arn: 'AdministratorAccess' },
    { policy_arn: 'arn:aws:s3:::b' },
  ],
};

testAction({
  ...SHARED,
  action: 'iam-attach-role-policy',
  write: 'AttachRolePolicy',
  async make() {
    const [{ name }, policy] = [await createRole(), await createPolicy()];
    return {
      params: { role_name: name, policy_arn: policy, region: REGION },
      read: () => listAttached(name),
      after: [policy],
      states: { before: { attached: false }, after: { attached: true } },
      interfere: () => detach(name, policy),
    };
  },
  rollback: 'iam-detach-role-policy',
});

testAction({
  ...SHARED,
  action: 'iam-detach-role-policy',
  write: 'DetachRolePolicy',
  async make() {
    const [{ name }, policy] = [await createRole(), await createPolicy()];
    await attach(name, policy);
    return {
      params: { role_name: name, policy_arn: policy, region: REGION },
      read: () => listAttached(name),
      after: [],
      states: { before: { attached: true }, after: { attached: false, administrator: false } },
      interfere: () => attach(name, policy),
    };
  },
  rollback: 'iam-attach-role-policy',
});
