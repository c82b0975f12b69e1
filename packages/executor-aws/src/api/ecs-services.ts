import {
  effectMissing,
  type Observation,
  observed,
  readInteger,
  readOptional,
  waiting,
} from '@agent-safe/runner/executor-kit';
import type { Service, Task } from '@aws-sdk/client-ecs';
import type { ActionContext } from './action-context.ts';
import { notFound } from './api-error.ts';
import { readEcsName, readTaskId } from './read-params.ts';

/** Reads the service of the parameters. @throws ApiError */
export async function readService({ aws, params }: ActionContext): Promise<Service> {
  const [cluster, name] = [readEcsName(params, 'cluster'), readEcsName(params, 'service')];
  const { services = [] } = await aws.read(
    'ecs',
    (sdk) => new sdk.DescribeServicesCommand({ cluster, services: [name] }),
  );
  const found = services.find(({ serviceName }) => serviceName === name);
  if (found !== undefined) return found;
  throw notFound('ServiceNotFoundException', `The cluster ${cluster} has no service ${name}.`);
}

/** Reads the task of the parameters. @throws ApiError */
export async function readTask({ aws, params }: ActionContext): Promise<Task> {
  const [cluster, id] = [readEcsName(params, 'cluster'), readTaskId(params, 'task')];
  const { tasks = [] } = await aws.read('ecs', (sdk) => new sdk.DescribeTasksCommand({ cluster, tasks: [id] }));
  const found = tasks.find(({ taskArn }) => taskArn?.endsWith(`/${id}`));
  if (found !== undefined) return found;
  throw notFound(
    'TaskNotFoundException',
    `The cluster ${cluster} has no task ${id}. ECS forgets stopped tasks after an hour.`,
  );
}

/** Returns the reason why the service cannot be changed; undefined if it can. */
export function refuseService(
  { schedulingStrategy, status }: Service,
  desired: number | undefined,
): string | undefined {
  if (status !== 'ACTIVE') return `The service is not active. Its status is ${status ?? 'unknown'}.`;
  if (desired === undefined || schedulingStrategy !== 'DAEMON') return undefined;
  return 'The service is of the type DAEMON, so ECS chooses the number of its tasks.';
}

/** Values that `execute` passes to {@link waitForService}. */
const DEPLOYMENT = 'deployment';
const BEGUN = 'begun';

/** Keeps what distinguishes the effect of this change from later changes. */
export function carryDeployment({ carry, clock }: ActionContext, service: Service | undefined): void {
  carry.set(BEGUN, String(clock()));
  const id = primaryOf(service)?.id;
  if (id !== undefined) carry.set(DEPLOYMENT, id);
}

function primaryOf(service: Service | undefined) {
  return service?.deployments?.find(({ status }) => status === 'PRIMARY');
}

/**
 * Observes whether the service runs as asked. The waiter of the SDK does not suffice: after a failed deployment that ECS takes back, it
 * reports success.
 */
export async function observeService(context: ActionContext): Promise<Observation> {
  const { carry, params } = context;
  const service = await readService(context);
  const { deployments = [], desiredCount = 0, pendingCount = 0, runningCount = 0, status } = service;
  const desired = readOptional(params, 'desired_count', readInteger);
  if (status !== 'ACTIVE')
    return effectMissing(`The service is not active any more. Its status is ${status ?? 'unknown'}.`);
  if (desired !== undefined && desiredCount !== desired) {
    return effectMissing(`The desired number of tasks is ${desiredCount}, not ${desired}. Another change was made.`);
  }
  const primary = primaryOf(service);
  if (carry.has(DEPLOYMENT) && primary?.id !== carry.get(DEPLOYMENT)) {
    return effectMissing('Another deployment replaced the one of this change.');
  }
  if (primary?.rolloutState === 'FAILED') {
    return effectMissing(`The deployment failed. ${primary.rolloutStateReason ?? ''}`.trim());
  }
  // ECS removes earlier deployments when the tasks of the last one run. A service that CodeDeploy deploys has none.
  if (deployments.length <= 1 && runningCount === desiredCount && pendingCount === 0) return observed();
  return waiting(`${runningCount} of ${desiredCount} tasks run.${lastEvent(service, Number(carry.get(BEGUN) ?? 0))}`);
}

/** Returns the last message of ECS since the change, such as the reason why no task can start. */
function lastEvent({ events = [] }: Service, begun: number): string {
  const [event] = events.filter(({ createdAt }) => (createdAt?.getTime() ?? 0) >= begun);
  return event?.message === undefined ? '' : ` Last event: ${event.message}`;
}
