import { describe, expect, test } from 'vitest';
import { describeVaultPolicies } from '../../src/index.ts';
import { readGrantRules } from '../../src/vault/grant-rules.ts';
import { renderSessionPolicy } from '../../src/vault/session-policy.ts';
import { evaluate } from '../support/iam/evaluate.ts';
import type { AccessRequest, Policy } from '../support/iam/policy.ts';
import { ACCOUNT } from '../support/moto.ts';
import { ACTIONS, fieldsOf, PARAMS, REGION } from './support/leases.ts';
import { OPERATIONS } from './support/operations.ts';

const role_arn = `arn:aws:iam::${ACCOUNT}:role/agents/executor`;
const described = describeVaultPolicies({
  account: { account_id: ACCOUNT, role_arn },
  principal: `arn:aws:iam::${ACCOUNT}:user/vault`,
  actions: ACTIONS,
  revoke: true,
});

const decide = (policy: unknown, request: AccessRequest, session?: Policy) =>
  evaluate(request, { identity: [policy as Policy], ...(session && { session: [session] }) });

describe('the policies of the vault', () => {
  test('T31 the role has the permissions of every action, which the session policy limits to one', () => {
    const scope = { account: ACCOUNT, region: REGION };
    for (const [name, operations] of Object.entries(OPERATIONS)) {
      const { main } = operations(PARAMS[name] ?? {});
      const session = JSON.parse(renderSessionPolicy(readGrantRules(fieldsOf(name, scope)))) as Policy;
      expect(decide(described.role_policy, main), name).toBe('allowed');
      expect(decide(described.role_policy, main, session), name).toBe('allowed');
      const other = Object.entries(OPERATIONS).find(([each]) => each !== name)?.[1](PARAMS['ec2-start-instance'] ?? {});
      if (other !== undefined) expect(decide(described.role_policy, other.main, session), name).not.toBe('allowed');
    }
  });

  test('T31 the role cannot change itself, and has no permission beyond the actions', () => {
    for (const action of ['iam:AttachRolePolicy', 'iam:PutRolePolicy', 'iam:DeleteRolePolicy'])
      expect(decide(described.role_policy, { action, resource: role_arn }), action).toBe('denied');
    for (const action of ['ec2:RunInstances', 'iam:CreateUser', 'sts:AssumeRole', 's3:PutBucketAcl', 'kms:Decrypt'])
      expect(decide(described.role_policy, { action, resource: '*' }), action).toBe('not allowed');
  });

  test('T31 the vault may assume and change this role only', () => {
    const may = (action: string, resource = role_arn) => decide(described.vault_policy, { action, resource });
    for (const action of [
      'sts:AssumeRole',
      'sts:TagSession',
      'sts:SetSourceIdentity',
      'iam:PutRolePolicy',
      'iam:GetRole',
    ])
      expect([may(action), may(action, `${role_arn}2`)], action).toEqual(['allowed', 'not allowed']);
    for (const action of [
      'iam:AttachRolePolicy',
      'iam:UpdateAssumeRolePolicy',
      'ec2:StopInstances',
      'iam:CreateAccessKey',
    ])
      expect(may(action), action).toBe('not allowed');
  });

  test('the permissions of the role fit into a managed policy', () => {
    expect(JSON.stringify(described.role_policy).length).toBeLessThan(6_144);
  });

  test('actions for other systems add nothing', () => {
    const { role_policy } = describeVaultPolicies({
      account: { account_id: ACCOUNT, role_arn },
      principal: `arn:aws:iam::${ACCOUNT}:user/vault`,
      actions: ACTIONS.filter(({ credentials }) => credentials?.type !== 'aws'),
      revoke: true,
    });
    expect(role_policy.Statement).toHaveLength(1);
  });
});
