import { randomBytes } from 'node:crypto';
import {
  DescribeImagesCommand,
  type DescribeImagesCommandOutput,
  DescribeInstancesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  EC2Client,
  ModifyInstanceAttributeCommand,
  RunInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';

/** API of the tests, from `bash infra/setup.sh`. Tests never use AWS itself. */
export const ENDPOINT = /^http:\/\/(?:127\.0\.0\.1|localhost):\d+\/?$/.test(process.env.AWS_ENDPOINT_URL ?? '')
  ? (process.env.AWS_ENDPOINT_URL ?? '')
  : '';

/** Whether moto answers. LocalStack without an account has no ECS, and functions need the socket of Docker. */
async function isMotoUp(): Promise<boolean> {
  if (ENDPOINT === '') return false;
  return fetch(new URL('/moto-api/config', ENDPOINT)).then(
    ({ ok }) => ok,
    () => false,
  );
}

export const isDown = !(await isMotoUp());
export const NEEDS = isDown ? ' (skipped: moto is not up, see infra/README.md)' : '';

/** Account of requests with keys that the API does not know. */
export const ACCOUNT = '123456789012';
export const REGION = 'us-east-1';

/** Options of clients with full permissions, for fixtures. */
export const DIRECT = {
  endpoint: ENDPOINT,
  region: REGION,
  credentials: { accessKeyId: 'fixtures', secretAccessKey: 'fixtures' },
};

const ec2 = new EC2Client(DIRECT);
const ecs = new ECSClient(DIRECT);
const iam = new IAMClient(DIRECT);

/** Returns a name that no other test uses. */
function uniqueName(prefix: string): string {
  return `${prefix}-${randomBytes(4).toString('hex')}`;
}

let images: Promise<DescribeImagesCommandOutput> | undefined;

/** Starts an instance. @returns its id */
export async function runInstance(): Promise<string> {
  images ??= ec2.send(new DescribeImagesCommand({ MaxResults: 5 }));
  const { Images = [] } = await images;
  const { Instances = [] } = await ec2.send(
    new RunInstancesCommand({ ImageId: Images[0]?.ImageId, InstanceType: 't3.micro', MinCount: 1, MaxCount: 1 }),
  );
  const id = Instances[0]?.InstanceId;
  if (id === undefined) throw new Error('The API started no instance.');
  return id;
}

export async function instanceState(id: string): Promise<string | undefined> {
  const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
  return Reservations[0]?.Instances?.[0]?.State?.Name;
}

/** Changes an instance as another person would. */
export async function changeInstance(id: string, change: 'start' | 'stop' | 'terminate'): Promise<void> {
  const input = { InstanceIds: [id] };
  if (change === 'start') await ec2.send(new StartInstancesCommand(input));
  else if (change === 'stop') await ec2.send(new StopInstancesCommand(input));
  else await ec2.send(new TerminateInstancesCommand(input));
}

/** Protects an instance against termination. */
export async function protectInstance(id: string): Promise<void> {
  await ec2.send(new ModifyInstanceAttributeCommand({ InstanceId: id, DisableApiTermination: { Value: true } }));
}

export interface EcsNames {
  readonly cluster: string;
  readonly service: string;
}

let network: Promise<{ subnets: string[]; securityGroups: string[] }> | undefined;

async function findNetwork() {
  const [{ Subnets = [] }, { SecurityGroups = [] }] = await Promise.all([
    ec2.send(new DescribeSubnetsCommand({})),
    ec2.send(new DescribeSecurityGroupsCommand({})),
  ]);
  return { subnets: [Subnets[0]?.SubnetId ?? ''], securityGroups: [SecurityGroups[0]?.GroupId ?? ''] };
}

async function registerTask(): Promise<string> {
  const family = uniqueName('web');
  await ecs.send(
    new RegisterTaskDefinitionCommand({
      family,
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      containerDefinitions: [{ name: 'web', image: 'nginx', memory: 128, essential: true }],
    }),
  );
  return family;
}

async function createCluster(): Promise<string> {
  const clusterName = uniqueName('cluster');
  await ecs.send(new CreateClusterCommand({ clusterName }));
  return clusterName;
}

async function networkConfiguration() {
  network ??= findNetwork();
  return { awsvpcConfiguration: await network };
}

/** Creates a cluster with a service. */
export async function createService(desiredCount: number): Promise<EcsNames> {
  const [cluster, taskDefinition, service] = [await createCluster(), await registerTask(), uniqueName('service')];
  await ecs.send(
    new CreateServiceCommand({
      cluster,
      serviceName: service,
      taskDefinition,
      desiredCount,
      launchType: 'FARGATE',
      networkConfiguration: await networkConfiguration(),
    }),
  );
  const names = { cluster, service };
  // moto starts the tasks of a service at its first change.
  await scaleService(names, desiredCount);
  return names;
}

/** Reads the number of tasks and the id of the last deployment. */
export async function readService({ cluster, service }: EcsNames) {
  const { services = [] } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
  const found = services[0];
  const deployment = found?.deployments?.find(({ status }) => status === 'PRIMARY')?.id;
  return { desired: found?.desiredCount, running: found?.runningCount, deployment };
}

/** Scales a service as another person would. */
export async function scaleService({ cluster, service }: EcsNames, desiredCount: number): Promise<void> {
  await ecs.send(new UpdateServiceCommand({ cluster, service, desiredCount }));
}

/** Without this setting of moto, the state of a task advances with each read. Other servers do not have it. */
async function keepTasksRunning(): Promise<void> {
  const setting = { model_name: 'ecs::task', transition: { progression: 'manual', times: 1_000_000 } };
  const method = 'POST';
  await fetch(new URL('/moto-api/state-manager/set-transition', ENDPOINT), { method, body: JSON.stringify(setting) });
}

/** Starts a task that belongs to no service. */
export async function runTask(): Promise<{ readonly cluster: string; readonly task: string }> {
  await keepTasksRunning();
  const [cluster, taskDefinition] = [await createCluster(), await registerTask()];
  const { tasks = [] } = await ecs.send(
    new RunTaskCommand({
      cluster,
      taskDefinition,
      launchType: 'FARGATE',
      count: 1,
      networkConfiguration: await networkConfiguration(),
    }),
  );
  const task = tasks[0]?.taskArn?.split('/').at(-1);
  if (task === undefined) throw new Error('The API started no task.');
  return { cluster, task };
}

export async function readTask(cluster: string, task: string) {
  const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: [task] }));
  return { status: tasks[0]?.lastStatus, reason: tasks[0]?.stoppedReason };
}

/** Creates a role that everyone in the account may assume. @returns its ARN */
export async function createRole(): Promise<string> {
  const trust = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'sts:AssumeRole' };
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: uniqueName('role'),
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
    }),
  );
  return Role?.Arn ?? '';
}
