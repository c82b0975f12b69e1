import { DescribeImagesCommand, DescribeInstancesCommand, EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

/** An instance, and a role that may stop and start it. */
export interface Instance {
  readonly id: string;
  readonly account: string;
  readonly role: string;
  readState(): Promise<string>;
  close(): Promise<void>;
}

/** Permissions of the role: those of all actions that executions may use. A session gets a part of them. */
const PERMISSIONS = {
  Effect: 'Allow',
  Action: ['ec2:DescribeInstances', 'ec2:StartInstances', 'ec2:StopInstances'],
  Resource: '*',
};

/** Starts an instance in the API at `endpoint`, which must be a server for tests. */
export async function startInstance(endpoint: string, region: string): Promise<Instance> {
  const options = { endpoint, region };
  const [ec2, iam, sts] = [new EC2Client(options), new IAMClient(options), new STSClient(options)];
  const { Account: account = '' } = await sts.send(new GetCallerIdentityCommand({}));
  const RoleName = `agent-safe-${crypto.randomUUID().slice(0, 8)}`;
  const trust = {
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
  };
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: documentOf(trust) }));
  const granted = { RoleName, PolicyName: 'actions', PolicyDocument: documentOf(PERMISSIONS) };
  await iam.send(new PutRolePolicyCommand(granted));
  const { Images = [] } = await ec2.send(new DescribeImagesCommand({ MaxResults: 5 }));
  const input = { ImageId: Images[0]?.ImageId, InstanceType: 't3.micro' as const, MinCount: 1, MaxCount: 1 };
  const { Instances = [] } = await ec2.send(new RunInstancesCommand(input));
  const id = Instances[0]?.InstanceId ?? '';
  return {
    id,
    account,
    role: Role?.Arn ?? '',
    async readState() {
      const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
      return Reservations[0]?.Instances?.[0]?.State?.Name ?? 'unknown';
    },
    async close() {
      for (const client of [ec2, iam, sts]) client.destroy();
    },
  };
}

function documentOf(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}
