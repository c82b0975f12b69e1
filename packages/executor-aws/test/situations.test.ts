import { describe, expect, test } from 'vitest';
import { ACTIONS } from '../src/actions/index.ts';
import { standIn } from './support/stand-in.ts';

const INSTANCE = 'i-0123456789abcdef0';
const instanceParams = { instance_id: INSTANCE, region: 'us-east-1' };

/** Answer of DescribeInstances with one instance. */
function instance(state: string, more: object = {}) {
  return { Reservations: [{ Instances: [{ InstanceId: INSTANCE, State: { Name: state }, ...more }] }] };
}

function actionOf(name: string) {
  const action = ACTIONS[name];
  if (action?.waitForEffect === undefined) throw new Error(name);
  return { ...action, waitForEffect: action.waitForEffect };
}

describe('T29 the wait for an instance', () => {
  test('ends when the instance has the new state', async () => {
    const { context } = standIn([instance('running'), instance('stopping'), instance('stopped')], instanceParams);
    expect(await actionOf('ec2-stop-instance').waitForEffect(context)).toEqual({ ok: true });
  });

  test.each([
    ['ec2-stop-instance', 'terminated', 'The instance is terminated, not stopped.'],
    ['ec2-start-instance', 'stopping', 'The instance is stopping, not running.'],
    ['ec2-terminate-instance', 'pending', 'The instance is pending, not terminated.'],
  ])('%s fails if the instance gets the state %s instead', async (name, state, reason) => {
    const { context } = standIn([instance(state)], instanceParams);
    expect(await actionOf(name).waitForEffect(context)).toEqual({ ok: false, code: 'effect_missing', reason });
  });

  test('ends at once if the API refuses to show the instance', async () => {
    const denied = Object.assign(new Error('no'), {
      name: 'UnauthorizedOperation',
      $metadata: { httpStatusCode: 403 },
    });
    const { context } = standIn([instance('stopping'), denied], instanceParams, 20_000);
    const begun = performance.now();
    await expect(actionOf('ec2-stop-instance').waitForEffect(context)).rejects.toThrow('UnauthorizedOperation: no');
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  test('continues after throttling', async () => {
    const busy = Object.assign(new Error('slow'), { name: 'RequestLimitExceeded', $metadata: { httpStatusCode: 503 } });
    const { context } = standIn([busy, instance('stopped')], instanceParams);
    expect(await actionOf('ec2-stop-instance').waitForEffect(context)).toEqual({ ok: true });
  });

  test('ends at the deadline, with the last state', async () => {
    const { context } = standIn([instance('stopping')], instanceParams, 1_200);
    expect(await actionOf('ec2-stop-instance').waitForEffect(context)).toEqual({
      ok: false,
      code: 'waiting',
      reason: 'The instance is stopping, not stopped.',
    });
  });
});

describe('T30 warnings about what a rollback does not restore', () => {
  const address = { NetworkInterfaces: [{ Association: { IpOwnerId: 'amazon', PublicIp: '203.0.113.7' } }] };
  const elastic = { NetworkInterfaces: [{ Association: { IpOwnerId: '111122223333', PublicIp: '203.0.113.7' } }] };
  const group = { Tags: [{ Key: 'aws:autoscaling:groupName', Value: 'web' }] };
  const disks = {
    BlockDeviceMappings: [
      { Ebs: { DeleteOnTermination: true, VolumeId: 'vol-1' } },
      { Ebs: { DeleteOnTermination: false, VolumeId: 'vol-2' } },
    ],
  };

  test.each<[string, string, object, readonly string[]]>([
    [
      'a public address of AWS',
      'ec2-stop-instance',
      address,
      ['The public address 203.0.113.7 is released. A start assigns another one.'],
    ],
    ['an Elastic IP', 'ec2-stop-instance', elastic, []],
    [
      'an Auto Scaling group',
      'ec2-stop-instance',
      group,
      ['The instance belongs to the Auto Scaling group web, which replaces instances that do not run.'],
    ],
    ['volumes', 'ec2-stop-instance', disks, []],
    ['volumes', 'ec2-terminate-instance', disks, ['These volumes are deleted with the instance: vol-1.']],
  ])('%s: %s', async (_, name, more, expected) => {
    const { context, warnings } = standIn([instance('running', more)], instanceParams);
    const dryRun = actionOf(name).dryRun({ ...context, aws: { ...context.aws, ...NO_REFUSAL } });
    expect(await dryRun).toMatchObject({ difference: expect.stringContaining('- state: running') });
    expect(warnings).toEqual(expected);
  });

  const NO_REFUSAL = { askDryRun: async () => undefined, describe: () => 'ec2:StopInstances {}' };
});

test.each([
  ['ec2-start-instance', 'stopping', 'The instance is still stopping. Try again later.'],
  ['ec2-start-instance', 'shutting-down', 'The instance is terminated.'],
  ['ec2-stop-instance', 'terminated', 'The instance is terminated.'],
  ['ec2-reboot-instance', 'stopped', 'The instance does not run, so it cannot be rebooted. Its state is stopped.'],
])('%s refuses an instance in the state %s before it sends anything', async (name, state, reason) => {
  const { context } = standIn([instance(state)], instanceParams);
  expect(await actionOf(name).execute(context)).toMatchObject({ ok: false, code: 'failure', reason });
});

const serviceParams = { cluster: 'c', service: 'web', desired_count: 3, region: 'us-east-1' };
const PRIMARY = { id: 'ecs-svc/1', status: 'PRIMARY', rolloutState: 'COMPLETED' };

/** Answer of DescribeServices with one service. */
function service(more: object = {}) {
  const counts = { desiredCount: 3, runningCount: 3, pendingCount: 0 };
  return { services: [{ serviceName: 'web', status: 'ACTIVE', ...counts, deployments: [PRIMARY], ...more }] };
}

describe('T29 the wait for a service', () => {
  /** Waits for the effect of a change that began the deployment `ecs-svc/1`. */
  async function wait(outputs: readonly object[], milliseconds?: number) {
    const opened = standIn(outputs, serviceParams, milliseconds);
    opened.context.carry.set('deployment', PRIMARY.id).set('begun', String(Date.parse('2026-03-02T12:00:00Z')));
    return { ...opened, observation: await actionOf('ecs-update-service').waitForEffect(opened.context) };
  }

  test('ends when all tasks of the deployment run', async () => {
    const rolling = service({ deployments: [PRIMARY, { id: 'ecs-svc/0', status: 'ACTIVE' }] });
    const { observation, progress } = await wait([service({ runningCount: 1, pendingCount: 2 }), rolling, service()]);
    expect(observation).toEqual({ ok: true });
    expect(progress).toEqual(['1 of 3 tasks run.', '3 of 3 tasks run.']);
  });

  test.each<[string, object, string]>([
    [
      'the deployment failed',
      { deployments: [{ ...PRIMARY, rolloutState: 'FAILED', rolloutStateReason: 'tasks failed to start' }] },
      'The deployment failed. tasks failed to start',
    ],
    [
      'ECS took the deployment back, although the service is stable',
      { deployments: [{ ...PRIMARY, id: 'ecs-svc/0' }] },
      'Another deployment replaced the one of this change.',
    ],
    [
      'another change was made',
      { desiredCount: 5 },
      'The desired number of tasks is 5, not 3. Another change was made.',
    ],
    ['the service was deleted', { status: 'DRAINING' }, 'The service is not active any more. Its status is DRAINING.'],
  ])('fails if %s', async (_, more, reason) => {
    const { observation } = await wait([service(more)]);
    expect(observation).toEqual({ ok: false, code: 'effect_missing', reason });
  });

  test('ends for a service without deployments of ECS, such as one of CodeDeploy', async () => {
    const { context } = standIn(
      [service({ deployments: [], runningCount: 2 }), service({ deployments: [] })],
      serviceParams,
    );
    expect(await actionOf('ecs-scale-service').waitForEffect(context)).toEqual({ ok: true });
  });

  test('names the last event since the change at the deadline', async () => {
    const events = [
      { createdAt: new Date('2026-03-02T12:00:05Z'), message: '(service web) was unable to place a task.' },
      { createdAt: new Date('2026-03-02T11:00:00Z'), message: '(service web) is of yesterday.' },
    ];
    const { observation } = await wait([service({ runningCount: 1, events })], 500);
    expect(observation).toMatchObject({
      code: 'waiting',
      reason: '1 of 3 tasks run. Last event: (service web) was unable to place a task.',
    });
  });

  test('continues after a temporary error', async () => {
    const { ApiError } = await import('../src/api/api-error.ts');
    const lost = new ApiError('The API did not answer: socket hang up', {
      code: 'ECONNRESET',
      status: undefined,
      isSent: true,
    });
    const { observation } = await wait([lost, service()]);
    expect(observation).toEqual({ ok: true });
  });
});

test.each<[string, object, object, string]>([
  ['is not active', { status: 'INACTIVE' }, {}, 'The service is not active. Its status is INACTIVE.'],
  [
    'runs a task on each machine',
    { schedulingStrategy: 'DAEMON' },
    {},
    'The service is of the type DAEMON, so ECS chooses the number of its tasks.',
  ],
  [
    'is to be changed by nothing',
    {},
    { desired_count: null },
    'There is nothing to change. Give "desired_count", or "force_new_deployment: true".',
  ],
  [
    'is to be changed by nothing but false',
    {},
    { desired_count: null, force_new_deployment: false },
    'There is nothing to change. Give "desired_count", or "force_new_deployment: true".',
  ],
])('a service that %s is refused before anything is sent', async (_, more, params, reason) => {
  const { context } = standIn([service(more)], { ...serviceParams, ...params });
  expect(await actionOf('ecs-update-service').execute(context)).toMatchObject({ ok: false, code: 'failure', reason });
});

test('a service with the desired number already is not changed', async () => {
  const { context } = standIn([service()], serviceParams);
  expect(await actionOf('ecs-scale-service').execute(context)).toMatchObject({
    ok: true,
    reason: 'The desired number of tasks is 3 already.',
  });
});

test('a task without a reason gets the id of the decision', async () => {
  const { context } = standIn(
    [{ tasks: [{ taskArn: 'arn:aws:ecs:us-east-1:1:task/c/0123abcd', lastStatus: 'RUNNING' }] }],
    {
      cluster: 'c',
      task: '0123abcd',
      region: 'us-east-1',
    },
  );
  const describe = (_: string, operation: string, input: object) => `${operation} ${JSON.stringify(input)}`;
  const { steps } = await actionOf('ecs-stop-task').dryRun({ ...context, aws: { ...context.aws, describe } });
  expect(steps).toEqual(['StopTask {"cluster":"c","task":"0123abcd","reason":"agent-safe evt-1"}']);
});
