import type { Check } from '../api/action-context.ts';
import { EC2_PRECHECKS } from './ec2.ts';
import { ECS_PRECHECKS } from './ecs.ts';
import { IAM_PRECHECKS } from './iam.ts';
import { LAMBDA_PRECHECKS } from './lambda.ts';
import { S3_PRECHECKS } from './s3.ts';

/** Checks of the AWS actions, by their names. */
export const PRECHECKS: Readonly<Record<string, Check>> = {
  ...EC2_PRECHECKS,
  ...ECS_PRECHECKS,
  ...IAM_PRECHECKS,
  ...LAMBDA_PRECHECKS,
  ...S3_PRECHECKS,
};
