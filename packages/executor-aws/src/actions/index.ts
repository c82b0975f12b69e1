import type { AwsAction } from '../api/action-context.ts';
import { EC2_ACTIONS } from './ec2.ts';
import { ECS_ACTIONS } from './ecs.ts';
import { IAM_ACTIONS } from './iam.ts';
import { LAMBDA_ACTIONS } from './lambda.ts';
import { S3_ACTIONS } from './s3.ts';

/** Actions by their names in the catalog. */
export const ACTIONS: Readonly<Record<string, AwsAction>> = {
  ...EC2_ACTIONS,
  ...ECS_ACTIONS,
  ...IAM_ACTIONS,
  ...LAMBDA_ACTIONS,
  ...S3_ACTIONS,
};
