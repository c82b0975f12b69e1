import type { Instance } from '@aws-sdk/client-ec2';
import type { ActionContext } from './action-context.ts';
import { notFound } from './api-error.ts';
import { readInstanceId } from './read-params.ts';

/** Reads the instance of the parameters. @throws ApiError */
export async function readInstance({ aws, params }: ActionContext): Promise<Instance> {
  const id = readInstanceId(params, 'instance_id');
  const { Reservations = [] } = await aws.read('ec2', (sdk) => new sdk.DescribeInstancesCommand({ InstanceIds: [id] }));
  const found = Reservations.flatMap(({ Instances = [] }) => Instances).find(({ InstanceId }) => InstanceId === id);
  if (found !== undefined) return found;
  throw notFound('InvalidInstanceID.NotFound', `The instance ${id} does not exist.`);
}

/** Returns the state of an instance, such as `running`. */
export function stateOf({ State }: Instance): string {
  return State?.Name ?? 'unknown';
}

/** Warns about what starts, replaces or loses something besides the instance itself. */
export function warnOfSideEffects({ warn }: ActionContext, instance: Instance, verb: 'stop' | 'terminate'): void {
  const group = instance.Tags?.find(({ Key }) => Key === 'aws:autoscaling:groupName')?.Value;
  if (group !== undefined) {
    warn(`The instance belongs to the Auto Scaling group ${group}, which replaces instances that do not run.`);
  }
  const address = instance.NetworkInterfaces?.find(({ Association }) => Association?.IpOwnerId === 'amazon');
  if (verb === 'stop' && address?.Association?.PublicIp !== undefined) {
    warn(`The public address ${address.Association.PublicIp} is released. A start assigns another one.`);
  }
  if (verb === 'stop' || instance.BlockDeviceMappings === undefined) return;
  const deleted = instance.BlockDeviceMappings.filter(({ Ebs }) => Ebs?.DeleteOnTermination === true);
  if (deleted.length === 0) return;
  warn(`These volumes are deleted with the instance: ${deleted.map(({ Ebs }) => Ebs?.VolumeId ?? '?').join(', ')}.`);
}
