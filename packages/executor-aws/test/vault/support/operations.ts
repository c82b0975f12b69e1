import type { AccessRequest, RequestContext } from '../../support/iam/policy.ts';
import { ACCOUNT } from '../../support/moto.ts';
import { REGION } from './leases.ts';

/** IAM actions of one catalog action, by the object that AWS compares with a policy. */
interface Operations {
  /** The IAM action by which the action takes effect, on its object. */
  readonly main: AccessRequest;
  /** All IAM actions that the executor needs, by ARN. `*` stands for actions that have no object. */
  readonly needed: Readonly<Record<string, readonly string[]>>;
  /** Values of the condition keys of the requests of the action. */
  readonly context: RequestContext;
}

type Params = Readonly<Record<string, string>>;

/** The requests to AWS of each action of the catalog, from the documentation of AWS and not from the catalog. */
export const OPERATIONS: Readonly<Record<string, (params: Params) => Operations>> = {
  'ec2-reboot-instance': (params) => onInstance(params, 'RebootInstances'),
  'ec2-start-instance': (params) => onInstance(params, 'StartInstances'),
  'ec2-stop-instance': (params) => onInstance(params, 'StopInstances'),
  'ec2-terminate-instance': (params) => onInstance(params, 'TerminateInstances', 'DescribeInstanceAttribute'),
  'ecs-scale-service': ({ cluster, service }) =>
    on(`arn:aws:ecs:${REGION}:${ACCOUNT}:service/${cluster}/${service}`, 'ecs:UpdateService', 'ecs:DescribeServices'),
  'ecs-stop-task': ({ cluster, task }) =>
    on(`arn:aws:ecs:${REGION}:${ACCOUNT}:task/${cluster}/${task}`, 'ecs:StopTask', 'ecs:DescribeTasks'),
  'ecs-update-service': ({ cluster, service }) =>
    on(`arn:aws:ecs:${REGION}:${ACCOUNT}:service/${cluster}/${service}`, 'ecs:UpdateService', 'ecs:DescribeServices'),
  'iam-attach-role-policy': (params) => onRole(params, 'AttachRolePolicy'),
  'iam-detach-role-policy': (params) => onRole(params, 'DetachRolePolicy'),
  'lambda-invoke-function': (params) => onFunction(params, 'InvokeFunction'),
  'lambda-update-function-config': (params) => onFunction(params, 'UpdateFunctionConfiguration'),
  's3-delete-object': (params) => onObject(params, 'DeleteObject', 'GetObject'),
  's3-put-bucket-policy': ({ bucket }) =>
    on(`arn:aws:s3:::${bucket}`, 's3:PutBucketPolicy', 's3:DeleteBucketPolicy', 's3:GetBucketPolicy', 's3:ListBucket'),
  's3-restore-object': (params) => onObject(params, 'PutObject', 'DeleteObjectVersion', 'GetObject'),
};

const CONTEXT = { 'aws:RequestedRegion': REGION };

/** @param action the first one takes effect */
function on(resource: string, action: string, ...others: readonly string[]): Operations {
  const main = { action, resource, context: CONTEXT };
  return { main, needed: { [resource]: [action, ...others] }, context: CONTEXT };
}

function onInstance({ instance_id }: Params, ...names: readonly string[]): Operations {
  const arn = `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/${instance_id}`;
  const [main = '', ...others] = names.map((name) => `ec2:${name}`);
  const operations = on(arn, main, ...others);
  return { ...operations, needed: { ...operations.needed, '*': ['ec2:DescribeInstances'] } };
}

function onFunction({ function_name }: Params, name: string): Operations {
  const arn = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${function_name}`;
  return on(arn, `lambda:${name}`, 'lambda:GetFunctionConfiguration');
}

function onRole({ policy_arn = '', role_name }: Params, name: string): Operations {
  const arn = `arn:aws:iam::${ACCOUNT}:role/${role_name}`;
  const { main, needed } = on(arn, `iam:${name}`, 'iam:GetRole', 'iam:ListAttachedRolePolicies');
  const context = { ...CONTEXT, 'iam:PolicyARN': policy_arn };
  return {
    main: { ...main, context },
    needed: { ...needed, [policy_arn]: ['iam:GetPolicy', 'iam:GetPolicyVersion'] },
    context,
  };
}

function onObject({ bucket, key }: Params, ...names: readonly string[]): Operations {
  const [main = '', ...others] = names.map((name) => `s3:${name}`);
  const { needed, ...operations } = on(`arn:aws:s3:::${bucket}/${key}`, main, ...others);
  const ofBucket = ['s3:ListBucket', 's3:ListBucketVersions', 's3:GetBucketVersioning'];
  return { ...operations, needed: { ...needed, [`arn:aws:s3:::${bucket}`]: ofBucket } };
}
