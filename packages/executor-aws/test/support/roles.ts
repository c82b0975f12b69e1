import { randomUUID } from 'node:crypto';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DetachRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { DIRECT } from './moto.ts';

const iam = new IAMClient(DIRECT);

const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

/** Creates a role. @returns its name and ARN */
export async function createRole(): Promise<{ readonly name: string; readonly arn: string }> {
  const name = `role-${randomUUID()}`;
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: JSON.stringify(TRUST) }),
  );
  if (Role?.Arn === undefined) throw new Error('The API created no role.');
  return { name, arn: Role.Arn };
}

/** Creates a managed policy with one statement. @returns its ARN */
export async function createPolicy(changes: object = {}): Promise<string> {
  const statement = { Effect: 'Allow', Action: 'ec2:DescribeInstances', Resource: '*', ...changes };
  const document = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: `policy-${randomUUID()}`, PolicyDocument: document }),
  );
  if (Policy?.Arn === undefined) throw new Error('The API created no policy.');
  return Policy.Arn;
}

export async function attach(role: string, policy: string): Promise<void> {
  await iam.send(new AttachRolePolicyCommand({ RoleName: role, PolicyArn: policy }));
}

export async function detach(role: string, policy: string): Promise<void> {
  await iam.send(new DetachRolePolicyCommand({ RoleName: role, PolicyArn: policy }));
}

export async function listAttached(role: string): Promise<readonly (string | undefined)[]> {
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: role }));
  return AttachedPolicies.map(({ PolicyArn }) => PolicyArn);
}
