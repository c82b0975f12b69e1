import {
  type ActionDefinition,
  failure,
  field,
  type Preview,
  readInteger,
  readOptional,
  readText,
  success,
} from '@agent-safe/runner/executor-kit';
import type { Service, UpdateServiceCommandInput } from '@aws-sdk/client-ecs';
import type { ActionContext, AwsAction, Reach } from '../api/action-context.ts';
import { carryDeployment, observeService, readService, readTask, refuseService } from '../api/ecs-services.ts';
import { readBoolean, readEcsName, readTaskId } from '../api/read-params.ts';
import { waitUntil, waitWithSdk } from '../api/wait.ts';

const NO_DRY_RUN = 'ECS has no dry run. The object was read, and the change was not checked.';

/** Change of a service: its number of tasks, a new deployment of its tasks, or both. */
function updateOf({ params }: ActionContext): UpdateServiceCommandInput {
  const desiredCount = readOptional(params, 'desired_count', readInteger);
  const force = readOptional(params, 'force_new_deployment', readBoolean);
  return {
    cluster: readEcsName(params, 'cluster'),
    service: readEcsName(params, 'service'),
    ...(desiredCount !== undefined && { desiredCount }),
    ...(force === true && { forceNewDeployment: true }),
  };
}

/** Why the change cannot be made, or needs no request. */
function refuse(service: Service, { desiredCount, forceNewDeployment }: UpdateServiceCommandInput): string | undefined {
  if (desiredCount === undefined && forceNewDeployment !== true) {
    return 'There is nothing to change. Give "desired_count", or "force_new_deployment: true".';
  }
  return refuseService(service, desiredCount);
}

function hasNothingToDo(service: Service, { desiredCount, forceNewDeployment }: UpdateServiceCommandInput): boolean {
  return forceNewDeployment !== true && desiredCount === service.desiredCount;
}

function describeUpdate({ desiredCount, forceNewDeployment }: UpdateServiceCommandInput, before: Service): string {
  const scaled =
    desiredCount === undefined ? '' : `The service runs ${desiredCount} tasks. It ran ${before.desiredCount ?? 0}.`;
  const deployed = forceNewDeployment === true ? 'Its tasks were deployed again.' : '';
  return `${scaled} ${deployed}`.trim();
}

const updating: Pick<ActionDefinition<Reach>, 'execute' | 'waitForEffect' | 'dryRun'> = {
  async execute(context) {
    const service = await readService(context);
    const update = updateOf(context);
    const refused = refuse(service, update);
    if (refused !== undefined) return failure(refused);
    if (hasNothingToDo(service, update)) {
      carryDeployment(context, undefined);
      return success(`The desired number of tasks is ${service.desiredCount ?? 0} already.`);
    }
    const { service: updated } = await context.aws.change('ecs', (sdk) => new sdk.UpdateServiceCommand(update));
    carryDeployment(context, updated);
    return success(describeUpdate(update, service));
  },
  waitForEffect: (context) => waitUntil(() => observeService(context), context),
  async dryRun(context): Promise<Preview> {
    const service = await readService(context);
    const update = updateOf(context);
    const steps = [context.aws.describe('ecs', 'UpdateService', update)];
    const refused = refuse(service, update);
    if (refused !== undefined) return { steps, refused };
    const { desiredCount = service.desiredCount, forceNewDeployment } = update;
    const lines = [
      ...(desiredCount === service.desiredCount
        ? []
        : [`- desired_count: ${service.desiredCount ?? 0}`, `+ desired_count: ${desiredCount ?? 0}`]),
      ...(forceNewDeployment === true ? ['+ deployment: new tasks replace the running tasks'] : []),
    ];
    return { steps, difference: lines.join('\n'), unasked: NO_DRY_RUN };
  },
};

const scaleService: AwsAction = {
  ...updating,
  service: 'ecs',
  parameters: ['cluster', 'service', 'desired_count', 'region'],
  async readState(context) {
    const { desiredCount, runningCount } = await readService(context);
    return { desired_count: field(desiredCount), running_count: field(runningCount) };
  },
};

const updateService: AwsAction = {
  ...updating,
  service: 'ecs',
  parameters: ['cluster', 'service', 'desired_count', 'force_new_deployment', 'region'],
  async readState(context) {
    const { desiredCount, runningCount, status } = await readService(context);
    return { desired_count: field(desiredCount), running_count: field(runningCount), status: field(status) };
  },
};

function stopOf({ aws, params }: ActionContext) {
  return {
    cluster: readEcsName(params, 'cluster'),
    task: readTaskId(params, 'task'),
    // The events of the service then name the decision.
    reason: readOptional(params, 'reason', readText) ?? `agent-safe ${aws.auditId}`,
  };
}

const stopTask: AwsAction = {
  service: 'ecs',
  parameters: ['cluster', 'task', 'reason', 'region'],
  async readState(context) {
    return { last_status: field((await readTask(context)).lastStatus) };
  },
  async execute(context) {
    const { group, lastStatus } = await readTask(context);
    if (lastStatus === 'STOPPED') return success('The task is stopped already.');
    await context.aws.change('ecs', (sdk) => new sdk.StopTaskCommand(stopOf(context)));
    const service = group?.startsWith('service:') === true ? group.slice('service:'.length) : undefined;
    return success(
      service === undefined
        ? 'The task is stopped. It belongs to no service, so no task replaces it.'
        : `The task is stopped. The service ${service} starts a new task.`,
    );
  },
  waitForEffect(context) {
    const { cluster, task } = stopOf(context);
    return waitWithSdk(
      context,
      'ecs',
      (sdk, options) => sdk.waitUntilTasksStopped(options, { cluster, tasks: [task] }),
      async () => `The task is ${(await readTask(context)).lastStatus ?? 'in an unknown state'}, not STOPPED.`,
    );
  },
  async dryRun(context): Promise<Preview> {
    const { lastStatus } = await readTask(context);
    const steps = [context.aws.describe('ecs', 'StopTask', stopOf(context))];
    if (lastStatus === 'STOPPED') return { steps, difference: '', unasked: NO_DRY_RUN };
    const difference = `- last_status: ${lastStatus ?? 'unknown'}\n+ last_status: STOPPED`;
    return { steps, difference, unasked: NO_DRY_RUN };
  },
};

/** Actions of ECS, by their names in the catalog. */
export const ECS_ACTIONS: Readonly<Record<string, AwsAction>> = {
  'ecs-scale-service': scaleService,
  'ecs-stop-task': stopTask,
  'ecs-update-service': updateService,
};
