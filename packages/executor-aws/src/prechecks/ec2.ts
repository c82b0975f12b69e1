import { failed, passed } from '@agent-safe/runner/executor-kit';
import type { Check } from '../api/action-context.ts';
import { readInstance, stateOf } from '../api/instances.ts';
import { readInstanceId } from '../api/read-params.ts';

const instanceExists: Check = async (context) => {
  const state = stateOf(await readInstance(context));
  // EC2 lists a terminated instance for about an hour.
  return state === 'terminated' || state === 'shutting-down'
    ? failed('The instance is terminated.')
    : passed(`The instance exists. Its state is ${state}.`);
};

const terminationProtection: Check = async ({ aws, params }) => {
  const input = { InstanceId: readInstanceId(params, 'instance_id'), Attribute: 'disableApiTermination' as const };
  const { DisableApiTermination } = await aws.read('ec2', (sdk) => new sdk.DescribeInstanceAttributeCommand(input));
  if (DisableApiTermination?.Value === undefined) return failed('EC2 did not report the termination protection.');
  return DisableApiTermination.Value
    ? failed('The instance is protected against termination. Remove the protection first.')
    : passed('The instance is not protected against termination.');
};

/** Checks of the actions of EC2, by their names in the catalog. */
export const EC2_PRECHECKS: Readonly<Record<string, Check>> = {
  'instance-exists': instanceExists,
  'termination-protection': terminationProtection,
};
