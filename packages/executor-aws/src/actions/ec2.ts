import { type Field, failure, field, type Preview, success } from '@agent-safe/runner/executor-kit';
import type { Instance } from '@aws-sdk/client-ec2';
import type { ActionContext, AwsAction } from '../api/action-context.ts';
import { readInstance, stateOf, warnOfSideEffects } from '../api/instances.ts';
import { readInstanceId } from '../api/read-params.ts';
import type { Services } from '../api/services.ts';
import { waitWithSdk } from '../api/wait.ts';

const PARAMETERS = ['instance_id', 'region'];

/** One change of the state of an instance. */
interface Transition {
  readonly operation: 'StartInstances' | 'StopInstances' | 'TerminateInstances';
  /** State that the change leads to. */
  readonly goal: 'running' | 'stopped' | 'terminated';
  /** Request of the change. */
  readonly command: (sdk: Services['ec2'], input: InstanceInput) => object;
  readonly wait: 'waitUntilInstanceRunning' | 'waitUntilInstanceStopped' | 'waitUntilInstanceTerminated';
  /** Returns the reason why an instance in this state cannot be changed. */
  readonly refuse: (state: string) => string | undefined;
  readonly warn?: (context: ActionContext, instance: Instance) => void;
}

interface InstanceInput {
  readonly InstanceIds: string[];
  readonly DryRun?: boolean;
}

function inputOf({ params }: ActionContext): InstanceInput {
  return { InstanceIds: [readInstanceId(params, 'instance_id')] };
}

/** Builds an action that changes the state of an instance, and waits until it has the new state. */
function changeState(transition: Transition): AwsAction {
  const { command, goal, operation, refuse, wait } = transition;
  return {
    service: 'ec2',
    parameters: PARAMETERS,
    readState,
    async execute(context) {
      const instance = await readInstance(context);
      const state = stateOf(instance);
      if (state === goal) return success(`The instance is ${goal} already.`);
      const refused = refuse(state);
      if (refused !== undefined) return failure(refused);
      transition.warn?.(context, instance);
      await context.aws.change('ec2', (sdk) => command(sdk, inputOf(context)));
      return success(`The instance is ${goal}. It was ${state}.`);
    },
    waitForEffect: (context) =>
      waitWithSdk(
        context,
        'ec2',
        (sdk, options) => sdk[wait](options, inputOf(context)),
        async () => `The instance is ${stateOf(await readInstance(context))}, not ${goal}.`,
      ),
    async dryRun(context) {
      const instance = await readInstance(context);
      const state = stateOf(instance);
      const steps = [context.aws.describe('ec2', operation, inputOf(context))];
      if (state === goal) return { steps, difference: '' };
      const refused = refuse(state) ?? (await askDryRun(context, command));
      if (refused !== undefined) return { steps, refused };
      transition.warn?.(context, instance);
      return { steps, difference: `- state: ${state}\n+ state: ${goal}` };
    },
  };
}

function askDryRun(context: ActionContext, command: Transition['command']): Promise<string | undefined> {
  return context.aws.askDryRun((sdk) => command(sdk, { ...inputOf(context), DryRun: true }));
}

async function readState(context: ActionContext): Promise<Readonly<Record<string, Field>>> {
  const instance = await readInstance(context);
  return { state: field(instance.State?.Name), instance_type: field(instance.InstanceType) };
}

/** A terminated instance never runs again. The API of test servers accepts such a change. */
function refuseTerminated(state: string): string | undefined {
  return state === 'terminated' || state === 'shutting-down' ? 'The instance is terminated.' : undefined;
}

const start = changeState({
  operation: 'StartInstances',
  goal: 'running',
  command: (sdk, input) => new sdk.StartInstancesCommand(input),
  wait: 'waitUntilInstanceRunning',
  refuse: (state) =>
    refuseTerminated(state) ?? (state === 'stopping' ? 'The instance is still stopping. Try again later.' : undefined),
});

const stop = changeState({
  operation: 'StopInstances',
  goal: 'stopped',
  command: (sdk, input) => new sdk.StopInstancesCommand(input),
  wait: 'waitUntilInstanceStopped',
  refuse: refuseTerminated,
  warn: (context, instance) => warnOfSideEffects(context, instance, 'stop'),
});

const terminate = changeState({
  operation: 'TerminateInstances',
  goal: 'terminated',
  command: (sdk, input) => new sdk.TerminateInstancesCommand(input),
  wait: 'waitUntilInstanceTerminated',
  refuse: () => undefined,
  warn: (context, instance) => warnOfSideEffects(context, instance, 'terminate'),
});

const NOT_RUNNING = 'The instance does not run, so it cannot be rebooted.';

/** EC2 reports neither the beginning nor the end of a reboot: the state stays `running`. */
const reboot: AwsAction = {
  service: 'ec2',
  parameters: PARAMETERS,
  readState,
  async execute(context) {
    const state = stateOf(await readInstance(context));
    if (state !== 'running') return failure(`${NOT_RUNNING} Its state is ${state}.`);
    await context.aws.change('ec2', (sdk) => new sdk.RebootInstancesCommand(inputOf(context)));
    return success('EC2 accepted the reboot. It does not report when a reboot ends.');
  },
  waitForEffect: (context) =>
    waitWithSdk(
      context,
      'ec2',
      (sdk, options) => sdk.waitUntilInstanceRunning(options, inputOf(context)),
      async () => `The instance is ${stateOf(await readInstance(context))} after the reboot.`,
    ),
  async dryRun(context): Promise<Preview> {
    const state = stateOf(await readInstance(context));
    const steps = [context.aws.describe('ec2', 'RebootInstances', inputOf(context))];
    if (state !== 'running') return { steps, refused: `${NOT_RUNNING} Its state is ${state}.` };
    const refused = await askDryRun(context, (sdk, input) => new sdk.RebootInstancesCommand(input));
    return refused === undefined ? { steps, difference: '' } : { steps, refused };
  },
};

/** Actions of EC2, by their names in the catalog. */
export const EC2_ACTIONS: Readonly<Record<string, AwsAction>> = {
  'ec2-reboot-instance': reboot,
  'ec2-start-instance': start,
  'ec2-stop-instance': stop,
  'ec2-terminate-instance': terminate,
};
