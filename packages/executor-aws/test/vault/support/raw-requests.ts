import type { CredentialLease } from '@agent-safe/core';
import {
  EC2Client,
  RebootInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { ECSClient, StopTaskCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { AttachRolePolicyCommand, DetachRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { InvokeCommand, LambdaClient, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { DeleteObjectCommand, PutBucketPolicyCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

const REGION = 'us-east-1';
const InstanceIds = ['i-00000000000000001'];
const [PolicyArn, RoleName, FunctionName] = ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'none', 'none'];
const object = { Bucket: 'bucket-of-nobody', Key: 'none' };

/** Sends the request by which each action takes effect, about objects that do not exist. A server checks the permission first. */
export function rawRequests(
  endpoint: string,
  { values }: CredentialLease,
): Readonly<Record<string, () => Promise<unknown>>> {
  const {
    access_key_id: accessKeyId = '',
    secret_access_key: secretAccessKey = '',
    session_token: sessionToken = '',
  } = values;
  const config = {
    endpoint,
    region: REGION,
    credentials: { accessKeyId, secretAccessKey, sessionToken },
    maxAttempts: 1,
  };
  const [ec2, ecs, iam, lambda] = [
    new EC2Client(config),
    new ECSClient(config),
    new IAMClient(config),
    new LambdaClient(config),
  ];
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  const update = () => ecs.send(new UpdateServiceCommand({ cluster: 'none', service: 'none', desiredCount: 1 }));
  return {
    'ec2-reboot-instance': () => ec2.send(new RebootInstancesCommand({ InstanceIds })),
    'ec2-start-instance': () => ec2.send(new StartInstancesCommand({ InstanceIds })),
    'ec2-stop-instance': () => ec2.send(new StopInstancesCommand({ InstanceIds })),
    'ec2-terminate-instance': () => ec2.send(new TerminateInstancesCommand({ InstanceIds })),
    'ecs-scale-service': update,
    'ecs-stop-task': () => ecs.send(new StopTaskCommand({ cluster: 'none', task: 'none' })),
    'ecs-update-service': update,
    'iam-attach-role-policy': () => iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn })),
    'iam-detach-role-policy': () => iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })),
    'lambda-invoke-function': () => lambda.send(new InvokeCommand({ FunctionName })),
    'lambda-update-function-config': () => lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName })),
    's3-delete-object': () => s3.send(new DeleteObjectCommand(object)),
    's3-put-bucket-policy': () => s3.send(new PutBucketPolicyCommand({ Bucket: object.Bucket, Policy: '{}' })),
    's3-restore-object': () => s3.send(new PutObjectCommand({ ...object, Body: 'a' })),
  };
}

/** Sends a request. @returns `denied`, or how the server answered otherwise */
export async function answerOf(send: () => Promise<unknown>): Promise<string> {
  try {
    await send();
    return 'accepted';
  } catch (error) {
    const { $metadata, name } = error as { $metadata?: { httpStatusCode?: number }; name: string };
    // moto answers with XML, also where the SDK expects JSON.
    return $metadata?.httpStatusCode === 403 ? 'denied' : name;
  }
}
